"""What was done of what was planned: rest that was asked for counts as done."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ischia.care.adaptation import adapt
from ischia.care.adherence import Week, adherence, walking, weeks_of
from ischia.care.dose import amount
from ischia.care.plan import Day, PlanState, new_item, new_plan
from ischia.care.response import Response
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()


@pytest.mark.parametrize(
    ("week", "share"),
    [
        (Week(planned=14, done=7), 0.5),
        (Week(planned=10, done=10, rested=4), 1),
        (Week(planned=10, done=5, rested=4), 9 / 14),
        (Week(planned=10, done=12), 1),  # more than was asked is not more than all
        (Week(planned=0, done=0, rested=14), 1),
        (Week(planned=0, done=0), None),
    ],
)
def test_the_share_of_a_week(week: Week, share: float | None) -> None:
    assert week.share == (share if share is None else pytest.approx(share))


def test_weeks_add_up_and_change_is_the_last_minus_the_first() -> None:
    kept = adherence([Week(planned=14, done=14), Week(planned=10, done=2, rested=4)])
    assert (kept.planned, kept.done, kept.rested) == (24, 16, 4)
    assert kept.share == pytest.approx(20 / 28)
    assert kept.weekly == (1, pytest.approx(6 / 14))
    assert kept.change == pytest.approx(6 / 14 - 1)


def test_one_week_has_no_change() -> None:
    assert adherence([Week(planned=14, done=7)]).change is None


@given(st.integers(0, 14), st.integers(0, 14), st.integers(0, 14))
def test_keeping_a_rest_never_lowers_the_share(planned: int, done: int, rested: int) -> None:
    without = Week(planned=planned, done=done).share
    with_rest = Week(planned=planned, done=done, rested=rested).share
    if without is not None:
        assert with_rest is not None
        assert with_rest >= without - 1e-9


def test_a_flares_rest_is_kept_and_a_missed_day_is_not() -> None:
    """Seven days by hand: two sessions done, a flare felt (the day's own session was done), two
    days of rest, one day back with one of two sessions, two days missed."""
    dose = amount(PROTOCOL.exercises["bridge"].dose, 0)
    start = new_plan(PROTOCOL, "restore", 3, (new_item(PROTOCOL, "bridge", dose, 3, 2),))
    good, flare = Response(done_share=1), Response(done_share=1, flare_felt=True)
    days = [
        Day(sessions=(good, good)),
        Day(sessions=(flare,)),
        Day(), Day(),
        Day(sessions=(Response(done_share=0.5),)),
        Day(), Day(),
    ]  # fmt: skip
    states: list[PlanState] = []
    for day in days:
        states.append(adapt(PROTOCOL, states[-1] if states else start, day).value)
    (week,) = weeks_of(PROTOCOL, start, days, states)
    assert (week.planned, week.done, week.rested) == (10, 3.5, 4)
    assert week.share == pytest.approx(7.5 / 14)


def test_walking_is_held_against_the_goal() -> None:
    weeks = [Week(planned=1, done=1, walked_minutes=minutes) for minutes in (30, None, 75)]
    decision = walking(PROTOCOL, weeks)
    view = decision.value
    assert (view.goal_minutes, view.last, view.change) == (150, 75, 45)
    assert view.share == pytest.approx(0.5)
    assert [reason.rule for reason in decision.reasons] == ["walking_goal_minutes"]


def test_walking_that_nobody_told_is_not_nought() -> None:
    view = walking(PROTOCOL, [Week(planned=1, done=1)]).value
    assert (view.last, view.share, view.change) == (None, None, None)
