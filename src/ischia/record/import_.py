"""One's own export put into an Ischia that keeps nothing yet: all of it, or nothing.

Ids, numbers and times stay what they were, so that exporting again gives the same. Every decision
is made again before anything is kept; one that comes out differently stops the import, unless the
person wants it all the same.
"""

from __future__ import annotations

from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from msgspec import Struct

from ischia.record.archive import ArchiveError, open_archive
from ischia.record.export_format import About
from ischia.record.import_read import Export, read_export
from ischia.record.models import Decision, Entry, Erasure, Person, ProtocolVersion, User
from ischia.record.pushes import PUSH
from ischia.record.replay import Difference, replay

__all__ = ["ArchiveError", "Imported", "import_export", "read_source"]

CHUNK = 200


class Imported(Struct, frozen=True):
    """How much came in, and the decisions that this software makes differently."""

    person: str
    entries: int
    decisions: int
    protocols: int
    differences: tuple[Difference, ...]


def read_source(source: Path) -> Export:
    """The export at `source`, a folder or a zip, read and checked. Raises `ArchiveError`."""
    with open_archive(source) as archive:
        return read_export(archive)


def import_export(export: Export, *, owner: User, different_too: bool = False) -> Imported:
    """Keep an export for this account: all of it, or nothing. Raises `ArchiveError`."""
    with transaction.atomic():
        person = _person(export.about, owner)
        _keep_protocols(export)
        _keep_entries(export, person, owner)
        _keep_decisions(export, person)
        _after()
        found = tuple(difference for _, difference in replay(person) if difference is not None)
        if found and not different_too:
            one = found[0]
            fault = (
                f"{len(found)} decisions come out differently, first {one.decision} ({one.kind})"
            )
            remedy = "if you trust this export, repeat with --different-too"
            raise ArchiveError(f"{fault}. Nothing was imported. Remedy: {remedy}.")
    return Imported(
        person=str(person.pk),
        entries=len(export.entries),
        decisions=len(export.decisions),
        protocols=len(export.protocols),
        differences=found,
    )


def _person(about: About, owner: User) -> Person:
    """The person, in the place of the empty one that every new Ischia has."""
    if Entry.objects.exists() or Decision.objects.exists():
        remedy = "import into a new data folder (--data FOLDER)"
        raise ArchiveError(f"there is a record here already. Remedy: {remedy}.")
    if Erasure.objects.filter(person_id=about.id).exists():
        fault = "this record was erased here, and what is erased here stays so"
        raise ArchiveError(f"{fault}. Remedy: import into a new data folder (--data FOLDER).")
    Person.objects.filter(owner=owner).delete()
    return Person.objects.create(
        id=about.id,
        owner=owner,
        display_name=about.display_name,
        country=about.country,
        language=about.language,
        time_zone=about.time_zone,
        preferences={k: v for k, v in about.preferences.items() if k != PUSH},
        created_at=about.created_at,
    )


def _keep_protocols(export: Export) -> None:
    rows = [
        ProtocolVersion(hash=one.line.hash, kept_at=one.line.kept_at, content=one.content)
        for one in export.protocols
    ]
    ProtocolVersion.objects.bulk_create(rows, ignore_conflicts=True)


def _keep_entries(export: Export, person: Person, owner: User) -> None:
    rows = [
        Entry(
            id=line.id,
            person=person,
            number=line.number,
            kind=line.kind,
            at=line.at,
            received_at=line.received_at,
            by=line.by,
            author=owner if line.author == "own" else None,
            replaces_id=line.replaces,
            data=line.data,
        )
        for line in export.entries
    ]
    Entry.objects.bulk_create(rows, batch_size=CHUNK)


def _keep_decisions(export: Export, person: Person) -> None:
    rows = [
        Decision(
            id=line.id,
            person=person,
            kind=line.kind,
            made_at=line.made_at,
            caused_by_id=line.caused_by,
            protocol_id=line.protocol,
            software=line.software,
            input=line.input,
            value=line.value,
            reasons=line.reasons,
        )
        for line in export.decisions
    ]
    Decision.objects.bulk_create(rows, batch_size=CHUNK)


def _after() -> None:
    """The next decision gets a number of its own."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Decision]):
            cursor.execute(statement)
