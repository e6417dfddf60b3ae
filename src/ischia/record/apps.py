"""The record as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    """People, what they entered, and what was decided on it."""

    name = "ischia.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ischia.record.guards import make_guards

        post_migrate.connect(make_guards, sender=self)
