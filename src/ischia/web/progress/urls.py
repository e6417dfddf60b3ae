"""Progress, and staying well."""

from __future__ import annotations

from django.urls import path

from ischia.web.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.home, name="home"),
    path("staying-well/", views.staying_well, name="staying_well"),
]
