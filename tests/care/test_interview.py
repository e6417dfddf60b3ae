"""The interview: danger first, then what settles most; it stops when nothing could change it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from cast import Decide
from ischia.care.answers import Facts
from ischia.care.asking import EMERGENCIES
from ischia.care.bounds import (
    Bounds,
    cause_bounds,
    choice_of,
    compile_foresee,
    construct_bounds,
)
from ischia.care.check import Checker
from ischia.care.differential import Hypothesis, compile_differential, compile_hypotheses
from ischia.care.evaluate import NO, UNSURE, YES, Answers, Value
from ischia.care.evidence import Weighed, add_up
from ischia.care.interview import DANGER, PICTURE
from ischia.care.outlook import Outlook, compile_look
from ischia.care.settle import compile_settle
from ischia.care.span import Span
from ischia.population.agreement import asked_everything, conclusion, interviewed
from ischia.population.anyone import Anyone
from ischia.population.people import People
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
HYPOTHESES = compile_hypotheses(PROTOCOL)
SETTLE = compile_settle(PROTOCOL)
DIFFERENTIAL = compile_differential(PROTOCOL)
LOOK = compile_look(PROTOCOL, [item.feature.when for each in HYPOTHESES for item in each.features])
FORESEE = compile_foresee(PROTOCOL, HYPOTHESES)
SPANS: list[Span] = [(NO, NO), (NO, UNSURE), (NO, YES), (UNSURE, UNSURE), (UNSURE, YES), (YES, YES)]
HELD_OUT = 9_000_000
ROUNDING = 1e-9


def test_the_picture_is_asked_about_only_after_the_dangers(
    decide: Decide, healthy: dict[str, object]
) -> None:
    first, later = decide({}).next_question, decide(healthy).next_question
    assert first is not None
    assert first.purpose == DANGER
    assert later is not None
    assert later.purpose == PICTURE
    assert later.settles > 0


@pytest.mark.parametrize("seed", range(5))
def test_a_clinicians_finding_is_never_asked_of_the_person(seed: int) -> None:
    said = interviewed(CHECKER, Anyone(PROTOCOL, seed)).said
    assert {PROTOCOL.findings[finding].who for finding in said} == {"person"}


@pytest.mark.parametrize("seed", range(HELD_OUT, HELD_OUT + 50))
def test_asking_everything_changes_nothing(seed: int) -> None:
    """Whoever answers whatever, in any order, contradicting themselves or not."""
    person = Anyone(PROTOCOL, seed)
    stopped = interviewed(CHECKER, person)
    everything = asked_everything(CHECKER, stopped, person, person.order())
    assert conclusion(everything.check) == conclusion(stopped.check)


def test_it_asks_clearly_less_than_everything_and_concludes_the_same() -> None:
    people = People(PROTOCOL, HELD_OUT)
    stopped_at = everything_at = 0
    for _ in range(30):
        answer = _answers(people.draw().answers)
        stopped = interviewed(CHECKER, answer)
        everything = asked_everything(CHECKER, stopped, answer, PROTOCOL.findings)
        assert conclusion(everything.check) == conclusion(stopped.check)
        if len(conclusion(stopped.check)) > 1:  # the cause was asked about
            stopped_at += stopped.picture
            everything_at += everything.picture
    assert 0 < stopped_at < 0.6 * everything_at


def _answers(said: Mapping[str, Value]) -> Callable[[str], Value]:
    return lambda finding: said.get(finding, "unsure")


def test_an_answer_that_dampens_what_was_known_is_foreseen() -> None:
    """That sitting takes the pain away speaks against a disc herniation; being stronger than the
    evidence of its construct so far, it also halves that. It moves more than its own weight."""
    said: dict[str, Value] = {"age_years": 45.0, "neurogenic_claudication": "no"}
    before, after = (
        _log_odds(answers, "lumbar_disc_herniation")
        for answers in (said, {**said, "no_pain_when_seated": "yes"})
    )
    own_weight = math.log(0.5)  # the feature's ratio
    assert after < before + own_weight
    least, _ = _foreseen(said)["lumbar_disc_herniation"]
    assert least <= after


def _log_odds(said: Mapping[str, Value], cause: str) -> float:
    estimates = DIFFERENTIAL(SETTLE(Facts(dict(said))).values).value
    return next(estimate.log_odds for estimate in estimates if estimate.cause == cause)


def _foreseen(said: Mapping[str, Value]) -> dict[str, Bounds]:
    answers = SETTLE(Facts(dict(said))).values
    forecasts = FORESEE(answers, LOOK(said, answers, True).may)
    return cause_bounds(forecasts, PROTOCOL.parameter("self_report_cap"))


def test_an_answer_that_was_given_may_still_be_raised() -> None:
    """By what a follow-up says; and a follow-up that was closed may be opened again."""
    parent, follow_up = "both_legs_symptoms", "both_legs_new_or_worsening"
    look = compile_look(PROTOCOL, [rule.when for rule in PROTOCOL.red_flags.values()])

    def outlook(said: dict[str, Value]) -> Outlook:
        return look(said, SETTLE(Facts(said)).values, True)

    everything: dict[str, Value] = {
        name: "unsure" for name, finding in PROTOCOL.findings.items() if finding.who == "person"
    }
    del everything[follow_up]
    doubted = outlook({**everything, parent: "unsure"})
    assert doubted.open == {follow_up}
    assert set(doubted.may[parent] or ()) == {"unsure", "yes"}
    denied: dict[str, Value] = {**everything, parent: "no"}
    assert follow_up not in outlook(denied).may
    del denied["side"]
    unpainted = outlook(denied)
    assert unpainted.open == {"side"}
    assert follow_up in unpainted.may


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=60, deadline=None)
def test_every_cause_ends_within_its_bounds(seed: int, data: st.DataObject) -> None:
    """From any answers so far, whatever the others are."""
    person = Anyone(PROTOCOL, seed)
    names = [name for name in person.order() if PROTOCOL.findings[name].who == "person"]
    so_far = {name: person(name) for name in names[: data.draw(st.integers(0, len(names)))]}
    so_far["age_years"] = person("age_years")
    everything = _go_on(so_far, names, person)
    bounds = _foreseen(so_far)
    for estimate in DIFFERENTIAL(SETTLE(Facts(everything)).values).value:
        least, most = bounds[estimate.cause]
        assert least - ROUNDING <= estimate.log_odds <= most + ROUNDING


def _go_on(
    so_far: Mapping[str, Value], names: Sequence[str], answer: Callable[[str], Value]
) -> dict[str, Value]:
    said = dict(so_far)
    for name in [*names, *names]:  # an answer can open a follow-up that came before it
        if name not in said and name not in SETTLE(Facts(said)).values:
            said[name] = answer(name)
    return said


@given(st.sampled_from(HYPOTHESES), st.floats(0, 1), st.data())
@settings(max_examples=60, deadline=None)
def test_the_bounds_of_a_construct_are_reached(
    hypothesis: Hypothesis, damping: float, data: st.DataObject
) -> None:
    """Against trying every combination of levels, added up as the differential does. Where two
    weights are equally strong, the first counts in full: then the bounds may lie further out."""
    construct = data.draw(st.sampled_from([item.feature.construct for item in hypothesis.features]))
    features = [item for item in hypothesis.features if item.feature.construct == construct][:5]
    spans = [data.draw(st.sampled_from(SPANS)) for _ in features]
    sums = [
        _added_up(features, levels, damping)
        for levels in itertools.product(*(range(low, high + 1) for low, high in spans))
    ]
    choices = [choice_of(item, span) for item, span in zip(features, spans, strict=True)]
    least, most = construct_bounds(choices, damping)
    assert least <= min(sums) + ROUNDING
    assert most >= max(sums) - ROUNDING
    strengths = [abs(weight) for choice in choices for weight in choice.weights if weight]
    if len(set(strengths)) == len(strengths):
        assert (least, most) == pytest.approx((min(sums), max(sums)))


def _at_level(level: int, _answers: Answers) -> int:
    return level


def _added_up(features: Sequence[Weighed], levels: Sequence[int], damping: float) -> float:
    fixed = [
        replace(item, known=partial(_at_level, level))
        for item, level in zip(features, levels, strict=True)
    ]
    return sum(part.log for part in add_up(fixed, {}, damping))


def test_what_would_reassure_is_asked_before_an_emergency_is_settled(
    decide: Decide, healthy: dict[str, object]
) -> None:
    """Symptoms in both legs are an emergency unless they were checked and stayed the same."""
    answers = {**healthy, "both_legs_symptoms": "yes", "both_legs_new_or_worsening": "no"}
    reassuring = "cauda_equina_symptoms_assessed_and_unchanged_3_months"
    answers.pop(reassuring, None)
    before = decide(answers)
    assert before.screening.value.disposition is Disposition.EMERGENCY_TODAY
    assert before.next_question is not None
    assert before.next_question.finding == reassuring
    after = decide({**answers, reassuring: "yes"})
    assert after.screening.value.disposition is Disposition.SAME_DAY


@pytest.mark.parametrize("finding", ["numbness_regions", "urge_to_urinate_walking"])
def test_what_could_show_a_denied_danger_is_asked_before_the_cause(finding: str) -> None:
    """Both can mean an emergency for someone who has denied every danger."""

    denied: dict[str, Value] = {"yes_no": "no", "number": 40.0, "regions": frozenset()}
    said: dict[str, Value] = {}
    while (question := CHECKER.check(Facts(said)).next_question) and question.purpose == DANGER:
        kind = PROTOCOL.findings[question.finding].kind
        said[question.finding] = denied.get(kind, "unsure")
    assert finding in said
    shown: Value = frozenset(("saddle",)) if finding == "numbness_regions" else "yes"
    after = CHECKER.check(Facts({**said, finding: shown}))
    assert after.screening.value.disposition in EMERGENCIES
