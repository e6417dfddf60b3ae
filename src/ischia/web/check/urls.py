"""The check: one question a screen, then the result."""

from __future__ import annotations

from django.urls import path

from ischia.web.check import views

app_name = "check"
urlpatterns = [
    path("", views.home, name="home"),
    path("ask/<slug:finding>/", views.ask, name="ask"),
    path("result/", views.result, name="result"),
]
