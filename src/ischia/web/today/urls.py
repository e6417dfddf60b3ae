"""Today, and choosing otherwise."""

from __future__ import annotations

from django.urls import path

from ischia.web.today import views

app_name = "today"
urlpatterns = [
    path("", views.home, name="home"),
    path("check-in/", views.check_in, name="check_in"),
    path("choose/", views.choose, name="choose"),
    path("set-up/", views.set_up, name="set_up"),
]
