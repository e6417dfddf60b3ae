"""What was told of each day, read back from sessions and mornings.

A year of entries is read once for as long as the server runs: entries are only ever added, and
what is new is read beside what is known. A correction, or another time zone, has all read again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date, datetime
from statistics import fmean
from threading import Lock
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from ischia.record import entries
from ischia.record.days import ONE
from ischia.record.facts import zone_of
from ischia.record.models import Entry, Person

MOST = 64
SECONDS_PER_MINUTE = 60
WALKS = ("walking", "water_walking")  # exercises that are walking
_KINDS = ("session", "check_in")
_COLUMNS = ("number", "id", "kind", "at", "replaces_id", "data")


class StoryDay(Struct, frozen=True, kw_only=True):
    """One day: what was told of it. None where nothing was."""

    day: date
    leg: float | None = None
    back: float | None = None
    zone: int | None = None
    sessions: float = 0
    form: float | None = None
    walked: float | None = None
    flare_felt: bool = False


class Fact(Struct, frozen=True, kw_only=True):
    """What one entry says of one day."""

    day: date
    pain: entries.Pain = entries.Pain()
    zone: int | None = None
    slot: str = ""
    share: float = 0
    form: float | None = None
    walked: float | None = None
    flare_felt: bool = False


class _Read(Struct, frozen=True):
    zone: str
    last: UUID
    upto: int
    facts: tuple[Fact, ...]
    days: tuple[StoryDay, ...]


_read: OrderedDict[UUID, _Read] = OrderedDict()
_lock = Lock()


def days_told(person: Person) -> tuple[StoryDay, ...]:
    """The days of which anything was told, the earliest first.

    Pain is that at rest: in the morning, and before a session. What a session does for an hour is
    not the course.
    """
    key, zone = UUID(str(person.pk)), zone_of(person)
    known = _read.get(key)
    if known is not None and not _holds(known, person, zone):
        known = None
    rows = _rows(person, 0 if known is None else known.upto)
    if known is not None and not rows:
        return known.days
    if any(row[4] is not None for row in rows):  # a correction: what it replaces is known
        known, rows = None, _rows(person, 0)
    before = () if known is None else known.facts
    facts = (*before, *(fact for row in rows for fact in _of(row, zone)))
    days = _by_day(facts)
    if rows:
        with _lock:
            _read[key] = _Read(zone.key, rows[-1][1], rows[-1][0], facts, days)
            while len(_read) > MOST:
                _read.popitem(last=False)
    return days


def _by_day(facts: Iterable[Fact]) -> tuple[StoryDay, ...]:
    found: dict[date, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.day, []).append(fact)
    return tuple(_one_day(day, found[day]) for day in sorted(found))


def _holds(known: _Read, person: Person, zone: ZoneInfo) -> bool:
    """Whether what was read was kept (a transaction may have been undone since), and its days are
    still those of the person's calendar."""
    there = Entry.objects.filter(pk=known.last, person=person, number=known.upto).exists()
    return there and known.zone == zone.key


def _rows(person: Person, upto: int) -> list[tuple[Any, ...]]:
    rows = Entry.objects.filter(person=person, kind__in=_KINDS, number__gt=upto)
    return list(rows.filter(replaced_by=None).order_by("number").values_list(*_COLUMNS))


def _of(row: tuple[Any, ...], zone: ZoneInfo) -> Iterable[Fact]:
    _, _, kind, at, _, data = row
    if kind == "session":
        yield _session(_day(at, zone), msgspec.convert(data, entries.Session))
        return
    told = msgspec.convert(data, entries.CheckIn)
    yield Fact(day=told.on, pain=told.pain, zone=told.zone, flare_felt=bool(told.flare_felt))
    if told.walked_minutes is not None:
        yield Fact(day=told.on - ONE, walked=told.walked_minutes)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def _session(day: date, done: entries.Session) -> Fact:
    walked = sum(item.seconds for item in done.items if item.exercise in WALKS)
    return Fact(
        day=day,
        pain=done.pain_before,
        zone=done.zone_before,
        slot=done.slot,
        share=done.done_share,
        form=done.form_score,
        walked=walked / SECONDS_PER_MINUTE if walked else None,
    )


def _one_day(day: date, facts: list[Fact]) -> StoryDay:
    shares: dict[str, float] = {}
    for fact in facts:
        if fact.slot:
            shares[fact.slot] = max(shares.get(fact.slot, 0), fact.share)
    walked = [fact.walked for fact in facts if fact.walked is not None]
    return StoryDay(
        day=day,
        leg=mean(fact.pain.leg for fact in facts),
        back=mean(fact.pain.back for fact in facts),
        zone=max((fact.zone for fact in facts if fact.zone is not None), default=None),
        sessions=sum(shares.values()),
        form=mean(fact.form for fact in facts),
        walked=sum(walked) if walked else None,
        flare_felt=any(fact.flare_felt for fact in facts),
    )


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is known, to one decimal; None where nothing is."""
    told = [value for value in values if value is not None]
    return round(fmean(told), 1) if told else None
