"""Each invariant stays 0 with the shipped rules, and is counted when a rule is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lives import SHIPPED, live
from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.plan import Day, PlanItem, PlanState, new_item
from ischia.care.response import Light, Response
from ischia.population.invariants import INVARIANTS
from ischia.population.rules import Adapt, Rules
from ischia.protocol.model import Disposition, Protocol


def changed(after: Callable[[PlanState, Day, PlanState], PlanState]) -> Adapt:
    """The real adaptation with its result spoilt."""

    def spoilt(protocol: Protocol, state: PlanState, day: Day) -> Decision[PlanState]:
        decision = adapt(protocol, state, day)
        return Decision(after(state, day, decision.value), decision.reasons)

    return spoilt


def misled(tell: Callable[[Day], Day]) -> Adapt:
    """The real adaptation that hears something else than what was said."""
    return lambda protocol, state, day: adapt(protocol, state, tell(day))


def with_parameters(**values: float) -> Protocol:
    parameters = dict(SHIPPED.parameters)
    for name, value in values.items():
        parameters[name] = replace(parameters[name], value=value)
    return replace(SHIPPED, parameters=parameters, version="spoilt")


def without_contraindications() -> Protocol:
    states = {name: replace(state, actions={}) for name, state in SHIPPED.states.items()}
    exercises = {n: replace(e, cautions=()) for n, e in SHIPPED.exercises.items()}
    return replace(SHIPPED, states=states, exercises=exercises, version="spoilt")


def with_long_sessions() -> Protocol:
    stages = {
        name: replace(stage, max_exercises=12, session_minutes=90)
        for name, stage in SHIPPED.stages.items()
    }
    return replace(SHIPPED, stages=stages, version="spoilt")


def all_items(state: PlanState, change: Callable[[PlanItem], PlanItem]) -> PlanState:
    return replace(state, items=tuple(change(item) for item in state.items))


def more(item: PlanItem) -> PlanItem:
    dose = item.dose
    return replace(item, dose=replace(dose, sets=dose.sets + 1))


def heavier(item: PlanItem) -> PlanItem:
    heavy = new_item(SHIPPED, "single_leg_bridge", item.dose, 5, 2)
    return replace(heavy, entry=item.entry)


def hears(**changes: object) -> Callable[[Day], Day]:
    def tell(day: Day) -> Day:
        return replace(day, sessions=tuple(replace(r, **changes) for r in day.sessions))

    return tell


def unspread(day: Day) -> Day:
    def still(response: Response) -> Response:
        zone = response.zone_before
        return replace(response, zone_after=zone, zone_next_morning=zone)

    return replace(day, sessions=tuple(map(still, day.sessions)))


def in_pain(day: Day) -> bool:
    return any((response.pain_after.leg or 0) >= 4 for response in day.sessions)


BROKEN: dict[str, Rules] = {
    "contraindicated_exercise": Rules(SHIPPED, without_contraindications()),
    "load_above_ceiling": Rules(
        SHIPPED, SHIPPED, changed(lambda _before, _day, after: all_items(after, heavier))
    ),
    "progress_after_red": Rules(
        SHIPPED,
        SHIPPED,
        changed(lambda _, __, a: all_items(a, more) if a.light is Light.RED else a),
    ),
    "worse_gave_more": Rules(
        SHIPPED,
        SHIPPED,
        changed(lambda _, day, after: all_items(after, more) if in_pain(day) else after),
    ),
    "session_without_screening": Rules(SHIPPED, with_parameters(screening_current_days=30)),
    "session_after_stop": Rules(SHIPPED, SHIPPED, misled(hears(danger=False))),
    "too_many_exercises": Rules(SHIPPED, with_long_sessions()),
    "rest_too_long": Rules(SHIPPED, with_parameters(flare_rest_days=4)),
    "weekly_rise_too_high": Rules(
        SHIPPED,
        SHIPPED,
        changed(lambda _, __, a: all_items(a, more) if not a.days % 3 else a),
    ),
    "direction_after_spread": Rules(SHIPPED, SHIPPED, misled(unspread)),
    "missing_taken_for_green": Rules(
        SHIPPED, SHIPPED, changed(lambda _, __, after: replace(after, light=Light.GREEN))
    ),
    "less_not_given": Rules(SHIPPED, SHIPPED, misled(lambda day: replace(day, less={}))),
}


WORLDS: dict[str, dict[str, float]] = {
    "session_after_stop": {"danger_month": 0.5},
    "direction_after_spread": {
        "preference_share": 1, "preference_fits": 0, "preference_known": 0, "named_share": 1,
        "wrong_direction_session": 0.7, "provoked_lasts": 0.9,
    },
}  # fmt: skip
"""What must be common among people for a few of them to meet the broken rule."""


def test_every_invariant_has_a_broken_rule_here() -> None:
    assert set(BROKEN) == set(INVARIANTS)


@pytest.mark.parametrize("name", INVARIANTS)
def test_a_broken_rule_is_counted(name: str) -> None:
    world = WORLDS.get(name, {})
    assert live(BROKEN[name], world).invariants[name] > 0
    if world:
        assert not any(live(None, world).invariants.values())


def test_the_shipped_rules_break_nothing() -> None:
    tally = live(people=100)
    assert not any(tally.invariants.values())
    assert tally.sessions["done"] > 1000


def test_a_check_that_is_overruled_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_stopped(_person: Person) -> bool:
        return False

    rules = Rules(SHIPPED, SHIPPED)
    monkeypatch.setattr(rules, "stopped", never_stopped)
    assert live(rules).invariants["session_without_screening"] > 0


def test_a_stop_that_is_lifted_by_nobody_is_counted() -> None:
    def lifted(_: PlanState, __: Day, after: PlanState) -> PlanState:
        return replace(after, disposition=Disposition.SELF_CARE)

    assert live(Rules(SHIPPED, SHIPPED, changed(lifted))).invariants["session_after_stop"] > 0
