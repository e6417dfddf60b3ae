"""What the entries say, read back: answers, diagnosis, clearances, sessions, settings.

Entries are read in the order of when they were so. One that another replaces does not count; of an
entry with several answers, only those that the new one gives anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db.models import QuerySet
from msgspec import Struct

from ischia.care.recheck import Given
from ischia.record.entries import Clearance, Diagnosis, Payload, Setting
from ischia.record.models import Entry, Person
from ischia.record.remembered import once

P = TypeVar("P", bound=Payload)
Row = tuple[UUID, str, datetime, Any]  # id, kind, at, data
COLUMNS = ("id", "kind", "at", "data")
SELDOM = (
    "clearance", "diagnosis", "habits", "look_back", "missed", "put_off", "questionnaire",
    "reminders", "setting", "yearly",
)  # fmt: skip


class Said(Struct, frozen=True):
    """One answer with where it stands in the record."""

    given: Given
    entry: UUID


class Answered(Struct, frozen=True):
    """The last answer to each question, in all entries up to and including number `upto`."""

    said: dict[str, Said]
    upto: int


class Told(Struct, frozen=True):
    """The last diagnosis, what the person has and wants now, and every clearance."""

    diagnosis: Diagnosis | None
    setting: Setting
    clearances: tuple[tuple[datetime, Clearance], ...]


class Recent(Struct, frozen=True):
    """Something told of a session or a morning, as it is kept."""

    id: UUID
    kind: str
    at: datetime
    data: dict[str, Any]


class Kept(Struct, Generic[P], frozen=True):
    """A payload with the entry that holds it, and its day by the person's calendar."""

    id: UUID
    at: datetime
    day: date
    is_: P


def zone_of(person: Person) -> ZoneInfo:
    """The person's time zone; without one that there is, this computer's."""
    try:
        return ZoneInfo(person.time_zone or settings.TIME_ZONE)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


def day_of(person: Person, at: datetime) -> date:
    """The day by the person's calendar."""
    return at.astimezone(zone_of(person)).date()


def kept(
    person: Person, name: str, kind: type[P], *, since: datetime | None = None
) -> list[Kept[P]]:
    """The entries of one kind that count, the earliest first."""
    zone = zone_of(person)
    return [
        Kept(entry, at, at.astimezone(zone).date(), msgspec.convert(data, kind))
        for entry, _, at, data in _rows(person, name, since)
    ]


def last_kept(person: Person, name: str, kind: type[P]) -> P | None:
    """The last entry of a kind, for kinds whose last stands in place of those before."""
    rows = _rows(person, name, None)
    return msgspec.convert(rows[-1][3], kind) if rows else None


def _rows(person: Person, name: str, since: datetime | None) -> list[Row]:
    if name in SELDOM:
        return [r for r in _seldom(person) if r[1] == name and (since is None or r[2] >= since)]
    rows = _counting(person).filter(kind=name)
    return list((rows if since is None else rows.filter(at__gte=since)).values_list(*COLUMNS))


def _seldom(person: Person) -> list[Row]:
    """All that is entered seldom, read at once: a page shows much of it."""

    def read() -> list[Row]:
        return list(_counting(person).filter(kind__in=SELDOM).values_list(*COLUMNS))

    return once(("seldom", person.pk), read)


def _counting(person: Person) -> QuerySet[Entry]:
    return Entry.objects.filter(person=person, replaced_by=None).order_by("at", "number")


def answers_of(person: Person, since: Answered | None = None) -> Answered:
    """The last answer to each question; `since` is what was read before, which is not read again.

    A correction stands where the slip stood.
    """
    upto = since.upto if since is not None else 0
    said = dict(since.said) if since is not None else {}
    columns = ("id", "at", "replaces_id", "number", "data__answers")
    rows = list(
        Entry.objects.filter(person=person, kind="answers", number__gt=upto)
        .order_by("number")
        .values_list(*columns)
    )
    when = _stands(person, [row[:3] for row in rows])
    zone = zone_of(person)
    for at, place in sorted((when[row[0]], place) for place, row in enumerate(rows)):
        entry, _, _, _, answers = rows[place]
        for finding, value in answers.items():
            before = said.get(finding)
            if before is None or at >= before.given.at:
                said[finding] = Said(Given(value, at.astimezone(zone).date(), at), entry)
    return Answered(said, max((row[3] for row in rows), default=upto))


def _stands(person: Person, rows: list[tuple[UUID, datetime, UUID | None]]) -> dict[UUID, datetime]:
    """When each entry stands: a correction where the first slip of its kind stood."""
    known = {entry: (at, slip) for entry, at, slip in rows}
    while missing := {slip for _, slip in known.values() if slip is not None} - known.keys():
        found = Entry.objects.filter(person=person, pk__in=missing)
        known.update({e: (at, s) for e, at, s in found.values_list("id", "at", "replaces_id")})
    when: dict[UUID, datetime] = {}
    for entry, at, slip in rows:
        while slip is not None:
            earlier, slip = known[slip]
            at = min(at, earlier)
        when[entry] = at
    return when


def corrections(person: Person) -> dict[tuple[UUID, str], object]:
    """What should have been said, by the entry and the finding where something else was."""
    rows = Entry.objects.filter(person=person, kind="answers", replaces__isnull=False)
    found: dict[tuple[UUID, str], object] = {}
    came_from: dict[UUID, UUID] = {}
    for entry, replaces, answers in rows.order_by("number").values_list(
        "id", "replaces_id", "data__answers"
    ):
        came_from[entry] = replaces
        origin: UUID | None = replaces
        while origin is not None:
            found.update({(origin, finding): value for finding, value in answers.items()})
            origin = came_from.get(origin)
    return found


def told_of(person: Person) -> Told:
    """What was said of diagnosis, clearances and settings."""
    diagnosis: Diagnosis | None = None
    clearances: list[tuple[datetime, Clearance]] = []
    now: dict[str, object] = {}
    for _, kind, at, data in _seldom(person):
        if kind == "diagnosis":
            diagnosis = msgspec.convert(data, Diagnosis)
        elif kind == "clearance":
            clearances.append((at, msgspec.convert(data, Clearance)))
        elif kind == "setting":
            if data.get("usual_minutes"):
                now.pop("minutes", None)
            now.update({name: value for name, value in data.items() if value is not None})
    return Told(diagnosis, msgspec.convert(now, Setting), tuple(clearances))


def recent_of(person: Person, since: datetime) -> tuple[Recent, ...]:
    """What was told of sessions and mornings since then, the earliest first."""
    told = _counting(person).filter(kind__in=("session", "response", "check_in"), at__gte=since)
    return tuple(Recent(*row) for row in told.values_list(*COLUMNS))


def unsettled_at(recent: Iterable[Recent]) -> datetime | None:
    """The last moment at which the person told of a flare, a bad night or a danger sign."""
    told = ("flare_felt", "danger", "bad_night")
    bad = (
        row.at
        for row in recent
        if any(row.data.get(name) for name in told) or row.data.get("stopped") == "danger"
    )
    return max(bad, default=None)
