"""What the camera coach needs: the tracker's own files, and what to watch for."""

from __future__ import annotations

from django.urls import path

from ischia.web.camera import views

app_name = "camera"
urlpatterns = [
    path("<str:version>/tracker.json", views.tracker, name="tracker"),
    path("<str:version>/plan/<slug:exercise>.json", views.plan, name="plan"),
]
