"""Walking in a plan: how far it grows, what asks for it, and that it is not lost."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.dose import amount
from ischia.care.plan import Day, PlanItem, PlanState, new_item, new_plan
from ischia.care.response import Pain, Response
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()
GOOD = Response(
    pain_before=Pain(2, 2), pain_after=Pain(2, 2), pain_next_morning=Pain(2, 2),
    zone_before=3, zone_after=3, zone_next_morning=3, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip


def item(name: str, **dose: float) -> PlanItem:
    given = replace(amount(PROTOCOL.exercises[name].dose, 0), **dose)
    return new_item(PROTOCOL, name, given, 4, 2)


def plan(*items: PlanItem, stage: str = "restore") -> PlanState:
    return new_plan(PROTOCOL, stage, 3, items)


def follow(state: PlanState, days: Sequence[Sequence[Response]]) -> PlanState:
    for day in days:
        state = adapt(PROTOCOL, state, Day(sessions=tuple(day))).value
    return state


def walked(state: PlanState) -> float:
    """Minutes a day."""
    walk = next(item for item in state.items if item.exercise == "walking")
    return walk.dose.minutes * walk.times_a_day


def test_walking_grows_to_half_an_hour_a_day_and_no_further() -> None:
    state = plan(item("walking"))
    assert walked(state) == 10
    longest = max(
        walked(state := adapt(PROTOCOL, state, Day(sessions=(GOOD, GOOD))).value)
        for _ in range(120)
    )
    assert longest == 30


def test_who_walks_little_stays_in_the_stage_until_more_is_walked() -> None:
    """A week of good sessions; the walk is held back so that nothing else differs."""
    few, enough = (item("walking", minutes=minutes) for minutes in (6.5, 7.5))
    for walk, stage in ((few, "restore"), (enough, "strengthen")):
        held = replace(walk, goal=walk.dose)
        assert follow(plan(held), [[GOOD, GOOD]] * 8).stage == stage


def test_a_plan_without_walking_is_not_held_back_by_it() -> None:
    assert follow(plan(item("bridge")), [[GOOD, GOOD]] * 8).stage == "strengthen"


def test_two_sessions_in_a_week_are_no_good_week() -> None:
    enough = item("walking", minutes=8)
    rare = [[], [], [], [GOOD], [], [], [], [GOOD]]
    assert follow(plan(enough), rare).stage == "restore"
    once_a_day = [[GOOD]] * 8
    assert follow(plan(enough), once_a_day).stage == "strengthen"


def test_sessions_of_which_little_is_done_are_no_good_week() -> None:
    enough = item("walking", minutes=8)
    partly = replace(GOOD, done_share=0.2)
    assert follow(plan(enough), [[partly, partly]] * 10).stage == "restore"


def test_a_last_day_half_done_does_not_make_a_good_week() -> None:
    """All seven were green, and five and two fifths of seven is less than four fifths."""
    enough, partly = item("walking", minutes=8), replace(GOOD, done_share=0.2)
    assert follow(plan(enough), [*[[GOOD]] * 5, [partly], [partly]]).stage == "restore"
    assert follow(plan(enough), [*[[GOOD]] * 5, [partly], [GOOD]]).stage == "strengthen"
