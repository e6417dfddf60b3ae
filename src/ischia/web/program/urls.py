"""The program, and each exercise on its own page."""

from __future__ import annotations

from django.urls import path

from ischia.web.program import views

app_name = "program"
urlpatterns = [
    path("", views.home, name="home"),
    path("exercise/<slug:exercise>/", views.exercise, name="exercise"),
]
