"""A person's whole record taken out at once, with the proof that it is gone.

What remains is one `Erasure`: when, and how much it was, under a number that names nobody. The
receipt says what was removed, what is left, and whether the database's files still hold a trace.
Backups that were made elsewhere still hold the record; they are the person's own to destroy.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from msgspec import Struct

from ischia.record.models import Decision, Entry, Erasure, Person
from ischia.record.remnants import Traces, remnants


class Proof(Struct, frozen=True, kw_only=True):
    """The receipt: what was there, what is left of it, and what the files still show.

    `looked_for` is by how many ids and texts the files were searched; `found` what was found,
    None where the files cannot be read (PostgreSQL). `copies` are older copies destroyed too.
    """

    person: str
    at: datetime
    before: dict[str, int]
    after: dict[str, int]
    looked_for: int
    found: tuple[str, ...] | None
    copies: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is left."""
        return not any(self.after.values()) and not self.found


def erase(person: Person, *, at: datetime, copies: Iterable[Path] = ()) -> Proof:
    """Erase a person: all or nothing. The account stays, for its other people. `copies` are files
    that hold the record too; they are destroyed."""
    key, owner, traces = person.pk, person.owner, Traces(person)
    overwrite_what_is_freed()
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
    destroyed = [copy.unlink(missing_ok=True) for copy in copies]
    found = remnants(traces)
    return Proof(
        person=str(key),
        at=at,
        before=before,
        after=count(key),
        looked_for=len(traces),
        found=None if found is None else tuple(found),
        copies=len(destroyed),
    )


def older_copies(data: Path) -> list[Path]:
    """The copies that Ischia made by itself in its data folder before an update."""
    return sorted((data / "backups").glob("before-update-*"))


def _delete(cursor: CursorWrapper, table: str, column: str, key: UUID) -> None:
    """Past the models, which refuse; the database lets go what an erasure names."""
    value = Person._meta.pk.get_db_prep_value(key, connection)
    cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [value])  # noqa: S608


def overwrite_what_is_freed() -> None:
    """SQLite writes zeros over what it frees, from now on and for this connection."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


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
