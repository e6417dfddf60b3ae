"""The differential and the roots: laws, bounds, and patterns that every clinician knows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import Decide
from ischia.care.answers import Facts
from ischia.care.check import Check, Checker
from ischia.care.differential import CauseEstimate
from ischia.care.evidence import frequencies, log_odds, probability_of
from ischia.protocol.condition import Test, findings_of, leaves
from ischia.protocol.load import load_protocol
from ischia.protocol.model import CAUSES, OTHER, Ratio

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
SYMPTOMS = sorted(
    {
        finding
        for feature in PROTOCOL.features.values()
        for finding in findings_of(feature.when)
        if PROTOCOL.findings[finding].kind == "yes_no"
    }
)


def estimate(check: Check, cause: str) -> CauseEstimate:
    return next(e for e in check.differential.value if e.cause == cause)


def test_every_cause_and_other_are_always_in_the_list(decide: Decide) -> None:
    listed = [e.cause for e in decide({}).differential.value]
    assert sorted(listed) == sorted([*CAUSES, OTHER])


def test_without_answers_each_cause_stands_at_its_prior(decide: Decide) -> None:
    prior = next(p for p in PROTOCOL.priors.values() if p.when_age_unknown)
    check = decide({})
    for cause in CAUSES:
        assert estimate(check, cause).probability[1] == pytest.approx(prior.shares[cause].mid)


def test_one_published_ratio_moves_the_odds_by_itself() -> None:
    """Odds after = odds before x LR (the definition of a likelihood ratio)."""
    feature = PROTOCOL.features["lss_relief_bending_forward"]
    assert feature.present == Ratio(ratio=6.4, low=4.1, high=9.9)
    before = estimate(CHECKER.check(Facts({"age_years": 65.0})), "lumbar_spinal_stenosis")
    after = estimate(
        CHECKER.check(Facts({"age_years": 65.0, "relief_bending_forward": "yes"})),
        "lumbar_spinal_stenosis",
    )
    assert math.exp(after.log_odds - before.log_odds) == pytest.approx(6.4)


def test_overlapping_features_are_damped(decide: Decide) -> None:
    """Of two features of one construct, the weaker counts with the square root of its ratio."""
    strong = PROTOCOL.features["lss_relief_bending_forward"]
    weak = PROTOCOL.features["lss_neurogenic_claudication"]
    assert strong.construct == weak.construct
    assert PROTOCOL.parameter("damping") == 0.5
    check = decide({"relief_bending_forward": "yes", "neurogenic_claudication": "yes"})
    found = estimate(check, "lumbar_spinal_stenosis")
    ratios = {evidence.feature: evidence.ratio for evidence in found.supporting}
    assert strong.present
    assert weak.present
    assert ratios[strong.id] == pytest.approx(strong.present.ratio)
    assert ratios[weak.id] == pytest.approx(math.sqrt(weak.present.ratio))


@given(st.dictionaries(st.sampled_from(SYMPTOMS), st.sampled_from(["yes", "no", "unsure"])))
@settings(max_examples=200, deadline=None)
def test_probabilities_are_ordered_and_self_report_is_capped(answers: dict[str, str]) -> None:
    reported = {k: v for k, v in answers.items() if PROTOCOL.findings[k].who == "person"}
    check = CHECKER.check(Facts(dict(reported)))
    cap = PROTOCOL.parameter("self_report_cap")
    for found in check.differential.value:
        low, mid, high = found.probability
        assert 0 < low <= mid <= high <= cap
    shares = [root.probability for root in check.roots.value.roots]
    assert sum(shares) == pytest.approx(1)
    assert max(shares) <= cap + 1e-9


@given(st.dictionaries(st.sampled_from(SYMPTOMS), st.just("unsure")))
@settings(max_examples=50, deadline=None)
def test_unsure_is_no_evidence(answers: dict[str, str]) -> None:
    plain = CHECKER.check(Facts({}))
    unsure = CHECKER.check(Facts(dict(answers)))
    for cause in CAUSES:
        assert estimate(unsure, cause).log_odds == pytest.approx(estimate(plain, cause).log_odds)


def test_a_clinicians_finding_lifts_the_cap(decide: Decide) -> None:
    answers: dict[str, object] = {
        "age_years": 35,
        "leg_pain_below_knee": "yes",
        "leg_pain_worse_than_back_pain": "yes",
        "tingling_or_numbness_leg": "yes",
        "worse_cough_sneeze_strain": "yes",
        "worse_sitting": "yes",
    }
    cap = PROTOCOL.parameter("self_report_cap")
    alone = estimate(decide(answers), "lumbar_disc_herniation")
    seen = decide(
        {**answers, "mri_disc_herniation": "yes", "crossed_straight_leg_raise_positive": "yes"}
    )
    assert alone.probability[1] == pytest.approx(cap)
    assert estimate(seen, "lumbar_disc_herniation").probability[1] > cap


def test_stenosis_and_disc_can_be_likely_together(decide: Decide) -> None:
    check = decide(
        {
            "age_years": 55, "leg_pain_below_knee": "yes", "leg_pain_worse_than_back_pain": "yes",
            "tingling_or_numbness_leg": "yes", "worse_cough_sneeze_strain": "yes",
            "neurogenic_claudication": "yes", "relief_bending_forward": "yes",
        }
    )  # fmt: skip
    more_likely = [e.cause for e in check.differential.value if e.band == "more_likely"]
    assert {"lumbar_disc_herniation", "lumbar_spinal_stenosis"} <= set(more_likely)


def test_evidence_names_its_sources(decide: Decide) -> None:
    found = estimate(decide({"relief_bending_forward": "yes"}), "lumbar_spinal_stenosis")
    assert found.supporting[0].reason.source == ("suri_2010",)


def test_sensitivity_and_specificity_follow_from_the_two_ratios() -> None:
    """Round trip with the definitions LR+ = sens/(1-spec), LR- = (1-sens)/spec."""
    for feature in PROTOCOL.features.values():
        if feature.present and feature.absent:
            if_present, if_not = frequencies(feature)
            assert 0 < if_not < 1, feature.id
            assert 0 < if_present < 1, feature.id
            assert if_present / if_not == pytest.approx(feature.present.ratio)
            assert (1 - if_present) / (1 - if_not) == pytest.approx(feature.absent.ratio)


@given(st.floats(0.001, 0.999))
def test_log_odds_and_back(probability: float) -> None:
    assert probability_of(log_odds(probability)) == pytest.approx(probability)


def test_age_is_in_the_priors_and_in_no_feature_of_a_cause() -> None:
    """Counting age twice would make every old person a stenosis."""
    for feature in PROTOCOL.features.values():
        if feature.about in CAUSES:
            tests = [leaf for leaf in leaves(feature.when) if isinstance(leaf, Test)]
            assert all(test.finding != "age_years" for test in tests), feature.id


def test_no_root_is_named_without_anything_that_tells_roots_apart(decide: Decide) -> None:
    assert decide({"age_years": 40}).roots.value.pattern == ()


@pytest.mark.parametrize(
    ("answers", "root"),
    [
        ({"numbness_regions": ["foot_outer", "little_toe"], "toe_walk_weak": "yes"}, "S1"),
        ({"numbness_regions": ["big_toe", "foot_top"], "heel_walk_weak": "yes"}, "L5"),
        ({"numbness_regions": ["shin_inner"], "patellar_reflex_reduced": "yes"}, "L4"),
    ],
)
def test_textbook_roots(decide: Decide, answers: dict[str, object], root: str) -> None:
    assert decide(answers).roots.value.roots[0].root == root
