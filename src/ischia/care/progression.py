"""The things that can go up on an exercise, in their fixed order: amount, hold, sets, level.

`left` is the work that may be added, in seconds a day; a rise that does not fit is made smaller.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.dose import amount
from ischia.care.plan import (
    HALF_MINUTE,
    Allowed,
    PlanItem,
    item_work,
    shrunk,
    swapped,
    unit_work,
    work_of,
)
from ischia.protocol.model import Protocol

Rise = Callable[[Protocol, PlanItem, float, int, Allowed], PlanItem | None]


class Variable(Struct, frozen=True):
    """One thing that can go up: how far it has come (0 to 1), and the next step of it."""

    rule: str
    what: str
    reached: Callable[[PlanItem], float]
    rise: Rise


def _raise_amount(
    protocol: Protocol,
    item: PlanItem,
    left: float,
    top: int,  # noqa: ARG001
    allowed: Allowed,  # noqa: ARG001
) -> PlanItem | None:
    dose = item.dose
    each = item.times_a_day * unit_work(protocol.exercises[item.exercise], dose)
    room = left / each if each else math.inf
    if dose.minutes:
        step = min(protocol.parameter("step_minutes"), item.goal.minutes - dose.minutes)
        more = math.floor(min(step, room) / HALF_MINUTE) * HALF_MINUTE
        return _with(item, minutes=dose.minutes + more) if more > 0 else None
    step = min(protocol.parameter("step_repetitions"), item.goal.reps - dose.reps)
    more = math.floor(min(step, room))
    return _with(item, reps=dose.reps + more) if more > 0 else None


def _raise_hold(
    protocol: Protocol,
    item: PlanItem,
    left: float,
    top: int,  # noqa: ARG001
    allowed: Allowed,  # noqa: ARG001
) -> PlanItem | None:
    dose = item.dose
    if dose.minutes or dose.reps < item.goal.reps:
        return None
    step = min(protocol.parameter("step_hold_s"), item.goal.hold_s - dose.hold_s)
    sides = 2 if dose.per_side else 1
    room = left / (item.times_a_day * dose.sets * sides * max(dose.reps, 1))
    more = math.floor(min(step, room))
    return _with(item, hold_s=dose.hold_s + more) if more > 0 else None


def _raise_sets(
    protocol: Protocol,
    item: PlanItem,
    left: float,
    top: int,  # noqa: ARG001
    allowed: Allowed,  # noqa: ARG001
) -> PlanItem | None:
    """One set more of fewer repetitions, so that about as much is done as before."""
    dose = item.dose
    sets = dose.sets + 1
    if sets > item.goal.sets or not _full(item):
        return None
    share = dose.sets / sets
    reps = max(min(dose.reps, 1), math.floor(dose.reps * share))
    minutes = math.floor(dose.minutes * share / HALF_MINUTE) * HALF_MINUTE
    minutes = max(minutes, min(dose.minutes, HALF_MINUTE))
    higher = _with(item, sets=sets, reps=reps, minutes=minutes)
    fits = item_work(protocol, higher) - item_work(protocol, item) <= left
    return higher if fits else None


def _raise_level(
    protocol: Protocol, item: PlanItem, left: float, top: int, allowed: Allowed
) -> PlanItem | None:
    """The next exercise of the ladder, a level heavier, from its start."""
    if item.level >= top or item.dose.sets < item.goal.sets or not _full(item):
        return None
    names = protocol.exercises[item.exercise].progressions
    ladder = [protocol.exercises[name] for name in names if allowed(name)]
    now = work_of(protocol.exercises[item.exercise], item.dose)
    for exercise in ladder:
        if exercise.load_level != item.level + 1:
            continue
        limit = now + left / item.times_a_day
        dose = shrunk(exercise, amount(exercise.dose, 0), limit)
        if dose is not None:
            passed = (*item.passed, item.exercise)
            return replace(swapped(protocol, item, exercise.id, dose), passed=passed)
    return None


def _full(item: PlanItem) -> bool:
    """Whether the amount and the hold have reached their goals."""
    dose, goal = item.dose, item.goal
    return dose.reps >= goal.reps and dose.minutes >= goal.minutes and dose.hold_s >= goal.hold_s


def _with(item: PlanItem, **parts: float) -> PlanItem:
    return replace(item, dose=replace(item.dose, **parts))


def _reached(name: str, item: PlanItem) -> float:
    goal = getattr(item.goal, name)
    return getattr(item.dose, name) / goal if goal else 1.0


def _amount_reached(item: PlanItem) -> float:
    return _reached("minutes" if item.dose.minutes else "reps", item)


def _level_reached(item: PlanItem) -> float:
    return item.level / item.ceiling


VARIABLES = (
    Variable("progress_amount", "amount", _amount_reached, _raise_amount),
    Variable("progress_hold", "hold", partial(_reached, "hold_s"), _raise_hold),
    Variable("progress_sets", "sets", partial(_reached, "sets"), _raise_sets),
    Variable("progress_level", "level", _level_reached, _raise_level),
)
