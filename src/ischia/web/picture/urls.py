"""The picture: where it is felt, and what it may be."""

from __future__ import annotations

from django.urls import path

from ischia.web.picture import views

app_name = "picture"
urlpatterns = [
    path("", views.home, name="home"),
    path("map/", views.body_map, name="map"),
    path("result/", views.result, name="result"),
]
