"""A program as it is practised: how it begins, goes on day by day, and stands in the day.

A `Practice` is the plan as `adaptation` knows it together with what it was made for: the cause, the
time for a session, and each exercise's place in the day. Everything here is pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.adaptation import adapt, away
from ischia.care.decision import Decision
from ischia.care.dose import Amount, minutes_of
from ischia.care.person import Person
from ischia.care.plan import AFTER_FLARE, FLARE, Change, Day, PlanItem, PlanState
from ischia.care.program import SLOTS, Plan, Planner, Prescription
from ischia.care.start import start
from ischia.protocol.model import Disposition, Protocol

BETWEEN = "between"
ONE = timedelta(days=1)


class Place(Struct, frozen=True, kw_only=True):
    """Where an exercise stands in the day, what for, and why. `entry` is the plan item's."""

    entry: str
    role: str
    slots: tuple[str, ...]
    why: tuple[str, ...] = ()


class Practice(Struct, frozen=True, kw_only=True):
    """The plan and what it was made for. Days up to and including `through` are settled.

    `stopped_on` is the day since which adaptation waits for a clinician; `made_for` the stage that
    the exercises were chosen for.
    """

    state: PlanState
    places: tuple[Place, ...]
    cause: str
    minutes: float | None
    begun: date
    through: date
    stopped_on: date | None = None
    made_for: str = ""


class Due(Struct, frozen=True, kw_only=True):
    """One exercise of a session as the plan has it now. Minutes for one session."""

    exercise: str
    entry: str
    role: str
    dose: Amount
    minutes: float
    why: tuple[str, ...]
    easier: str
    harder: str


def begin(planner: Planner, person: Person, day: date) -> Decision[Practice | None]:
    """The practice of a program; None without sessions. In a flare, the program for afterwards."""
    decision = planner.plan(person)
    first = lasting = decision.value
    if first.sessions and first.stage == FLARE:
        lasting = planner.plan(replace(person, stage=AFTER_FLARE)).value
    state = start(planner, person, replace(lasting, stage=first.stage))
    if state is None:
        return Decision(None, decision.reasons)
    practice = Practice(
        state=state,
        places=tuple(places_of(lasting)),
        cause=lasting.cause,
        minutes=person.minutes,
        begun=day,
        through=date.fromordinal(day.toordinal() - 1),
        made_for=lasting.stage,
    )
    return Decision(practice, decision.reasons)


def places_of(plan: Plan) -> Iterator[Place]:
    """Each exercise of a program with the sessions in which it stands."""
    found: dict[str, list[tuple[str, Prescription]]] = {}
    for session in plan.sessions:
        for item in session.items:
            found.setdefault(item.exercise, []).append((session.slot, item))
    for name, where in found.items():
        item = where[0][1]
        slots = tuple(slot for slot, _ in where)
        yield Place(entry=name, role=item.role, slots=slots, why=item.why)


def follow(
    protocol: Protocol, practice: Practice, days: Sequence[tuple[date, Day]], upto: date
) -> Decision[Practice]:
    """The practice after these days, with the changes of all of them, and the reasons of the
    last that had sessions or changed something.

    On days up to `upto` that are not among them exercise was not open: they count for nothing but
    a break.
    """
    after, changes, decision = practice, list[Change](), Decision(practice.state, ())
    for when, day in (*days, (upto + ONE, None)):
        closed = (when - after.through).days - 1
        if closed > 0:
            back = away(protocol, after.state, closed)
            decision = back if back.value.changes else decision
            changes.extend(back.value.changes)
            after = replace(after, state=back.value)
        if day is not None:
            lived = adapt(protocol, after.state, day)
            tells = day.sessions or lived.value.changes or not decision.reasons
            decision = lived if tells else decision
            changes.extend(lived.value.changes)
            after = _lived(after, when, lived.value)
    state = replace(after.state, changes=tuple(changes))
    through = max(upto, practice.through)
    return Decision(replace(after, state=state, through=through), decision.reasons)


def _lived(practice: Practice, when: date, state: PlanState) -> Practice:
    """The practice after a day on which exercise was open."""
    stopped = state.disposition is not Disposition.SELF_CARE
    stopped_on = (practice.stopped_on or when) if stopped else None
    through = max(when, practice.through)
    return replace(practice, state=state, through=through, stopped_on=stopped_on)


def sessions_of(protocol: Protocol, practice: Practice) -> dict[str, tuple[Due, ...]]:
    """What is due in each session of a day, in the plan's order.

    What is done oftener than there are sessions for it stands `between` them, once for all times.
    """
    places = {place.entry: place for place in practice.places}
    found: dict[str, list[Due]] = {}
    for item in practice.state.due:
        place = places.get(item.entry) or Place(entry=item.entry, role="", slots=SLOTS)
        due = _due(protocol, practice.state, item, place)
        for slot in place.slots[: item.times_a_day]:
            found.setdefault(slot, []).append(due)
        if item.times_a_day > len(place.slots):
            found.setdefault(BETWEEN, []).append(due)
    return {slot: tuple(found[slot]) for slot in (*SLOTS, BETWEEN) if slot in found}


def _due(protocol: Protocol, state: PlanState, item: PlanItem, place: Place) -> Due:
    exercise = protocol.exercises[item.exercise]
    forbidden = (*state.avoid, *state.avoid_in.get(state.stage, ()))

    def first(names: Iterable[str]) -> str:
        return next((name for name in names if name not in forbidden), "")

    return Due(
        exercise=item.exercise,
        entry=item.entry,
        role=place.role,
        dose=item.dose,
        minutes=round(minutes_of(exercise.dose, item.dose), 1),
        why=place.why,
        easier=first(exercise.regressions),
        harder=first(exercise.progressions),
    )
