"""The pages as a Django app: template tags, translations, shared templates and static files."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages."""

    name = "ischia.web"
    label = "web"
