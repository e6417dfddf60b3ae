"""One at a time for each person, and all of it or nothing."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from django.db import connection, transaction

from ischia.record.models import Person
from ischia.record.remembered import afresh


@contextmanager
def alone(person: Person) -> Generator[None]:
    """Nothing else is kept for the person meanwhile; an error keeps nothing."""
    with afresh(), transaction.atomic():
        if connection.features.has_select_for_update:  # SQLite has locked the file by now
            Person.objects.select_for_update().get(pk=person.pk)
        yield
