"""A person's whole record taken out at once, with the proof that it is gone.

What remains is one `Erasure`: when, and how much it was, under a number that names nobody. Backups
that were made before still hold the record; they are the person's own to destroy.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from msgspec import Struct

from ischia.record.models import Decision, Entry, Erasure, Person


class Proof(Struct, frozen=True):
    """What was there, and what is left of it; all zero when the erasure is complete."""

    person: str
    before: dict[str, int]
    after: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not any(self.after.values())


def erase(person: Person, *, at: datetime) -> Proof:
    """Erase a person: all or nothing. The account stays, for its other people."""
    key, owner = person.pk, person.owner
    with transaction.atomic():
        before = count(key)
        Erasure(person_id=key, at=at, counts=before).save()
        with connection.cursor() as cursor:
            for table in ("record_decision", "record_entry"):
                _delete(cursor, table, "person_id", key)
            _delete(cursor, "record_person", "id", key)
        if owner is not None and not Person.objects.filter(owner=owner).exists():
            owner.first_name = owner.last_name = owner.email = ""
            owner.save()
    clean_up()
    return Proof(str(key), before, count(key))


def _delete(cursor: CursorWrapper, table: str, column: str, key: UUID) -> None:
    """Past the models, which refuse; the database lets go what an erasure names."""
    value = Person._meta.pk.get_db_prep_value(key, connection)
    cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])  # noqa: S608


def clean_up() -> None:
    """Make what was freed unreadable: SQLite keeps old pages until it is told not to."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def count(key: UUID) -> dict[str, int]:
    """How much is kept of a person."""
    return {
        "person": Person.objects.filter(pk=key).count(),
        "entries": Entry.objects.filter(person_id=key).count(),
        "decisions": Decision.objects.filter(person_id=key).count(),
    }
