"""Questionnaires: when one is due, and never more than one a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise

from msgspec.structs import replace

from ischia.care.due import Answered, Asked, due, follow_on
from ischia.protocol.model import Protocol

BEGUN = date(2026, 3, 2)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def one(day: date, **answers: int) -> Answered:
    return Answered(day=day, answers=answers)


def test_function_comes_first(protocol: Protocol) -> None:
    assert due(protocol, BEGUN, Asked(), BEGUN).value == "rmdq_24"


def test_nothing_is_due_before_the_program(protocol: Protocol) -> None:
    assert due(protocol, BEGUN, Asked(), BEGUN - DAY).value == ""


def test_never_more_than_one_a_week_and_each_has_its_turn(protocol: Protocol) -> None:
    answered: dict[str, list[Answered]] = {}
    days: list[date] = []
    told = frozenset({"leg", "back"})
    for n in range(366):
        day = BEGUN + n * DAY
        name = due(protocol, BEGUN, Asked(answered=answered, told=told), day).value
        if name:
            answered.setdefault(name, []).append(one(day))
            days.append(day)
    gaps = [(b - a).days for a, b in pairwise(days)]
    assert min(gaps) >= 7
    asked = {n for n, i in protocol.instruments.items() if i.every_weeks and not i.told_by}
    assert set(answered) == asked
    assert all(len(answered[name]) >= 2 for name in asked)


def test_what_was_put_off_waits(protocol: Protocol) -> None:
    until = BEGUN + 3 * DAY
    asked = Asked(put_off={"rmdq_24": until})
    assert [due(protocol, BEGUN, asked, BEGUN + n * DAY).value for n in range(5)] == [
        "", "", "", "rmdq_24", "rmdq_24",
    ]  # fmt: skip


def test_pain_that_is_told_daily_is_not_asked_again(protocol: Protocol) -> None:
    only = replace(
        protocol,
        instruments={n: protocol.instruments[n] for n in ("nrs_leg", "nrs_back")},
    )
    assert due(only, BEGUN, Asked(), BEGUN).value == "nrs_leg"
    assert due(only, BEGUN, Asked(told=frozenset({"leg"})), BEGUN).value == "nrs_back"
    assert due(only, BEGUN, Asked(told=frozenset({"leg", "back"})), BEGUN).value == ""


def test_the_longer_one_is_due_after_a_score_that_leads_to_it(protocol: Protocol) -> None:
    def after(scores: Mapping[str, int]) -> str:
        names = ("phq_2", "phq_9")
        only = replace(protocol, instruments={n: protocol.instruments[n] for n in names})
        asked = Asked(answered={"phq_2": [Answered(day=BEGUN, answers=dict(scores))]})
        return due(only, BEGUN, asked, BEGUN + WEEK).value

    assert after({"q1": 1, "q2": 1}) == "phq_9"
    assert after({"q1": 1, "q2": 0}) == ""
    assert follow_on(protocol.instruments["phq_2"], {"q1": 1, "q2": 1}) == "phq_9"
    assert follow_on(protocol.instruments["phq_2"], {"q1": 0, "q2": 1}) == ""


def test_it_says_which_rule_keeps_it_back(protocol: Protocol) -> None:
    asked = Asked(answered={"rmdq_24": [one(BEGUN)]})
    decision = due(protocol, BEGUN, asked, BEGUN + 6 * DAY)
    assert [reason.rule for reason in decision.reasons] == ["questionnaire_rest_days"]
