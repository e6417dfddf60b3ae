"""Addresses of one's own data."""

from __future__ import annotations

from django.urls import path

from ischia.web.data import views

app_name = "data"
PREFIX = "my-data/"
urlpatterns = [
    path("", views.home, name="home"),
    path("download/", views.download, name="download"),
    path("erase/", views.erase_all, name="erase"),
]
