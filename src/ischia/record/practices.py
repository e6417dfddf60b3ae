"""A person's practice on what is kept: begun, settled day by day, made anew when facts change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from ischia.care import practice_change
from ischia.care.decision import Decision
from ischia.care.plan import Day
from ischia.care.practice import Practice, begin, follow
from ischia.record.days import ONE, Diary, day_from, diary_of
from ischia.record.decisions import ADAPTATION, PRACTICE, keep_decision, last_decision
from ischia.record.entries import Choice
from ischia.record.keep import plain
from ischia.record.knowledge import Knowledge, knowledge
from ischia.record.models import Decision as DecisionRow
from ischia.record.models import Entry, Person
from ischia.record.open_days import open_days
from ischia.record.programs import Basis, person_on


class Current(Struct, frozen=True):
    """The practice as it was last decided, and that decision."""

    practice: Practice
    row: DecisionRow


def current(person: Person) -> Current | None:
    """The practice that the person is on, if there is one."""
    row = last_decision(person, PRACTICE, ADAPTATION)
    if row is None or row.value is None:
        return None
    return Current(msgspec.convert(row.value, Practice), row)


def practice_on(by: Knowledge, given: dict[str, Any]) -> Decision[Practice | None]:
    """What a practice decision decides, from its whole input; the pure part, as it is replayed."""
    step = given["step"]
    if step == "begin":
        person = person_on(by, msgspec.convert(given["basis"], Basis))
        return begin(by.planner, person, date.fromisoformat(given["day"]))
    practice = msgspec.convert(given["practice"], Practice)
    if step == "choice":
        return _chosen(by, practice, msgspec.convert(given["choice"], Choice))
    person = person_on(by, msgspec.convert(given["basis"], Basis))
    if step in ("extend", "stage"):
        change = practice_change.extend if step == "extend" else practice_change.for_stage
        found = change(by.planner, practice, person)
        return Decision(practice, ()) if found is None else Decision(found.value, found.reasons)
    anew = practice_change.made_anew(by.planner, practice, person)
    return Decision(anew.value, anew.reasons)


def _chosen(by: Knowledge, practice: Practice, choice: Choice) -> Decision[Practice | None]:
    protocol, name = by.protocol, choice.exercise
    if choice.want in ("less", "leave_out"):
        share = choice.share if choice.want == "less" else 0.0
        found = practice_change.less(protocol, practice, {name: share})
    elif choice.want == "easier":
        found = practice_change.easier(protocol, practice, name)
    else:
        found = practice_change.swap(protocol, practice, name, choice.to)
    return Decision(None, ()) if found is None else Decision(found.value, found.reasons)


def keep_practice(
    person: Person, given: Mapping[str, object], at: datetime, caused_by: Entry | None = None
) -> Current | None:
    """Decide on the practice and keep it; None when nothing came of it."""
    by = knowledge()
    decision = practice_on(by, plain(given))
    if decision.value is None:
        return None
    row = keep_decision(
        person,
        PRACTICE,
        given=given,
        value=decision.value,
        reasons=decision.reasons,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return Current(decision.value, row)


def adaptation_on(by: Knowledge, given: dict[str, Any]) -> Decision[Practice]:
    """What an adaptation decides, from its whole input; the pure part, as it is replayed."""
    days = [(date.fromisoformat(day["on"]), msgspec.convert(day["day"], Day))
            for day in given["days"]]  # fmt: skip
    practice, upto = msgspec.convert(given["practice"], Practice), date.fromisoformat(given["upto"])
    return follow(by.protocol, practice, days, upto)


def settle(
    person: Person,
    upto: date,
    at: datetime,
    *,
    cleared: bool = False,
    again: bool = False,
    caused_by: Entry | None = None,
) -> Current | None:
    """The practice with every day up to and including `upto` taken in; None without one.

    `cleared` says of the last of them that a clinician has looked; `again` takes `upto` in once
    more when it is settled already, for what cannot wait until tomorrow.
    """
    now = current(person)
    if now is None or not (now.practice.through < upto or again):
        return now
    diary = diary_of(person, at)
    days = days_to_settle(person, now.practice, diary, upto, again=again)
    given = settled_input(now.practice, diary, days, upto, cleared=cleared)
    by = knowledge()
    decision = adaptation_on(by, plain(given))
    row = keep_decision(
        person,
        ADAPTATION,
        given=given,
        value=decision.value,
        reasons=decision.reasons,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return Current(decision.value, row)


def days_to_settle(
    person: Person, practice: Practice, diary: Diary, upto: date, *, again: bool = False
) -> list[date]:
    """The days up to `upto` that count: those on which exercise was open, or was done."""
    days = _days(practice.through + ONE, upto)
    told = {upto} if again else {diary.counts_for(session.day) for session in diary.sessions}
    return sorted({*open_days(person, days), *told.intersection(days), *({upto} & told)})


def settled_input(
    practice: Practice, diary: Diary, days: Sequence[date], upto: date, *, cleared: bool
) -> dict[str, object]:
    """All that an adaptation over these days is made from; it settles everything up to `upto`."""
    parts: list[dict[str, object]] = []
    took: list[UUID] = []
    for index, when in enumerate(days):
        last = index == len(days) - 1
        settled = day_from(diary, when, late=index == 0, cleared=cleared and last)
        parts.append({"on": when, "day": settled.day})
        took += [entry for entry in settled.took if entry not in took]
    return {"practice": practice, "days": parts, "took": took, "upto": upto}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
