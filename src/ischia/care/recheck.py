"""Which answers still count, and which are asked again: weekly, and before a session.

An answer to a danger question counts for `screening_current_days`, or longer where it hardly
changes (`rechecks/weekly`). After something unsettling, such as a flare or a bad night, the answers
to the short form (`rechecks/before_session`) count only if they were given since. What bears on no
danger does not age here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial

from msgspec import Struct

from ischia.care.asking import danger_findings
from ischia.protocol.model import Protocol
from ischia.protocol.recheck import BEFORE_SESSION, WEEKLY


class Given(Struct, frozen=True):
    """An answer: its value, the day by the person's calendar, and the moment."""

    value: object
    day: date
    at: datetime


class Counting(Struct, frozen=True):
    """The answers that still count, in the shape that `read_facts` takes; those to be asked again
    because of their age (`weekly`) or because of what happened since (`before_session`)."""

    answers: dict[str, object]
    weekly: tuple[str, ...]
    before_session: tuple[str, ...]


Recheck = Callable[[Mapping[str, Given], date, datetime | None], Counting]


def compile_recheck(protocol: Protocol) -> Recheck:
    """A function `recheck(given, today, unsettled)`, prepared for this protocol.

    `unsettled` is the moment of the last flare, bad night or danger sign, if there was one.
    """
    usual = int(protocol.parameter("screening_current_days"))
    keep = protocol.rechecks[WEEKLY].keep
    days = {finding: keep.get(finding, usual) for finding in danger_findings(protocol)}
    short = frozenset(protocol.rechecks[BEFORE_SESSION].ask)
    return partial(_recheck, days, short, usual)


def _recheck(
    days: Mapping[str, int],
    short: frozenset[str],
    usual: int,
    given: Mapping[str, Given],
    today: date,
    unsettled: datetime | None,
) -> Counting:
    answers: dict[str, object] = {}
    weekly: list[str] = []
    before_session: list[str] = []
    for finding, answer in given.items():
        age = (today - answer.day).days
        if finding in days and age > days[finding]:
            weekly.append(finding)
        elif finding in short and unsettled is not None and answer.at < unsettled:
            before_session.append(finding)
        elif finding in days and days[finding] <= usual:
            answers[finding] = {"value": answer.value, "at": answer.day.isoformat()}
        else:
            answers[finding] = answer.value  # kept for longer than a screening stays current
    return Counting(answers, tuple(weekly), tuple(before_session))
