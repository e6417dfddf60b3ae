"""Who comes back after weeks without a session begins gently, whether or not exercise was open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from ischia.care.adaptation import adapt, away
from ischia.care.combinations import PASSED
from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.plan import Day, PlanState, total_work
from ischia.care.practice import Practice, begin, follow
from ischia.care.program import Planner
from ischia.care.response import Pain, Response
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PROTOCOL = load_protocol()
PLANNER = Planner(PROTOCOL)
MONDAY = date(2026, 3, 2)
LONG = int(PROTOCOL.parameter("break_days"))
GOOD = Response(
    pain_before=Pain(2, 2), pain_after=Pain(2, 2), pain_next_morning=Pain(2, 2),
    zone_before=2, zone_after=2, zone_next_morning=2, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
DONE, NOTHING = Day(sessions=(GOOD, GOOD)), Day()


def begun() -> Practice:
    person = Person(
        screening=Decision(PASSED, ()), answers={}, cause="unknown", stage="restore", states=(),
        equipment=None, minutes=None,
    )  # fmt: skip
    practice = begin(PLANNER, person, MONDAY).value
    assert practice is not None
    return practice


def each(state: PlanState, days: Sequence[Day]) -> list[PlanState]:
    states: list[PlanState] = []
    for day in days:
        state = adapt(PROTOCOL, state, day).value
        states.append(state)
    return states


def lived(state: PlanState, days: Sequence[Day]) -> PlanState:
    return each(state, days)[-1]


def rules(state: PlanState) -> list[str]:
    return [change.rule for change in state.changes]


def came_back(states: Sequence[PlanState]) -> list[int]:
    """The days, counted from 1, on which the way back began."""
    return [n for n, state in enumerate(states, 1) if "return_after_break" in rules(state)]


def test_two_weeks_without_a_session_halve_the_work_once() -> None:
    before = lived(begun().state, [DONE] * 4)
    states = each(before, [NOTHING] * 4 * LONG)
    assert came_back(states) == [LONG]
    almost, back = states[LONG - 2 : LONG]
    assert back.stage == "settle"
    assert 0 < total_work(PROTOCOL, back.due) <= 0.6 * total_work(PROTOCOL, almost.due)
    assert states[-1].items == back.items


def test_good_sessions_lead_back_to_the_stage_of_before() -> None:
    before = lived(begun().state, [DONE] * 4)
    states = each(before, [*[NOTHING] * LONG, *[DONE] * 5])
    almost, back = states[LONG - 2], states[-1]
    assert back.stage == "restore"
    assert [item.exercise for item in back.items] == [item.exercise for item in almost.items]


def test_a_session_begins_the_count_anew() -> None:
    before = lived(begun().state, [DONE] * 4)
    short = [*[NOTHING] * (LONG - 1), DONE]
    assert came_back(each(before, short * 2)) == []


def test_who_has_not_begun_has_no_break() -> None:
    start = begun().state
    assert came_back(each(start, [NOTHING] * 2 * LONG)) == []
    assert away(PROTOCOL, start, 2 * LONG).value == start


def test_waiting_for_a_clinician_is_no_break() -> None:
    before = lived(begun().state, [DONE] * 4)
    stopped = replace(before, disposition=Disposition.CLINICIAN_FIRST)
    assert away(PROTOCOL, stopped, 2 * LONG).value == stopped
    assert came_back(each(stopped, [NOTHING] * 2 * LONG)) == []


def test_days_on_which_the_safety_questions_were_due_count_too() -> None:
    first = MONDAY + timedelta(days=3)
    practice = follow(PROTOCOL, begun(), [(first, DONE)], first).value
    almost = follow(PROTOCOL, practice, [], first + timedelta(days=LONG - 1)).value
    assert almost.state.items == practice.state.items
    assert almost.state.days == practice.state.days
    decision = follow(PROTOCOL, almost, [], first + timedelta(days=LONG))
    assert rules(decision.value.state) == ["return_after_break"]
    assert "return_after_break" in [reason.rule for reason in decision.reasons]


def test_closed_days_before_a_session_count_before_it() -> None:
    first = MONDAY + timedelta(days=3)
    practice = follow(PROTOCOL, begun(), [(first, DONE)], first).value
    later = first + timedelta(days=LONG + 1)
    after = follow(PROTOCOL, practice, [(later, DONE)], later).value
    assert rules(after.state)[0] == "return_after_break"


def test_a_short_gap_keeps_the_reasons_of_the_last_day() -> None:
    first = MONDAY + timedelta(days=3)
    alone = follow(PROTOCOL, begun(), [(first, DONE)], first)
    gap = follow(PROTOCOL, begun(), [(first, DONE)], first + timedelta(days=2))
    assert gap.reasons == alone.reasons
