"""The list of everything else."""

from __future__ import annotations

from django.urls import path

from ischia.web.more import views

app_name = "more"
urlpatterns = [path("", views.home, name="home")]
