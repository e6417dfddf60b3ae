"""What tingling that grows and pain that draws back do to a plan, and how plateaus are told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.dose import amount
from ischia.care.plan import Day, PlanItem, PlanState, new_item, new_plan
from ischia.care.response import PAINS, Pain, Response
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PROTOCOL = load_protocol()
GOOD = Response(
    pain_before=Pain(3, 2), pain_after=Pain(3, 2), pain_next_morning=Pain(3, 2),
    zone_before=4, zone_after=4, zone_next_morning=4, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
TINGLES = replace(GOOD, tingling=1, settled_within_hours=10)
PASSES = replace(GOOD, tingling=1, settled_within_hours=0.1)
PULLS = "hamstring_supine_towel"


def item(name: str) -> PlanItem:
    return new_item(PROTOCOL, name, amount(PROTOCOL.exercises[name].dose, 0), 4, 2)


def plan() -> PlanState:
    return new_plan(PROTOCOL, "strengthen", 3, tuple(map(item, ("bridge", PULLS, "walking"))))


def follow(state: PlanState, days: Sequence[Sequence[Response]]) -> list[PlanState]:
    states: list[PlanState] = []
    for day in days:
        state = adapt(PROTOCOL, state, Day(sessions=tuple(day))).value
        states.append(state)
    return states


def reasons(state: PlanState, days: Sequence[Sequence[Response]], rule: str) -> list[int]:
    """The days, from 0, on which a rule of adaptation was given as a reason."""
    found: list[int] = []
    for number, day in enumerate(days):
        decision = adapt(PROTOCOL, state, Day(sessions=tuple(day)))
        state = decision.value
        if any(reason.rule == rule for reason in decision.reasons):
            found.append(number)
    return found


def test_what_pulls_on_the_nerve_rests_when_tingling_grew_and_stayed() -> None:
    assert "nerve_tension" in PROTOCOL.exercises[PULLS].features
    (state,) = follow(plan(), [[TINGLES]])
    assert PULLS not in {due.exercise for due in state.due}
    assert "walking" in {due.exercise for due in state.due}


def test_tingling_that_passes_leaves_the_stretch_in_the_plan() -> None:
    (state,) = follow(plan(), [[PASSES]])
    assert PULLS in {due.exercise for due in state.due}


def test_tingling_on_two_days_running_asks_for_a_clinician() -> None:
    one, two = follow(plan(), [[TINGLES], [TINGLES]])
    assert one.disposition is Disposition.SELF_CARE
    assert two.disposition is Disposition.CLINICIAN_FIRST
    assert two.due == ()
    assert follow(plan(), [[TINGLES], [GOOD], [TINGLES]])[-1].due  # it had passed between


def test_after_a_clearance_the_days_of_tingling_are_counted_anew() -> None:
    stopped = follow(plan(), [[TINGLES], [TINGLES]])[-1]
    cleared = adapt(PROTOCOL, stopped, Day(cleared=True)).value
    assert cleared.disposition is Disposition.SELF_CARE
    once = adapt(PROTOCOL, cleared, Day(sessions=(TINGLES,))).value
    assert once.disposition is Disposition.SELF_CARE


USUAL = [[GOOD, GOOD]] * 4


@pytest.mark.parametrize(
    ("leg", "zone", "flare"),
    [(1, 1, False), (3, 1, True), (1, 4, True)],
    ids=["leg easier and pain nearer", "leg as before", "pain as far down as before"],
)
def test_a_sorer_back_is_no_flare_while_the_pain_draws_back(
    leg: float,
    zone: int,
    flare: bool,
) -> None:
    before = Pain(leg, 4)
    sore = replace(GOOD, pain_before=before, pain_after=before, pain_next_morning=before,
                   zone_before=zone, zone_after=zone, zone_next_morning=zone)  # fmt: skip
    state = follow(plan(), [*USUAL, [sore]])[-1]
    assert (state.stage == "flare") is flare


def test_a_plateau_is_told_once_and_again_after_weeks() -> None:
    days = [[GOOD, GOOD]] * 40
    assert reasons(plan(), days, "look_again") == [5, 33]


def test_pain_that_falls_slowly_is_no_plateau() -> None:
    """From 5 to 1 by a half a day: never ten sessions within a point of where they began."""
    falling = (5, 4.5, 4, 3.5, 3, 2.5, 2, 1.5, 1)
    pains = [{name: Pain(leg, 2) for name in PAINS} for leg in falling]
    days = [[replace(GOOD, **pain)] * 2 for pain in pains]
    assert reasons(plan(), days, "look_again") == []
