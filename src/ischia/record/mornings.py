"""What the person told last, so that a morning without news is told in one tap."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from msgspec import Struct

from ischia.record import entries
from ischia.record.facts import day_of, kept
from ischia.record.models import Entry, Person

LATEST = timedelta(days=14)  # what is older is no yesterday


class LastTold(Struct, frozen=True):
    """Pain and reach as they were told last, on which day."""

    day: date
    pain: entries.Pain
    zone: int | None


def flare_told(person: Person, on: date, at: datetime) -> bool:
    """Whether that morning was called a flare already, so that telling it again is no other one."""
    told = kept(person, "check_in", entries.CheckIn, since=at - LATEST)
    return any(row.is_.on == on and row.is_.flare_felt for row in told)


def last_told(person: Person, at: datetime) -> LastTold | None:
    """The last morning, or the start of the last session if that is later; None without either,
    or when something is missing in it."""
    rows = Entry.objects.filter(
        person=person, kind__in=("check_in", "session"), replaced_by=None, at__gte=at - LATEST
    )
    row = rows.order_by("-at", "-number").first()
    if row is None:
        return None
    if row.kind == "check_in":
        morning = msgspec.convert(row.data, entries.CheckIn)
        found = LastTold(morning.on, morning.pain, morning.zone)
    else:
        done = msgspec.convert(row.data, entries.Session)
        found = LastTold(day_of(person, row.at), done.pain_before, done.zone_before)
    whole = None not in (found.pain.leg, found.pain.back, found.zone)
    return found if whole else None
