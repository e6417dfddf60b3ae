"""Which answers still count: each danger for its days, the short form since the last upset."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from ischia.care.asking import danger_findings
from ischia.care.check import Checker
from ischia.care.recheck import Given, compile_recheck
from ischia.protocol.lint import find_faults
from ischia.protocol.model import Protocol
from ischia.protocol.recheck import BEFORE_SESSION, WEEKLY

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
Answers = dict[str, object]


def given(answers: Answers, days: float) -> dict[str, Given]:
    at = NOW - timedelta(days=days)
    return {finding: Given(value, at.date(), at) for finding, value in answers.items()}


def asked_of(protocol: Protocol) -> list[str]:
    return [f for f in danger_findings(protocol) if protocol.findings[f].who == "person"]


@pytest.mark.parametrize("days", [0, 3, 7, 8, 28, 29, 90, 91, 365, 366])
def test_no_danger_question_is_kept_for_longer_than_its_days(protocol: Protocol, days: int) -> None:
    usual = protocol.parameter("screening_current_days")
    keep = protocol.rechecks[WEEKLY].keep
    counting = compile_recheck(protocol)(
        given(dict.fromkeys(asked_of(protocol), "no"), days), TODAY, None
    )
    for finding in asked_of(protocol):
        counts = days <= keep.get(finding, usual)
        assert (finding in counting.answers) is counts, finding
        assert (finding in counting.weekly) is not counts, finding


def test_what_bears_on_no_danger_does_not_age(protocol: Protocol) -> None:
    harmless = next(f for f in protocol.findings if f not in danger_findings(protocol))
    counting = compile_recheck(protocol)(given({harmless: "no"}, 400), TODAY, NOW)
    assert counting.answers == {harmless: "no"}


def test_after_an_upset_only_the_short_form_is_asked_again(protocol: Protocol) -> None:
    everything = given(dict.fromkeys(asked_of(protocol), "no"), 1)
    short = set(protocol.rechecks[BEFORE_SESSION].ask)
    recheck = compile_recheck(protocol)
    before = recheck(everything, TODAY, NOW - timedelta(days=2))
    assert before.before_session == ()
    after = recheck(everything, TODAY, NOW)
    assert set(after.before_session) == short & everything.keys()
    assert set(after.answers) == everything.keys() - short


def test_the_short_form_holds_the_signs_of_the_cauda_equina(protocol: Protocol) -> None:
    short = set(protocol.rechecks[BEFORE_SESSION].ask)
    assert {
        "saddle_numbness", "bladder_change", "bowel_control_loss", "sexual_sensation_loss",
        "both_legs_symptoms", "both_legs_weakness",
    } <= short  # fmt: skip
    assert short.isdisjoint(protocol.rechecks[WEEKLY].keep)


def test_answers_that_have_aged_never_allow_exercise(
    checker: Checker, protocol: Protocol, healthy: Answers
) -> None:
    usual = int(protocol.parameter("screening_current_days"))
    recheck = compile_recheck(protocol)
    for days, allowed in ((usual, True), (usual + 1, False), (40, False), (400, False)):
        counting = recheck(given(healthy, days), TODAY, None)
        check = checker.check(checker.read(counting.answers, TODAY))
        assert check.screening.value.allows_exercise is allowed, days


def test_one_day_is_a_day_by_the_calendar(protocol: Protocol) -> None:
    at = datetime(2026, 2, 21, 23, 59, tzinfo=UTC)
    counting = compile_recheck(protocol)({"fever": Given("no", date(2026, 2, 21), at)}, TODAY, None)
    assert counting.weekly == ("fever",)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ask": ()}, "asks nothing"),
        ({"ask": ("fevre",)}, "no finding fevre"),
        ({"ask": ("post_void_residual_ml",)}, "clinician"),
        ({"ask": ("sex",)}, "changes quickly"),
    ],
)
def test_the_lint_finds_a_broken_recheck(
    protocol: Protocol, change: dict[str, object], fault: str
) -> None:
    short = replace(protocol.rechecks[BEFORE_SESSION], **change)
    broken = replace(protocol, rechecks={**protocol.rechecks, BEFORE_SESSION: short})
    found = [f.text for f in find_faults(broken) if f.kind == "rechecks"]
    assert any(fault in text for text in found), found


def test_the_lint_misses_no_recheck(protocol: Protocol) -> None:
    found = [f.text for f in find_faults(replace(protocol, rechecks={})) if f.kind == "rechecks"]
    assert found == ["this recheck is missing"] * 2
