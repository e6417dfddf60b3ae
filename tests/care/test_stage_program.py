"""When a stage begins, the exercises are chosen for it: kept what goes on, added what is new."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from ischia.care.combinations import PASSED
from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.plan import Day, total_work
from ischia.care.practice import Practice, begin, follow
from ischia.care.practice_change import for_stage
from ischia.care.program import Planner
from ischia.care.raising import room
from ischia.care.response import Pain, Response
from ischia.care.step import Step
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()
PLANNER = Planner(PROTOCOL)
MONDAY = date(2026, 3, 2)
STEADY_FOUR = Response(
    pain_before=Pain(4, 2), pain_after=Pain(4, 2), pain_next_morning=Pain(4, 2),
    zone_before=3, zone_after=3, zone_next_morning=3, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
CAUSES = ("lumbar_disc_herniation", "lumbar_spinal_stenosis", "piriformis_syndrome", "unknown")


def person(cause: str, stage: str = "settle") -> Person:
    return Person(
        screening=Decision(PASSED, ()), answers={}, cause=cause, stage=stage, states=(),
        equipment=None, minutes=None,
    )  # fmt: skip


def begun(cause: str) -> Practice:
    practice = begin(PLANNER, person(cause), MONDAY).value
    assert practice is not None
    return practice


def lived(practice: Practice, stage: str) -> Practice:
    """Good days, with pain that stays at 4, until the stage begins."""
    for number in range(60):
        on = MONDAY + timedelta(days=number)
        day = Day(sessions=(STEADY_FOUR, STEADY_FOUR))
        practice = follow(PROTOCOL, practice, [(on, day)], on).value
        if practice.state.stage == stage:
            return practice
    raise AssertionError(f"{stage} was not reached")


@pytest.mark.parametrize("cause", CAUSES)
def test_a_new_stage_brings_its_own_exercises(cause: str) -> None:
    before = lived(begun(cause), "restore")
    found = for_stage(PLANNER, before, person(cause))
    assert found is not None
    after = found.value
    own = {i.exercise for s in PLANNER.plan(person(cause, "restore")).value.sessions
           for i in s.items}  # fmt: skip
    names = {i.exercise for i in after.state.items}
    new = names - {i.exercise for i in before.state.items}
    assert new
    assert new <= own
    assert {place.entry for place in after.places} == {i.entry for i in after.state.items}


@pytest.mark.parametrize("cause", CAUSES)
def test_what_goes_on_keeps_its_dose_and_the_weekly_rise_holds(cause: str) -> None:
    before = lived(begun(cause), "restore")
    found = for_stage(PLANNER, before, person(cause))
    assert found is not None
    old = {i.exercise: i for i in before.state.items}
    kept = [i for i in found.value.state.items if i.exercise in old]
    assert all(old[i.exercise].dose == i.dose for i in kept)
    least = min(before.state.work)
    free = PROTOCOL.parameter("weekly_free_minutes") * 60
    most = max((1 + PROTOCOL.parameter("weekly_rise")) * least, free)
    was = total_work(PROTOCOL, before.state.due)
    assert total_work(PROTOCOL, found.value.state.due) <= max(most, was) + 1e-6


def test_it_is_done_once_and_not_in_a_flare() -> None:
    cause = "lumbar_disc_herniation"
    same = begun(cause)
    assert for_stage(PLANNER, same, person(cause)) is None
    reached = lived(same, "restore")
    found = for_stage(PLANNER, reached, person(cause))
    assert found is not None
    assert for_stage(PLANNER, found.value, person(cause)) is None
    felt = replace(STEADY_FOUR, flare_felt=True)
    on = reached.through + timedelta(days=1)
    resting = follow(PROTOCOL, reached, [(on, Day(sessions=(felt,)))], on).value
    assert for_stage(PLANNER, resting, person(cause)) is None


def test_nothing_new_comes_within_two_days_of_a_red_session() -> None:
    before = lived(begun("unknown"), "restore")
    days, wait = before.state.days, int(PROTOCOL.parameter("red_wait_days"))
    for since in range(wait + 1):
        soon = replace(before, state=replace(before.state, last_red=days - since))
        assert for_stage(PLANNER, soon, person("unknown")) is None
    late = replace(before, state=replace(before.state, last_red=days - wait - 1))
    assert for_stage(PLANNER, late, person("unknown")) is not None


def test_the_rise_is_measured_against_the_least_of_the_whole_week_before() -> None:
    before = lived(begun("unknown"), "restore")
    now = total_work(PROTOCOL, before.state.items)
    least = 0.9 * now
    raised = replace(before.state, work=(least, *(now,) * 7))
    found = for_stage(PLANNER, replace(before, state=raised), person("unknown"))
    assert found is not None
    most = (1 + PROTOCOL.parameter("weekly_rise")) * least
    free = PROTOCOL.parameter("weekly_free_minutes") * 60
    assert total_work(PROTOCOL, found.value.state.items) <= max(most, free, now)


def test_what_rests_keeps_its_place_in_the_work() -> None:
    state = begun("unknown").state
    used = replace(state, work=(total_work(PROTOCOL, state.items),) * 8)
    awake = room(Step(PROTOCOL, used, Day()))
    first, *others = used.items
    asleep = replace(used, items=(replace(first, rest_until=used.days + 3), *others))
    assert room(Step(PROTOCOL, asleep, Day())) == pytest.approx(awake)


def test_a_stop_for_danger_counts_as_red_for_what_is_new() -> None:
    practice = begun("unknown")
    danger = replace(STEADY_FOUR, danger=True)
    after = follow(PROTOCOL, practice, [(MONDAY, Day(sessions=(danger,)))], MONDAY).value
    assert after.state.last_red == after.state.days
