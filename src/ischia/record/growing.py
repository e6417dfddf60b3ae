"""Tables that only grow: their rows are added and read, never changed and never deleted."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(RuntimeError):
    """Something tried to change what is kept. A correction is a new entry."""


def refuse(*_: object, **__: object) -> NoReturn:
    """In place of whatever would change a kept row."""
    raise AppendOnlyError("what is kept is never changed; add an entry that replaces it")


class GrowingQuerySet(models.QuerySet[Any]):
    """Reads and adds."""

    update = refuse
    delete = refuse
    bulk_update = refuse
    update_or_create = refuse


class Growing(models.Model):
    """A row that is written once."""

    objects = GrowingQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            refuse()
        options["force_insert"] = True
        super().save(**options)

    delete = refuse
