"""The inbox for devices."""

from __future__ import annotations

from django.urls import path

from ischia.web.inbox import views

app_name = "inbox"
urlpatterns = [path("", views.receive, name="receive")]
