"""A day's sessions never hold more exercises than the stage allows, also after a setback."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.dose import amount
from ischia.care.plan import Day, PlanItem, PlanState, new_item, new_plan, total_work
from ischia.care.response import Pain, Response
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()
GOOD = Response(
    pain_before=Pain(2, 2), pain_after=Pain(2, 2), pain_next_morning=Pain(2, 2),
    zone_before=3, zone_after=3, zone_next_morning=3, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
FLARE = replace(GOOD, flare_felt=True)
BACK = replace(GOOD, zone_after=2, zone_next_morning=2)
MANY = ("bridge", "bird_dog_leg", "clam", "calf_stretch", "heel_slide", "sit_to_stand", "walking")


def item(name: str, times: int = 2) -> PlanItem:
    return new_item(PROTOCOL, name, amount(PROTOCOL.exercises[name].dose, 0), 4, times)


def follow(state: PlanState, days: Sequence[Sequence[Response]]) -> list[PlanState]:
    states: list[PlanState] = []
    for day in days:
        state = adapt(PROTOCOL, state, Day(sessions=tuple(day))).value
        states.append(state)
    return states


def in_sessions(state: PlanState) -> int:
    """How often an exercise stands in the day's two sessions, all together."""
    return sum(min(due.times_a_day, 2) for due in state.due)


def test_after_a_flare_no_more_exercises_than_settling_allows_and_then_all_again() -> None:
    start = new_plan(PROTOCOL, "restore", 4, tuple(map(item, MANY)))
    assert in_sessions(start) == 14  # six and a walk, twice a day
    states = follow(start, [[FLARE], [], [], *[[GOOD]] * 4])
    resumed, restored = states[2], states[-1]
    assert resumed.stage == "settle"
    assert in_sessions(resumed) == 8  # three and one, twice a day
    assert [due.entry for due in resumed.due] == [*MANY[:3], "walking"]  # and the walk stays
    assert total_work(PROTOCOL, resumed.due) <= total_work(PROTOCOL, start.due) / 2
    assert restored.stage == "restore"
    assert restored.items == start.items


def test_a_direction_is_not_done_more_often_where_a_session_is_full() -> None:
    """Three and one in the morning; in the evening another exercise stands for the direction."""
    full = tuple(map(item, ("heel_slide", "clam", "walking")))
    direction, other = item("prone_on_elbows", 1), item("calf_stretch", 1)
    start = new_plan(PROTOCOL, "settle", 2, (*full, direction, other))
    assert in_sessions(start) == 8
    for state in follow(start, [[BACK], [BACK], [BACK], [BACK]]):
        assert in_sessions(state) <= 8
    roomy = new_plan(PROTOCOL, "settle", 2, (*full, direction))
    often = follow(roomy, [[BACK], [BACK]])[-1]
    assert [due.times_a_day for due in often.due] == [2, 2, 2, 2]
