"""Ease now: no account, nothing kept, under three minutes."""

from __future__ import annotations

from django.urls import path

from ischia.web.ease import views

app_name = "ease"
urlpatterns = [
    path("", views.home, name="home"),
    path("signs/<slug:group>/", views.signs, name="signs"),
    path("help/<slug:group>/", views.unsure, name="unsure"),
    path("help/<slug:group>/<slug:sign>/", views.help_now, name="help"),
    path("position/", views.first_position, name="first"),
    path("position/none/", views.none_eases, name="none"),
    path("position/<slug:easing>/", views.position, name="position"),
    path("move/<slug:easing>/", views.move, name="move"),
    path("next/", views.next_hours, name="next"),
]
