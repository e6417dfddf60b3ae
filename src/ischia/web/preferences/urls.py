"""What a person chooses for this browser and this record."""

from __future__ import annotations

from django.urls import path

from ischia.web.preferences import views

app_name = "preferences"
urlpatterns = [path("", views.home, name="home")]
