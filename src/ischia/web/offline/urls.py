"""What makes the app installable and lets today's sessions work without a network."""

from __future__ import annotations

from django.urls import path

from ischia.web.offline import views

PREFIX = ""
app_name = "offline"
urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("offline/", views.without_network, name="page"),
    path("offline/list/", views.shopping_list, name="list"),
]
