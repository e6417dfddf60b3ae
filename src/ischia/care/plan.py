"""A person's plan as it stands: its exercises with their doses, and the counters behind it.

Work is in seconds a day: what the muscles and joints do, rests not counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.dose import SECONDS_PER_MINUTE, Amount, amount
from ischia.care.response import Light, Response
from ischia.protocol.exercise import Exercise
from ischia.protocol.model import Disposition, Protocol

HALF_MINUTE = 0.5
FLARE, AFTER_FLARE, MAINTAIN = "flare", "settle", "maintain"
DIRECTIONS = ("extension", "flexion", "side_glide", "rotation")
OPPOSITE = {"extension": "flexion", "flexion": "extension"}


class PlanItem(Struct, frozen=True, kw_only=True):
    """One exercise of the plan. It rests until day `rest_until` is over; `passed` led up to it.

    `entry` is the exercise that first held this place: it stays when the level changes. `stirred`
    counts the uneasy sessions in which it was named.
    """

    entry: str
    exercise: str
    level: int
    ceiling: int
    dose: Amount
    start: Amount
    goal: Amount
    times_a_day: int
    rest_until: int = 0
    passed: tuple[str, ...] = ()
    stirred: int = 0


Items = tuple[PlanItem, ...]
Allowed = Callable[[str], bool]


class Recovery(Struct, frozen=True, kw_only=True):
    """The way back after a flare: what it leads back to, and how far it has come.

    `easier` is a level below `before`, in full; `share` of it is done now.
    """

    before: Items
    easier: Items
    stage: str
    share: float
    since: int
    greens: int = 0


class Change(Struct, frozen=True, kw_only=True):
    """One thing that changed in the plan, and the rule that changed it."""

    exercise: str
    what: str
    before: str
    after: str
    rule: str
    text: str


class Unchanged(Struct, frozen=True):
    """Where a run of sessions without a change began: pain in leg and back, and the zone."""

    leg: float
    back: float
    zone: int


class Day(Struct, frozen=True, kw_only=True):
    """One day: its sessions, what the person wants less of (exercise to share of the dose, 0 to
    leave it out), whether a clinician has cleared them to go on, and the checked answers to the
    questionnaires of the day, by instrument."""

    sessions: tuple[Response, ...] = ()
    less: dict[str, float] = {}
    cleared: bool = False
    scores: dict[str, dict[str, int]] = {}


class PlanState(Struct, frozen=True, kw_only=True):
    """The plan for tomorrow and everything that the next step needs to know.

    `days` is how many days have passed; days are numbered from 1. `resting` counts the days of
    relative rest given in this flare, and `home` is the stage to come back to. `work` is the
    planned work of each of the last eight days; `idle` counts the days running on which no session
    was done that was due, None before the first. What to `avoid` never takes another
    exercise's place; `avoid_in` says what else is not done while the plan is in a stage.
    """

    stage: str
    items: Items
    ceiling: int
    avoid: tuple[str, ...] = ()
    avoid_in: dict[str, tuple[str, ...]] = {}
    green_items: Items
    work: tuple[float, ...]
    days: int = 0
    stage_days: int = 0
    disposition: Disposition = Disposition.SELF_CARE
    light: Light | None = None
    changes: tuple[Change, ...] = ()
    green_run: int = 0
    uneasy_run: int = 0
    central_run: int = 0
    unchanged_run: int = 0
    unchanged_from: Unchanged | None = None
    tingling_run: int = 0
    low_days: int = 0
    last_red: int | None = None
    last_raise: int | None = None
    last_changed: str = ""
    resting: int = 0
    home: str = AFTER_FLARE
    slow_until: int = 0
    flares: tuple[int, ...] = ()
    recovery: Recovery | None = None
    lost: tuple[str, ...] = ()
    trial: str = ""
    wants_exercise: bool = False
    idle: int | None = None
    history: tuple[tuple[Response, ...], ...] = ()
    greens: tuple[tuple[int, int], ...] = ()

    @property
    def due(self) -> Items:
        """The exercises to do tomorrow; none in a flare's rest or while a clinician is awaited."""
        if self.resting or self.disposition is not Disposition.SELF_CARE:
            return ()
        return tuple(item for item in self.items if item.rest_until <= self.days)


def new_item(
    protocol: Protocol, exercise_id: str, dose: Amount, ceiling: int, times: int
) -> PlanItem:
    """An exercise as it enters a plan, with the range that the protocol gives it."""
    exercise = protocol.exercises[exercise_id]
    return PlanItem(
        entry=exercise_id,
        exercise=exercise_id,
        level=exercise.load_level,
        ceiling=ceiling,
        dose=dose,
        start=amount(exercise.dose, 0),
        goal=goal_of(protocol, exercise, times),
        times_a_day=times,
    )


def goal_of(protocol: Protocol, exercise: Exercise, times: int) -> Amount:
    """The most of an exercise in one session. Walking and the like share their minutes of a day."""
    goal = amount(exercise.dose, 1)
    if exercise.kind != "aerobic":
        return goal
    return replace(
        goal, minutes=min(goal.minutes, protocol.parameter("walk_minutes_a_day") / times)
    )


def new_plan(
    protocol: Protocol,
    stage: str,
    ceiling: int,
    items: Items,
    avoid: tuple[str, ...] = (),
    avoid_in: Mapping[str, tuple[str, ...]] | None = None,
) -> PlanState:
    """A plan before its first day. In a flare the first day is one of rest.

    `avoid` and `avoid_in` come from the person's states: see `care.start`.
    """
    days = int(protocol.parameter("weekly_days")) + 1  # a stage may change the plan between two
    return PlanState(
        stage=stage,
        items=items,
        ceiling=ceiling,
        avoid=avoid,
        avoid_in=dict(avoid_in or {}),
        green_items=items,
        work=(total_work(protocol, items),) * days,
        resting=1 if stage == FLARE else 0,
        flares=(0,) if stage == FLARE else (),
    )


def work_of(exercise: Exercise, dose: Amount) -> float:
    """Seconds of work in one session. Lying down to ease the pain is rest, and no work."""
    return _units(dose) * unit_work(exercise, dose)


def unit_work(exercise: Exercise, dose: Amount) -> float:
    """Seconds of work that one repetition, or one minute, stands for, over all sets."""
    if exercise.kind == "relaxation":
        return 0.0
    return dose.sets * SECONDS_PER_MINUTE if dose.minutes else _seconds_per_count(exercise, dose)


def _units(dose: Amount) -> float:
    return dose.minutes or max(dose.reps, 1)


def _seconds_per_count(exercise: Exercise, dose: Amount) -> float:
    sides = 2 if dose.per_side else 1
    return dose.sets * sides * (dose.hold_s + exercise.dose.seconds_per_rep)


def item_work(protocol: Protocol, item: PlanItem) -> float:
    """Seconds of work a day."""
    return item.times_a_day * work_of(protocol.exercises[item.exercise], item.dose)


def total_work(protocol: Protocol, items: Iterable[PlanItem]) -> float:
    """Seconds of work a day, all exercises together."""
    return sum(item_work(protocol, item) for item in items)


def scaled(dose: Amount, share: float) -> Amount:
    """About this share of a dose, rounded down, and never to nothing."""
    if share >= 1:
        return dose
    if dose.minutes:
        less = math.floor(dose.minutes * share / HALF_MINUTE) * HALF_MINUTE
        return replace(dose, minutes=max(less, min(HALF_MINUTE, dose.minutes)))
    if dose.reps > 1:
        return replace(dose, reps=max(1, math.floor(dose.reps * share)))
    if dose.hold_s > 1:
        return replace(dose, hold_s=max(1, math.floor(dose.hold_s * share)))
    return replace(dose, sets=max(1, math.floor(dose.sets * share)))


def lower_of(one: Amount, other: Amount) -> Amount:
    """Part by part the smaller of two doses of the same exercise, timed or counted alike."""
    return replace(
        one,
        sets=min(one.sets, other.sets),
        reps=min(one.reps, other.reps),
        hold_s=min(one.hold_s, other.hold_s),
        minutes=min(one.minutes, other.minutes),
    )


def lessened(item: PlanItem, share: float, least: float) -> Amount:
    """This share of an item's dose, but not below the share `least` of the dose that it starts
    with, and never more than it is."""
    less = scaled(item.dose, share)
    if bool(item.start.minutes) != bool(item.dose.minutes):
        return less
    floor = scaled(item.start, least)
    kept = replace(less, reps=max(less.reps, floor.reps), minutes=max(less.minutes, floor.minutes))
    return lower_of(kept, item.dose)


def shrunk(exercise: Exercise, dose: Amount, limit_s: float) -> Amount | None:
    """The dose cut so that its work is at most `limit_s` seconds; None where it cannot be."""
    if work_of(exercise, dose) <= limit_s:
        return dose
    if dose.minutes:
        units = math.floor(limit_s / dose.sets / SECONDS_PER_MINUTE / HALF_MINUTE)
        return replace(dose, minutes=units * HALF_MINUTE) if units else None
    reps = math.floor(limit_s / _seconds_per_count(exercise, dose))
    if reps:
        return replace(dose, reps=reps)
    if dose.sets > 1:
        return shrunk(exercise, replace(dose, sets=1), limit_s)
    bare = replace(dose, reps=1, hold_s=0)
    room = limit_s - work_of(exercise, bare)
    sides = 2 if dose.per_side else 1
    return replace(bare, hold_s=math.floor(room / sides)) if room >= 0 else None


def swapped(protocol: Protocol, item: PlanItem, exercise_id: str, dose: Amount) -> PlanItem:
    """The item with another exercise of the same ladder in its place."""
    exercise = protocol.exercises[exercise_id]
    return replace(
        item,
        exercise=exercise_id,
        level=exercise.load_level,
        dose=dose,
        start=amount(exercise.dose, 0),
        goal=goal_of(protocol, exercise, item.times_a_day),
    )


def eased(protocol: Protocol, item: PlanItem, allowed: Allowed) -> PlanItem | None:
    """The item one level lower with no more work than now; None where there is no lower level.

    `allowed` says which exercises may take its place.
    """
    for name in _easier(protocol, item):
        if not allowed(name):
            continue
        exercise = protocol.exercises[name]
        goal = amount(exercise.dose, 1)
        alike = bool(goal.minutes) == bool(item.dose.minutes)
        dose = amount(exercise.dose, 0)
        if alike:
            dose = lower_of(goal, item.dose)
        fitting = shrunk(exercise, dose, work_of(protocol.exercises[item.exercise], item.dose))
        if fitting is not None:
            passed = item.passed[: item.passed.index(name)] if name in item.passed else ()
            return replace(swapped(protocol, item, name, fitting), passed=passed)
    return None


def _easier(protocol: Protocol, item: PlanItem) -> list[str]:
    """Lighter exercises of the ladder, the nearest level first."""
    names = (*protocol.exercises[item.exercise].regressions, *reversed(item.passed))
    lighter = [name for name in names if protocol.exercises[name].load_level < item.level]
    return sorted(dict.fromkeys(lighter), key=lambda name: -protocol.exercises[name].load_level)


def top_level(protocol: Protocol, ceiling: int, stage: str, item: PlanItem) -> int:
    """The highest load level that this item may have now."""
    return min(item.ceiling, ceiling, protocol.stages[stage].load_ceiling)
