"""The exercise figures. An address holds the protocol's version, so it may be kept for long."""

from __future__ import annotations

from django.urls import path

from ischia.web.figure import views

app_name = "figure"
urlpatterns = [
    path("<str:version>/strip/<str:names>.svg", views.stills, name="strip"),
    path("<str:version>/<slug:exercise>/<str:look>.svg", views.figure, name="svg"),
]
