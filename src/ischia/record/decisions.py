"""Keeping a decision: its input whole, its value, its reasons, and by which knowledge."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from importlib.metadata import version

from ischia.care.decision import Reason
from ischia.record.keep import plain
from ischia.record.knowledge import Knowledge, keep_protocol
from ischia.record.models import Decision, Entry, Person
from ischia.record.remembered import once

CHECK, PROGRAM, PRACTICE, ADAPTATION = "check", "program", "practice", "adaptation"
SOFTWARE = version("ischia")


class MustKeepError(Exception):
    """Something is to be kept, and so far one was only reading."""


_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading() -> Generator[None]:
    """Within this, keeping a decision raises `MustKeepError` instead."""
    token = _only_reading.set(True)
    try:
        yield
    finally:
        _only_reading.reset(token)


def keep_decision(
    person: Person,
    kind: str,
    *,
    given: object,
    value: object,
    reasons: Iterable[Reason],
    by: Knowledge,
    at: datetime,
    caused_by: Entry | None = None,
) -> Decision:
    """Keep one decision. `given` must be all that it was made from."""
    if _only_reading.get():
        raise MustKeepError
    decision = Decision(
        person=person,
        kind=kind,
        made_at=at,
        input=plain(given),
        value=plain(value),
        reasons=plain(tuple(reasons)),
        protocol_id=keep_protocol(by, at=at),
        software=SOFTWARE,
        caused_by=caused_by,
    )
    decision.save()
    return decision


def last_decision(person: Person, *kinds: str) -> Decision | None:
    """The latest decision of these kinds. What it was made from is read only when asked for."""

    def read() -> Decision | None:
        rows = Decision.objects.filter(person=person, kind__in=kinds).order_by("-pk")
        return rows.defer(*(() if CHECK in kinds else ("input",))).first()

    return once(("last", person.pk, kinds), read)
