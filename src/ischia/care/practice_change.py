"""What changes a practice beside its days: other facts, room for more, the person's own wishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from ischia.care import easing
from ischia.care.decision import Decision, Reason
from ischia.care.dose import amount
from ischia.care.person import Person
from ischia.care.plan import (
    FLARE,
    Day,
    PlanItem,
    PlanState,
    eased,
    shrunk,
    swapped,
    top_level,
    work_of,
)
from ischia.care.practice import Place, Practice, places_of
from ischia.care.program import Plan, Planner
from ischia.care.raising import as_many_as_fit, room, within
from ischia.care.start import Refused, refused, start
from ischia.care.step import Step
from ischia.protocol.exercise import Exercise
from ischia.protocol.model import Protocol


def fits(practice: Practice, person: Person, limits: tuple[Refused, int]) -> bool:
    """Whether the practice is still made for what the person is and has now.

    `limits` are what is `refused` to the person, and their ceiling.
    """
    state = practice.state
    made_for = ((state.avoid, state.avoid_in), state.ceiling)
    return limits == made_for and _same_task(practice, person)


def _same_task(practice: Practice, person: Person) -> bool:
    return (practice.cause, practice.minutes) == (person.cause, person.minutes)


def made_anew(planner: Planner, practice: Practice, person: Person) -> Decision[Practice]:
    """The practice for changed facts: what may go on goes on as it was, the rest is chosen anew.

    New exercises begin at their start, as far as the weekly rise of work leaves room.
    """
    stage = practice.state.home if practice.state.stage == FLARE else practice.state.stage
    program = planner.plan(replace(person, stage=stage))
    step = _step_for(planner, practice, person)
    if _same_task(practice, person):
        step.items = [within(step, item) for item in step.items]
    else:
        _choose_again(planner, person, program.value, step)
    before, after = _names(practice.state.items), _names(step.items)
    step.change("program_changed", "", "program", before, after)
    step.end_recovery()
    places = {place.entry: place for place in (*practice.places, *places_of(program.value))}
    task = replace(practice, cause=person.cause, minutes=person.minutes, made_for=stage)
    return _changed(task, step, places.values(), program.reasons)


def for_stage(planner: Planner, practice: Practice, person: Person) -> Decision[Practice] | None:
    """The practice for a stage that has begun; None where it is made for the stage already.

    What stands on a ladder of the new program goes on at its dose; the rest is chosen anew, and
    what there is no room for yet is wanted. A flare, the way back from it, and the days after a red
    session change nothing.
    """
    state = practice.state
    if not practice.made_for or practice.made_for == state.stage:
        return None
    if state.stage == FLARE or not _may_add(planner.protocol, state):
        return None
    program = planner.plan(replace(person, stage=state.stage))
    fresh = start(planner, person, program.value)
    if fresh is None:
        return None
    step = _step_for(planner, practice, person)
    _follow_program(planner, fresh.items, step)
    missing = any(_new_to(planner, fresh.items, step))
    step.wants_exercise = missing
    before, after = _names(state.items), _names(step.items)
    if before != after:
        step.change("stage_program", "", "program", before, after)
    places = {place.entry: place for place in (*practice.places, *places_of(program.value))}
    return _changed(replace(practice, made_for=state.stage), step, places.values(), program.reasons)


def _may_add(protocol: Protocol, state: PlanState) -> bool:
    """Whether something new may be put in: not in a rest, on a way back, or soon after red."""
    if state.resting or state.recovery is not None:
        return False
    wait = protocol.parameter("red_wait_days")
    return state.last_red is None or state.days - state.last_red > wait


def _follow_program(planner: Planner, chosen: Iterable[PlanItem], step: Step) -> None:
    """Keep what a chosen exercise continues, put the others in as far as there is room."""
    wanted = list(chosen)
    kept = [i for i in step.items if any(_one_ladder(planner, i, item) for item in wanted)]
    new = [i for i in wanted if not any(_one_ladder(planner, item, i) for item in kept)]
    step.items = kept or step.items
    for item in new:
        if step.allowed(item.exercise) and len(as_many_as_fit(step, [*step.items, item])) > len(
            step.items
        ):
            _add(step, item)


def _one_ladder(planner: Planner, old: PlanItem, new: PlanItem) -> bool:
    """Whether one is the other, or the next easier or harder form of it."""
    exercise = planner.protocol.exercises[new.exercise]
    names = {exercise.id, *exercise.progressions, *exercise.regressions}
    return not names.isdisjoint((old.entry, old.exercise, *old.passed))


def _step_for(planner: Planner, practice: Practice, person: Person) -> Step:
    """A step on the practice as the person's facts now limit it."""
    always, in_stage = refused(planner, person)
    ceiling = planner.ceiling(person)
    items = tuple(replace(item, ceiling=ceiling) for item in practice.state.items)
    state = replace(practice.state, avoid=always, avoid_in=in_stage, ceiling=ceiling, items=items)
    return Step(planner.protocol, state, Day())


def _choose_again(planner: Planner, person: Person, plan: Plan, step: Step) -> None:
    fresh = start(planner, person, plan)
    chosen = fresh.items if fresh is not None else ()
    old = {item.exercise: item for item in step.items}
    step.items = [within(step, old[item.exercise]) for item in chosen if item.exercise in old]
    for item in chosen:
        if item.exercise not in old:
            _add(step, item)


def extend(planner: Planner, practice: Practice, person: Person) -> Decision[Practice] | None:
    """One exercise more, when adaptation has room for one; None when there is nothing to add."""
    state = practice.state
    if not state.wants_exercise or not _may_add(planner.protocol, state):
        return None
    program = planner.plan(replace(person, stage=state.stage))
    fresh = start(planner, person, program.value)
    step = Step(planner.protocol, state, Day())
    for item in _new_to(planner, fresh.items if fresh is not None else (), step):
        if not _add(step, item):
            continue
        step.wants_exercise = False
        step.change("add_exercise", item.exercise, "exercises", len(state.items), len(step.items))
        places = (*practice.places, *places_of(program.value))
        return _changed(practice, step, places, program.reasons)
    return None


def _new_to(planner: Planner, chosen: Iterable[PlanItem], step: Step) -> Iterator[PlanItem]:
    """Those of the chosen exercises that stand on no ladder of the plan."""
    ladder = {name for i in step.items for name in (i.entry, i.exercise, *i.passed)}
    for item in chosen:
        exercise = planner.protocol.exercises[item.exercise]
        near = {item.exercise, *exercise.progressions, *exercise.regressions}
        if near.isdisjoint(ladder) and step.allowed(item.exercise):
            yield item


def _add(step: Step, item: PlanItem) -> bool:
    """Put an exercise into the plan at its start, if there is room for its work."""
    exercise = step.protocol.exercises[item.exercise]
    start_dose = amount(exercise.dose, 0)
    limit = max(0.0, room(step)) / item.times_a_day
    dose = start_dose if not step.items else shrunk(exercise, start_dose, limit)
    if dose is None:
        return False
    step.items.append(replace(item, dose=dose))
    return True


def less(protocol: Protocol, practice: Practice, wishes: Mapping[str, float]) -> Decision[Practice]:
    """Less of some exercises: their share of the dose, 0 to leave one out."""
    step = Step(protocol, practice.state, Day(less=dict(wishes)))
    easing.want_less(step)
    return _changed(practice, step, practice.places, ())


def easier(protocol: Protocol, practice: Practice, exercise: str) -> Decision[Practice] | None:
    """An easier form of an exercise; None where there is none."""
    step = Step(protocol, practice.state, Day())
    index = _index(step, exercise)
    lower = None if index is None else eased(protocol, step.items[index], step.allowed)
    if index is None or lower is None:
        return None
    step.lower(index, lower, "person_easier", "level")
    return _changed(practice, step, practice.places, ())


def swap(
    protocol: Protocol, practice: Practice, exercise: str, to: str
) -> Decision[Practice] | None:
    """Another exercise in its place, one of `alternatives`; None where it is not one of them."""
    step = Step(protocol, practice.state, Day())
    index = _index(step, exercise)
    if index is None or to not in alternatives(protocol, practice, exercise):
        return None
    item = step.items[index]
    step.put(index, _swapped(protocol, item, to), "person_swap", "exercise")
    return _changed(practice, step, practice.places, ())


def _swapped(protocol: Protocol, item: PlanItem, to: str) -> PlanItem:
    """In the same place, from its start, with no more work than before."""
    new = protocol.exercises[to]
    now = work_of(protocol.exercises[item.exercise], item.dose)
    dose = amount(new.dose, 0)
    fitting = shrunk(new, dose, now) if now else dose
    return replace(swapped(protocol, item, to, fitting or dose), passed=())


def may_try(protocol: Protocol, practice: Practice, exercise: str) -> bool:
    """Whether an exercise outside the plan may be tried: no state rules it out, it goes in no
    direction that sends the pain down, and it is no heavier than the person's ceiling."""
    step, known = Step(protocol, practice.state, Day()), protocol.exercises[exercise]
    if step.forbidden(exercise) or step.direction(exercise) in step.lost:
        return False
    return known.load_level <= practice.state.ceiling


def alternatives(protocol: Protocol, practice: Practice, exercise: str) -> tuple[str, ...]:
    """What may stand in an exercise's place: of the same role and direction, and no heavier."""
    step = Step(protocol, practice.state, Day())
    index = _index(step, exercise)
    if index is None:
        return ()
    item, old = step.items[index], protocol.exercises[exercise]
    top = min(item.level, top_level(protocol, practice.state.ceiling, practice.state.stage, item))
    found = [e for e in protocol.exercises.values()
             if e.load_level <= top and _alike(old, e) and step.allowed(e.id)]  # fmt: skip
    return tuple(e.id for e in sorted(found, key=lambda e: (-e.load_level, e.id)))


def _alike(old: Exercise, new: Exercise) -> bool:
    same_direction = new.direction in (old.direction, "neutral")
    return not set(old.roles).isdisjoint(new.roles) and same_direction


def _index(step: Step, exercise: str) -> int | None:
    return next((n for n, item in enumerate(step.items) if item.exercise == exercise), None)


def _changed(
    practice: Practice, step: Step, places: Iterable[Place], reasons: Iterable[Reason]
) -> Decision[Practice]:
    """The practice after a step that is no day."""
    items = tuple(step.items)
    state = replace(
        step.state,
        items=items,
        changes=tuple(step.changes),
        recovery=step.recovery,
        wants_exercise=step.wants_exercise,
        work=step.work,
        slow_until=step.slow_until,
    )
    entries = {item.entry for item in items}
    kept = {place.entry: place for place in places if place.entry in entries}
    after = replace(practice, state=state, places=tuple(kept.values()))
    return Decision(after, tuple(dict.fromkeys((*step.reasons, *reasons))))


def _names(items: Iterable[PlanItem]) -> str:
    return ", ".join(item.exercise for item in items)
