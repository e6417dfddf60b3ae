"""The session player, and what a session has changed."""

from __future__ import annotations

from django.urls import path

from ischia.web.session import views

app_name = "session"
urlpatterns = [
    path("done/<uuid:entry>/", views.done, name="done"),
    path("practise/<slug:exercise>/", views.practise, name="practise"),
    path("<slug:slot>/", views.play, name="play"),
]
