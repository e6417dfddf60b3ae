"""Sitting, standing, places, lifting and small habits."""

from __future__ import annotations

from django.urls import path

from ischia.web.daily_living import views

app_name = "daily_living"
urlpatterns = [
    path("", views.home, name="home"),
    path("habits/", views.habits, name="habits"),
    path("lifting/", views.lifting, name="lifting"),
    path("<slug:topic>/", views.place, name="place"),
]
