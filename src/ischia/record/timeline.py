"""The plan over time, read back from the decisions: stages, flares, and every change with its day.

Decisions are never changed, so what was read of them once is remembered for as long as the server
runs: a year of them is read only once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from ischia.care.plan import AFTER_FLARE, FLARE, Change
from ischia.protocol.model import Disposition
from ischia.record.decisions import ADAPTATION, PRACTICE
from ischia.record.models import Decision, Person

MOST = 64
_COLUMNS = (
    "pk", "kind", "value__through", "value__state__stage", "value__state__resting",
    "value__state__disposition", "value__state__changes",
)  # fmt: skip


class Step(Struct, frozen=True, kw_only=True):
    """The plan as one decision left it, from the day after `through` on."""

    through: date
    stage: str
    resting: bool
    stopped: bool
    changes: tuple[Change, ...]


class Flare(Struct, frozen=True, kw_only=True):
    """A flare: the first and last day of relative rest; `over` is False while it lasts."""

    start: date
    end: date
    over: bool


class Read(Struct, frozen=True):
    """What was read of a person's decisions, up to and including the last one's number."""

    upto: int
    steps: tuple[Step, ...]


_read: OrderedDict[UUID, Read] = OrderedDict()
_lock = Lock()


def steps_of(person: Person) -> tuple[Step, ...]:
    """Every step of the person's plan, the earliest first."""
    key = UUID(str(person.pk))
    known = _read.get(key)
    made = Decision.objects.filter(person=person, kind__in=(PRACTICE, ADAPTATION))
    rows = made.exclude(value=None).order_by("pk").values_list(*_COLUMNS)
    new = list(rows.filter(pk__gte=0 if known is None else known.upto))
    if known is not None and (not new or new[0][0] != known.upto):
        known, new = None, list(rows)  # what was read was not kept: a transaction was undone
    elif known is not None:
        del new[0]
    if known is not None and not new:
        return known.steps
    before = () if known is None else known.steps
    steps = (*before, *_steps(new))
    if new:
        with _lock:
            _read[key] = Read(new[-1][0], steps)
            while len(_read) > MOST:
                _read.popitem(last=False)
    return steps


def _steps(rows: Iterable[tuple[Any, ...]]) -> tuple[Step, ...]:
    return tuple(
        Step(
            through=date.fromisoformat(through),
            stage=stage,
            resting=bool(resting),
            stopped=disposition != Disposition.SELF_CARE.value,
            changes=msgspec.convert(changes, tuple[Change, ...]),
        )
        for _, _, through, stage, resting, disposition, changes in rows
    )


def flares_of(steps: Iterable[Step], today: date) -> tuple[Flare, ...]:
    """The flares, the earliest first. One that began and ended between two visits is told by its
    change alone."""
    found: list[Flare] = []
    start: date | None = None
    for step in steps:
        if step.resting and start is None:
            start = step.through
        elif not step.resting and start is not None:
            found.append(Flare(start=start, end=max(start, step.through), over=True))
            start = None
        elif not step.resting and any(c.rule == "flare_rest" for c in step.changes):
            found.append(Flare(start=step.through, end=step.through, over=True))
    if start is not None:
        found.append(Flare(start=start, end=today, over=False))
    return tuple(found)


def stages_of(steps: Iterable[Step]) -> tuple[tuple[date, str], ...]:
    """The stages with the day on which each was reached; a flare is no stage of its own here."""
    found: list[tuple[date, str]] = []
    for step in steps:
        stage = AFTER_FLARE if step.stage == FLARE and not found else step.stage
        if stage != FLARE and (not found or found[-1][1] != stage):
            found.append((step.through, stage))
    return tuple(found)
