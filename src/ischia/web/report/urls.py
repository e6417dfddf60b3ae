"""Addresses of the report."""

from __future__ import annotations

from django.urls import path

from ischia.web.report import views

app_name = "report"
urlpatterns = [
    path("", views.home, name="home"),
    path("pdf/", views.pdf, name="pdf"),
    path("questions/", views.ask_question, name="ask"),
    path("questions/<uuid:question>/settled/", views.settled, name="settled"),
]
