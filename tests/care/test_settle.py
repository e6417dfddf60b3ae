"""Readings, contradictions and closed follow-ups."""

from __future__ import annotations

from cast import Decide
from ischia.protocol.model import Disposition


def test_a_denied_parent_closes_its_follow_up(decide: Decide) -> None:
    check = decide({"both_legs_symptoms": "no"})
    assert check.answers["both_legs_new_or_worsening"] == "no"
    assert check.contradictions == ()


def test_a_follow_up_that_contradicts_its_parent_is_believed_and_said(decide: Decide) -> None:
    check = decide({"foot_drop": "no", "foot_drop_new": "yes"})
    assert check.answers["foot_drop"] == "yes"
    assert [reason.rule for reason in check.contradictions] == ["foot_drop_new"]
    assert check.screening.value.disposition is Disposition.SAME_DAY


def test_an_unsure_follow_up_makes_a_denied_parent_unsure(decide: Decide) -> None:
    check = decide({"foot_drop": "no", "foot_drop_new": "unsure"})
    assert check.answers["foot_drop"] == "unsure"
    assert len(check.contradictions) == 1


def test_a_follow_up_fills_in_an_unanswered_parent_without_a_fuss(decide: Decide) -> None:
    check = decide({"foot_drop_new": "yes"})
    assert check.answers["foot_drop"] == "yes"
    assert check.contradictions == ()


def test_a_man_who_is_pregnant_is_believed(decide: Decide) -> None:
    check = decide({"age_years": 30, "sex": "male", "pregnant": "yes"})
    assert check.contradictions
    assert "pregnant" in [reason.rule for reason in check.screening.reasons]


def test_weeks_of_pregnancy_reach_back_over_two_parents(decide: Decide) -> None:
    check = decide({"weeks_of_gestation": 20})
    assert check.answers["pregnant"] == "yes"


def test_a_marked_saddle_counts_although_it_was_denied(decide: Decide) -> None:
    check = decide({"saddle_numbness": "no", "numbness_regions": ["saddle"]})
    assert check.screening.value.disposition is Disposition.EMERGENCY_TODAY
    assert check.contradictions


def test_regions_fill_in_what_they_imply(decide: Decide) -> None:
    assert decide({"pain_regions": ["left_calf"]}).answers["leg_pain_below_knee"] == "yes"


def test_reassurance_without_symptoms_changes_nothing(decide: Decide) -> None:
    check = decide(
        {
            "both_legs_symptoms": "no",
            "cauda_equina_symptoms_assessed_and_unchanged_3_months": "yes",
        }
    )
    assert check.contradictions == ()
