"""Screening: the lattice, completeness, currency, and which question comes next."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import TODAY, Decide
from ischia.care.answers import Facts
from ischia.care.asking import danger_findings
from ischia.care.check import Check, Checker
from ischia.care.interview import DANGER
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
YES_NO = [f for f in danger_findings(PROTOCOL) if PROTOCOL.findings[f].kind == "yes_no"]
LEVELS = ["no", "unsure", "yes"]

CAUDA_EQUINA = [
    "saddle_numbness", "bladder_change", "bowel_control_loss", "sexual_sensation_loss",
    "both_legs_weakness", "unable_to_pass_urine", "unable_to_walk_from_weakness",
    "both_legs_new_or_worsening", "both_legs_symptoms",
]  # fmt: skip


def urgency(check: Check) -> int:
    reached = check.screening.value.disposition
    return -1 if reached is None else reached.urgency


def test_nothing_answered_is_neither_safe_nor_complete(decide: Decide) -> None:
    screening = decide({}).screening.value
    assert screening.disposition is None
    assert not screening.complete
    assert not screening.allows_exercise


def test_a_person_who_denies_every_danger_may_exercise(
    decide: Decide, healthy: dict[str, object]
) -> None:
    screening = decide(healthy).screening.value
    assert screening.disposition is Disposition.SELF_CARE
    assert screening.complete
    assert screening.allows_exercise


@pytest.mark.parametrize("finding", CAUDA_EQUINA)
def test_each_cauda_equina_feature_alone_is_an_emergency(decide: Decide, finding: str) -> None:
    check = decide({finding: "yes"})
    assert urgency(check) >= Disposition.EMERGENCY_TODAY.urgency
    assert not check.screening.value.allows_exercise


@pytest.mark.parametrize("finding", YES_NO)
def test_no_single_answer_to_a_danger_question_may_be_left_out(
    decide: Decide, healthy: dict[str, object], finding: str
) -> None:
    """Dropping one denial either leaves the screening incomplete or could not have mattered."""
    answers = {name: value for name, value in healthy.items() if name != finding}
    without = decide(answers)
    asked = PROTOCOL.findings[finding].who == "person" and finding not in without.answers
    if asked and without.screening.value.complete:
        assert urgency(decide({**answers, finding: "yes"})) <= urgency(without)


@given(st.dictionaries(st.sampled_from(YES_NO), st.sampled_from(LEVELS)), st.data())
@settings(max_examples=300, deadline=None)
def test_more_danger_never_lowers(answers: dict[str, str], data: st.DataObject) -> None:
    dangers = {name for name in YES_NO if not PROTOCOL.findings[name].reassuring}
    raised = {
        name: data.draw(st.sampled_from(LEVELS[LEVELS.index(value) :]))
        if name in dangers
        else value
        for name, value in answers.items()
    }
    before = CHECKER.check(Facts(dict(answers)))
    assert urgency(CHECKER.check(Facts(dict(raised)))) >= urgency(before)


@given(st.dictionaries(st.sampled_from(YES_NO), st.sampled_from(LEVELS), max_size=6))
@settings(max_examples=100, deadline=None)
def test_asking_always_ends_in_a_decision(answers: dict[str, str]) -> None:
    """Whatever is said, following the questions reaches a complete screening, each asked once."""
    values: dict[str, object] = dict(answers)
    for _ in range(len(PROTOCOL.findings)):
        question = CHECKER.check(CHECKER.read(values, TODAY)).next_question
        if question is None or question.purpose != DANGER:
            break
        assert question.finding not in values
        values[question.finding] = "unsure"
    assert CHECKER.check(CHECKER.read(values, TODAY)).screening.value.complete


def test_the_first_questions_are_about_the_cauda_equina(decide: Decide) -> None:
    answers: dict[str, object] = {}
    asked: list[str] = []
    for _ in range(6):
        question = decide(answers).next_question
        assert question is not None
        asked.append(question.finding)
        answers[question.finding] = "no"
    assert {PROTOCOL.findings[finding].group for finding in asked} == {"cauda_equina"}


def test_an_emergency_now_stops_asking(decide: Decide) -> None:
    check = decide({"unable_to_walk_from_weakness": "yes"})
    assert check.screening.value.complete
    assert check.next_question is None


def test_old_answers_do_not_allow_exercise(checker: Checker, healthy: dict[str, object]) -> None:
    values = checker.read(healthy, TODAY).values
    days = int(PROTOCOL.parameter("screening_current_days"))
    assert checker.check(Facts(values, days)).screening.value.allows_exercise
    stale = checker.check(Facts(values, days + 1)).screening
    assert not stale.value.allows_exercise
    assert "screening_current_days" in [reason.rule for reason in stale.reasons]


def test_a_small_residual_lowers_nothing(decide: Decide) -> None:
    with_sign = decide({"saddle_numbness": "yes"})
    measured = decide({"saddle_numbness": "yes", "post_void_residual_ml": 20})
    assert measured.screening.value.disposition == with_sign.screening.value.disposition


def test_reasons_name_the_findings_and_the_sources(decide: Decide) -> None:
    reason = decide({"saddle_numbness": "yes"}).screening.reasons[0]
    assert reason.findings == ("saddle_numbness",)
    assert all(key in PROTOCOL.bibliography for key in reason.source)


def test_the_same_answers_give_the_same_bytes(decide: Decide, healthy: dict[str, object]) -> None:
    reversed_order = dict(reversed(healthy.items()))
    first, second = decide(healthy), decide(reversed_order)
    assert msgspec.json.encode(first.screening) == msgspec.json.encode(second.screening)
    assert msgspec.json.encode(first.differential) == msgspec.json.encode(second.differential)
