"""The program on what is kept: what the planner is given, and how it is decided again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.check import Check
from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.person import UNKNOWN, Person
from ischia.care.program import Plan
from ischia.protocol.model import Disposition
from ischia.record.checks import Looked, decide, is_cleared
from ischia.record.knowledge import Knowledge


class Basis(Struct, frozen=True, kw_only=True):
    """All that a program is made from, as it is kept. `waiting` are the rules of earlier checks and
    `stopped` what adaptation found that a clinician has not cleared yet: there is no program then.
    """

    answers: dict[str, Any]
    today: date
    cause: str = UNKNOWN
    stage: str = ""
    states: tuple[str, ...] = ()
    equipment: tuple[str, ...] | None = None
    minutes: float | None = None
    cleared: bool = False
    waiting: tuple[str, ...] = ()
    stopped: Disposition | None = None


def basis_of(looked: Looked, today: date) -> Basis:
    """What is kept, as the planner needs it."""
    diagnosis, setting = looked.told.diagnosis, looked.told.setting
    return Basis(
        answers=looked.counting.answers,
        today=today,
        cause=diagnosis.cause if diagnosis else UNKNOWN,
        states=setting.states or (),
        equipment=None if setting.equipment is None else tuple(sorted(setting.equipment)),
        minutes=setting.minutes,
        cleared=is_cleared(looked),
        waiting=tuple(sorted(looked.standing.waiting)),
    )


def person_on(by: Knowledge, basis: Basis) -> Person:
    """The planner's person, from the basis alone."""
    return _person(decide(by, basis.answers, basis.today), basis)


def person_for(looked: Looked, basis: Basis) -> Person:
    """The same, where the check on these answers has been made already."""
    return _person(looked.check, basis)


def _person(check: Check, basis: Basis) -> Person:
    return Person(
        screening=check.screening,
        answers=check.answers,
        cause=basis.cause,
        stage=basis.stage,
        states=basis.states,
        equipment=None if basis.equipment is None else frozenset(basis.equipment),
        minutes=basis.minutes,
        cleared=basis.cleared,
    )


def plan_on(by: Knowledge, basis: Basis) -> Decision[Plan]:
    """The pure part, as it is replayed."""
    decision = by.planner.plan(person_on(by, basis))
    stops = (*waiting_reasons(by, basis.waiting), *_stop_reasons(by, basis.stopped))
    if not stops:
        return decision
    return Decision(replace(decision.value, sessions=(), direction=""), stops)


def waiting_reasons(by: Knowledge, rules: Iterable[str]) -> tuple[Reason, ...]:
    """What earlier checks found that waits for a clinician."""
    flags = by.protocol.red_flags
    return tuple(reason_of(flags[rule], flags[rule].text, ()) for rule in rules if rule in flags)


def _stop_reasons(by: Knowledge, stopped: Disposition | None) -> tuple[Reason, ...]:
    if stopped is None:
        return ()
    text = by.protocol.dispositions[stopped]
    return (reason_of(text, text.headline, ()),)
