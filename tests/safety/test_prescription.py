"""Controls of prescription and dosing in the hazard log that no other test shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.combinations import EVERY_CAUSE, PASSED, exercises_of
from ischia.care.decision import Decision
from ischia.care.dose import amount
from ischia.care.evaluate import Answers
from ischia.care.person import Person
from ischia.care.plan import Day, PlanState, new_item, new_plan
from ischia.care.program import Plan, Planner
from ischia.care.response import Pain, Response
from ischia.protocol.exercise import STAGES, Exercise
from ischia.protocol.lint_programs import check_programs
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PROTOCOL = load_protocol()
PLANNER = Planner(PROTOCOL)
GOOD = Response(
    pain_before=Pain(2, 2), pain_after=Pain(2, 2), pain_next_morning=Pain(2, 2),
    zone_before=3, zone_after=3, zone_next_morning=3, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
FLARE = replace(GOOD, flare_felt=True)
RED = replace(GOOD, pain_after=Pain(6, 2), settled_within_hours=2)
ALL = frozenset(thing for e in PROTOCOL.exercises.values() for thing in e.equipment)


def plan_for(
    cause: str, stage: str, *states: str, answers: Answers | None = None, minutes: float = 240
) -> Plan:
    """All the time and equipment there is, so that nothing is left out for want of it."""
    person = Person(
        screening=Decision(PASSED, ()), answers=answers or {}, cause=cause, stage=stage,
        states=states, minutes=minutes, equipment=ALL,
    )  # fmt: skip
    return PLANNER.plan(person).value


def programs(*states: str) -> Iterator[Plan]:
    for cause, stage in itertools.product(EVERY_CAUSE, STAGES):
        yield plan_for(cause, stage, *states)


# --- the right exercises ---


def test_a_leg_that_may_give_way_never_stands_alone() -> None:
    for plan in programs("balance_impaired"):
        for name in exercises_of(plan):
            assert "single_leg_or_asymmetric" not in PROTOCOL.exercises[name].features


def test_with_high_blood_pressure_there_is_no_long_hold_and_no_unasked_effort() -> None:
    for plan in programs("uncontrolled_hypertension"):
        for name in exercises_of(plan):
            features = set(PROTOCOL.exercises[name].features)
            assert not features & {"isometric_or_breath_hold", "head_below_heart", "aerobic"}


def test_a_new_hip_is_never_bent_past_a_right_angle() -> None:
    for plan in programs("hip_replacement_precautions"):
        for name in exercises_of(plan):
            assert "hip_past_90_or_rotated" not in PROTOCOL.exercises[name].features


def bends(exercise: Exercise) -> bool:
    """Bending forward, or rocking into it. Lying with the legs up is rest, and bends nothing."""
    loaded = "loaded_or_end_range_flexion" in exercise.features
    forward = exercise.direction == "flexion" and exercise.kind != "relaxation"
    return forward or loaded or exercise.id == "cat_camel"


@pytest.mark.parametrize("stage", ["flare", "settle", "restore", "strengthen"])
def test_with_a_disc_the_morning_does_not_bend(stage: str) -> None:
    """Bending in the first hours after waking loads the disc most (Snook 1998)."""
    morning = plan_for("lumbar_disc_herniation", stage).sessions[0]
    assert morning.slot == "morning"
    assert [i.exercise for i in morning.items if bends(PROTOCOL.exercises[i.exercise])] == []


def test_who_is_eased_by_bending_may_bend_in_the_morning_all_the_same() -> None:
    """The body's answer outranks the clock, as it outranks the cause."""
    answers: Answers = {"repeated_flexion_response": "centralises"}
    plan = plan_for("lumbar_disc_herniation", "restore", answers=answers)
    assert bends(PROTOCOL.exercises[plan.sessions[0].items[0].exercise])


@pytest.mark.parametrize("exercise", PROTOCOL.exercises.values(), ids=lambda e: e.id)
def test_every_exercise_says_how_and_when_to_stop(exercise: Exercise) -> None:
    assert "common" in exercise.stop_if  # what is an emergency for everybody
    assert len(exercise.steps) >= 3
    assert exercise.source
    for fault in exercise.faults:
        assert fault.text
        assert fault.cue


@pytest.mark.parametrize("name", ["prone_press_up", "bird_dog", "heel_slide"])
def test_the_lint_finds_a_position_that_a_state_forbids_and_nobody_answers(name: str) -> None:
    """Lying on the front or the back, or kneeling, is forbidden to some: by feature or by name."""
    assert list(check_programs(PROTOCOL)) == []
    bare = replace(PROTOCOL.exercises[name], features=(), cautions=())
    broken = replace(PROTOCOL, exercises={**PROTOCOL.exercises, name: bare})
    found = [fault for fault in check_programs(broken) if fault.item == name]
    assert any("it is done" in fault.text for fault in found)


# --- the right amount ---

REST_DAYS = int(PROTOCOL.parameter("flare_rest_days"))
days = st.builds(
    Day,
    sessions=st.lists(st.sampled_from([GOOD, GOOD, RED, FLARE]), max_size=2).map(tuple),
    cleared=st.sampled_from([False, False, True]),
)


def start(stage: str = "restore") -> PlanState:
    names = ("bridge", "clam", "walking")
    doses = {name: amount(PROTOCOL.exercises[name].dose, 0) for name in names}
    items = tuple(new_item(PROTOCOL, name, doses[name], 3, 2) for name in names)
    return new_plan(PROTOCOL, stage, 3, items)


@given(st.sampled_from(["restore", "flare"]), st.lists(days, max_size=40))
@settings(max_examples=200, deadline=None)
def test_relative_rest_never_lasts_longer_than_two_days(stage: str, diary: list[Day]) -> None:
    """Then there is something to do again, or a clinician is asked for."""
    state = start(stage)
    rested = 1 if state.resting else 0
    for day in diary:
        state = adapt(PROTOCOL, state, day).value
        rested = rested + 1 if state.resting else 0
        assert rested <= REST_DAYS
        if not state.resting and state.disposition is Disposition.SELF_CARE:
            resting = [item for item in state.items if item.rest_until > state.days]
            assert state.due or resting == list(state.items)


def test_half_of_what_went_well_after_a_flare() -> None:
    state = start()
    before = {item.entry: item.dose for item in state.items}
    for day in (Day(sessions=(FLARE,)), Day(), Day()):
        state = adapt(PROTOCOL, state, day).value
    for item in state.due:
        assert item.dose.reps * 2 <= before[item.entry].reps or not before[item.entry].reps
        assert item.dose.minutes * 2 <= before[item.entry].minutes or not item.dose.minutes


def test_the_opposite_direction_is_not_tried_where_it_is_forbidden() -> None:
    extension = [e.id for e in PROTOCOL.exercises.values() if e.direction == "extension"]
    dose = amount(PROTOCOL.exercises["double_knee_to_chest"].dose, 0)
    items = (new_item(PROTOCOL, "double_knee_to_chest", dose, 3, 2),)
    spread = replace(GOOD, zone_after=4, settled_within_hours=1)
    free, bound = (
        adapt(PROTOCOL, new_plan(PROTOCOL, "restore", 3, items, avoid), Day(sessions=(spread,)))
        for avoid in ((), tuple(extension))
    )
    assert (free.value.trial, bound.value.trial) == ("extension", "")
    assert "retest_direction" not in {reason.rule for reason in bound.reasons}


@pytest.mark.parametrize("cause", EVERY_CAUSE)
def test_a_session_is_no_longer_and_no_heavier_than_its_stage_allows(cause: str) -> None:
    for stage in PROTOCOL.stages.values():
        plan = plan_for(cause, stage.id, minutes=stage.session_minutes)
        for session in plan.sessions:
            assert session.minutes <= stage.session_minutes + 0.1
            assert len(session.items) <= stage.max_exercises + stage.max_aerobic
            for item in session.items:
                assert PROTOCOL.exercises[item.exercise].load_level <= stage.load_ceiling


def test_no_decision_reads_the_published_course() -> None:
    """The planner, the adaptation and the screening come out the same without it."""
    without = replace(PROTOCOL, courses={})
    person = Person(screening=Decision(PASSED, ()), answers={}, stage="restore")
    assert Planner(without).plan(person) == PLANNER.plan(person)
    state = start()
    for day in (Day(sessions=(GOOD, GOOD, GOOD)), Day(sessions=(FLARE,)), Day()):
        assert adapt(without, state, day) == adapt(PROTOCOL, state, day)
        state = adapt(PROTOCOL, state, day).value
