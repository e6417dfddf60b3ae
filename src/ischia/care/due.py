"""Which questionnaire is due: at most one at a time, and none soon after the last.

When each is asked (`every_weeks`), which comes first (`order`), and how long none is asked after
one was answered stand in the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.outcomes import score
from ischia.protocol.instrument import Instrument
from ischia.protocol.model import Protocol


class Answered(Struct, frozen=True, kw_only=True):
    """One instrument as it was answered on a day."""

    day: date
    answers: dict[str, int]


class Asked(Struct, frozen=True, kw_only=True):
    """What was asked so far: answers by instrument, the earliest first; the day until which each
    was put off; and which pain the person tells day by day (`leg`, `back`)."""

    answered: Mapping[str, Sequence[Answered]] = {}
    put_off: Mapping[str, date] = {}
    told: frozenset[str] = frozenset()


def due(protocol: Protocol, begun: date, asked: Asked, today: date) -> Decision[str]:
    """The instrument to offer today, or "" when none is due. `begun` is the program's first day."""
    rest = protocol.parameters["questionnaire_rest_days"]
    last = max((a.day for all_ in asked.answered.values() for a in all_), default=None)
    if last is not None and (today - last).days < rest.value:
        return Decision("", (reason_of(rest, rest.text, ()),))
    if any(until > today for until in asked.put_off.values()):
        put_off = protocol.parameters["questionnaire_put_off_days"]
        return Decision("", (reason_of(put_off, put_off.text, ()),))
    found = [i for i in protocol.instruments.values() if _open(protocol, i, begun, asked, today)]
    if not found:
        return Decision("", ())
    first = min(found, key=lambda i: (_last(i, asked) or date.min, i.order, i.id))
    return Decision(first.id, (_why(first),))


def follow_on(instrument: Instrument, answers: Mapping[str, int]) -> str:
    """The longer instrument that these answers lead to, or ""."""
    follow = instrument.leads_to
    value = score(instrument, answers).value.value
    if follow is None or value is None or value < follow.at_least:
        return ""
    return follow.instrument


def _why(instrument: Instrument) -> Reason:
    return reason_of(instrument, instrument.instruction, ())


def _open(
    protocol: Protocol, instrument: Instrument, begun: date, asked: Asked, today: date
) -> bool:
    """Whether its day has come and it was not answered since."""
    if instrument.told_by and instrument.told_by in asked.told:
        return False
    since = max(_days(protocol, instrument, begun, asked, today), default=None)
    last = _last(instrument, asked)
    return since is not None and (last is None or last < since)


def _days(
    protocol: Protocol, instrument: Instrument, begun: date, asked: Asked, today: date
) -> Iterator[date]:
    """The days on which it was due: by the calendar, and after a shorter one that led to it."""
    for weeks in instrument.every_weeks:
        day = begun + timedelta(weeks=weeks)
        if day <= today:
            yield day
    for name, shorter in protocol.instruments.items():
        led = shorter.leads_to is not None and shorter.leads_to.instrument == instrument.id
        for one in asked.answered.get(name, ()) if led else ():
            if follow_on(shorter, one.answers):
                yield one.day


def _last(instrument: Instrument, asked: Asked) -> date | None:
    """When it was last answered."""
    return max((a.day for a in asked.answered.get(instrument.id, ())), default=None)
