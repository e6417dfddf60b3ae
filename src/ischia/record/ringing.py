"""When a calendar may ring: not on days of rest that are known, and not for what is not asked for.

A calendar looks only now and then, so that it can know less than the reminder in the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from ischia.record.daily import MAY_EXERCISE
from ischia.record.days import ONE
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.practices import current
from ischia.record.shown import Today


class Ringing(Struct, frozen=True):
    """The sessions that ring, each with the days on which it does not."""

    silent: dict[str, tuple[date, ...]]


def ringing(person: Person, today: Today, chosen: Iterable[str]) -> Ringing:
    """Which of the `chosen` sessions ring, and when not.

    While safety questions are open they ring: the questions come first, and then the session.
    While a clinician is awaited nothing does, until a calendar looks again.
    """
    if today.needs_check:
        return Ringing(dict.fromkeys(chosen, ()))
    if today.disposition not in MAY_EXERCISE or not today.sessions:
        return Ringing({})
    if any(session.gentle for session in today.sessions):
        return Ringing(dict.fromkeys(chosen, rest_days(person, today)))
    asked = {s.slot: (today.day,) if s.done is not None else () for s in today.sessions}
    slots = list(chosen)
    meant = [slot for slot in slots if slot in asked] or slots
    return Ringing({slot: asked.get(slot, ()) for slot in meant})


def rest_days(person: Person, today: Today) -> tuple[date, ...]:
    """The days of a flare's rest that are known, from today on."""
    now = current(person)
    rested = 1 if now is None else max(1, now.practice.state.resting)
    left = int(knowledge().protocol.parameter("flare_rest_days")) - rested
    return tuple(today.day + n * ONE for n in range(1 + max(0, left)))
