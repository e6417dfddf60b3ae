"""What a clinician said: the cause, and that exercise may go on."""

from __future__ import annotations

from django.urls import path

from ischia.web.diagnosis import views

app_name = "diagnosis"
urlpatterns = [
    path("", views.home, name="home"),
    path("clearance/", views.clearance, name="clearance"),
]
