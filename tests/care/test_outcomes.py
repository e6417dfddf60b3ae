"""Scoring, by hand from what is published about each instrument.

PHQ-9: nine items of 0 to 3, bands from 5, 10, 15 and 20 (Kroenke 2001, J Gen Intern Med 16:606).
GAD-7: seven items of 0 to 3, bands from 5, 10 and 15 (Spitzer 2006, Arch Intern Med 166:1092).
Roland-Morris: one point a ticked statement, 0 to 24 (Roland and Morris 1983, Spine 8:141).
Important change: 2 points of 10, 5 of 24, and 30 % of the first score (Ostelo 2008, Spine 33:90).
Recovered: pain 0, Roland-Morris 2 or less (Kamper 2010, Eur Spine J 19:1495).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ischia.care.answers import AnswerError
from ischia.care.outcomes import Score, read_items, score
from ischia.protocol.instrument import Instrument, InstrumentAlert
from ischia.protocol.model import Disposition, Protocol

PHQ_9 = [f"q{number}" for number in range(1, 10)]


def scored(
    protocol: Protocol,
    name: str,
    answers: Mapping[str, object],
    first: Mapping[str, object] | None = None,
) -> Score:
    instrument = protocol.instruments[name]
    before = None if first is None else read_items(instrument, first)
    return score(instrument, read_items(instrument, answers), before).value


def phq_9(*values: int) -> dict[str, object]:
    """Answers to the PHQ-9 in order; what is not given is 0."""
    return {**dict.fromkeys(PHQ_9, 0), **dict(zip(PHQ_9, values, strict=False))}


def ticked(count: int) -> dict[str, object]:
    return {f"s{number:02}": 1 for number in range(1, count + 1)} or {"s01": 0}


# --- totals and bands ---


@pytest.mark.parametrize(
    ("values", "total", "word"),
    [
        ((), 0, "few or no"),
        ((2, 2), 4, "few or no"),
        ((3, 2), 5, "mild"),
        ((3, 3, 3), 9, "mild"),
        ((3, 3, 3, 1), 10, "moderate signs"),
        ((3, 3, 3, 3, 2), 14, "moderate signs"),
        ((3, 3, 3, 3, 3), 15, "moderately severe"),
        ((3, 3, 3, 3, 3, 3, 1), 19, "moderately severe"),
        ((3, 3, 3, 3, 3, 3, 2), 20, "severe"),
        ((3, 3, 3, 3, 3, 3, 3, 3, 3), 27, "severe"),
    ],
)
def test_the_phq_9_is_a_sum_with_five_bands(
    protocol: Protocol, values: tuple[int, ...], total: int, word: str
) -> None:
    result = scored(protocol, "phq_9", phq_9(*values))
    assert result.value == total
    assert result.band.startswith(word)
    assert (result.low, result.high, result.missing) == (0, 27, ())


def test_the_roland_morris_counts_ticks_and_a_blank_is_not_missing(protocol: Protocol) -> None:
    result = scored(protocol, "rmdq_24", {"s01": "yes", "s05": 1, "s24": True, "s02": "no"})
    assert (result.value, result.missing) == (3, ())
    assert scored(protocol, "rmdq_24", ticked(24)).value == 24


def test_an_empty_form_is_not_a_perfect_score(protocol: Protocol) -> None:
    instrument = protocol.instruments["rmdq_24"]
    decision = score(instrument, {})
    assert decision.value.value is None
    assert "nothing was answered" in decision.reasons[0].text


def test_a_mean_is_a_mean(protocol: Protocol) -> None:
    answers = {"leg_pain_bother": 7, "odd_feeling_bother": 4, "weakness_bother": 0}
    result = scored(protocol, "leg_symptom_bother", answers | {"sitting_bother": 8})
    assert result.value == 4.75


def test_a_single_rating_is_itself(protocol: Protocol) -> None:
    assert scored(protocol, "nrs_leg", {"leg_pain": "6"}).value == 6


# --- what was left out ---


def test_one_item_may_be_filled_with_the_mean_of_the_others(protocol: Protocol) -> None:
    instrument = protocol.instruments["gad_7"]
    answers = read_items(instrument, {"q1": 3, "q2": 2, "q3": 1, "q4": 0, "q5": 1, "q6": 1})
    decision = score(instrument, answers)
    assert decision.value.value == pytest.approx(8 * 7 / 6)
    assert decision.value.missing == ("q7",)
    assert "q7" in decision.reasons[1].text


def test_two_may_not(protocol: Protocol) -> None:
    result = scored(protocol, "gad_7", {"q1": 3, "q2": 2, "q3": 1, "q4": 0, "q5": None})
    assert (result.value, result.band) == (None, "")
    assert result.missing == ("q5", "q6", "q7")


def test_an_item_with_an_alert_is_never_guessed(protocol: Protocol) -> None:
    instrument = protocol.instruments["phq_9"]
    decision = score(instrument, read_items(instrument, phq_9() | {"q9": None}))
    assert decision.value.value is None
    assert decision.reasons[0].text == (
        "There is no score: q9 was left out, and its answer is never guessed."
    )


# --- alerts ---


@pytest.mark.parametrize("answer", [1, 2, 3])
def test_any_thought_of_death_or_self_harm_opens_help_whatever_the_total(
    protocol: Protocol, answer: int
) -> None:
    instrument = protocol.instruments["phq_9"]
    decision = score(instrument, read_items(instrument, phq_9() | {"q9": answer}))
    (alert,) = decision.value.alerts
    assert (alert.item, alert.then) == ("q9", Disposition.SAME_DAY)
    assert decision.value.disposition is Disposition.SAME_DAY
    assert decision.reasons[0].text == alert.text
    assert decision.reasons[0].findings == ("q9",)


def test_an_alert_needs_no_total(protocol: Protocol) -> None:
    result = scored(protocol, "phq_9", {"q9": 1})
    assert result.value is None
    assert result.disposition is Disposition.SAME_DAY


def test_without_such_thoughts_no_alert_however_high_the_total(protocol: Protocol) -> None:
    result = scored(protocol, "phq_9", phq_9(3, 3, 3, 3, 3, 3, 3, 3))
    assert (result.value, result.alerts, result.disposition) == (24, (), None)


def test_an_alert_may_watch_the_total_and_the_most_urgent_comes_first(protocol: Protocol) -> None:
    nrs = protocol.instruments["nrs_leg"]
    alerts = (
        InstrumentAlert(at_least=8, text="high", then=Disposition.WITHIN_TWO_WEEKS),
        InstrumentAlert(at_least=10, text="highest", then=Disposition.EMERGENCY_TODAY),
    )
    watched = msgspec.structs.replace(nrs, alerts=alerts)
    assert score(watched, {"leg_pain": 7}).value.alerts == ()
    assert [a.text for a in score(watched, {"leg_pain": 8}).value.alerts] == ["high"]
    assert [a.text for a in score(watched, {"leg_pain": 10}).value.alerts] == ["highest", "high"]


# --- change ---


@pytest.mark.parametrize(
    ("first", "now", "percent", "meaning"),
    [
        (8, 6, -25, "no_important_change"),  # 2 points but not 30 %
        (8, 5, -37.5, "improved"),
        (3, 2, -100 / 3, "no_important_change"),  # 30 % but not 2 points
        (10, 7, -30, "improved"),  # exactly 30 %
        (3, 1, -200 / 3, "improved"),
        (1, 0, -100, "recovered"),
        (0, 0, None, "no_important_change"),
        (0, 1, None, "no_important_change"),
        (0, 2, None, "worse"),
        (5, 7, 40, "worse"),
        (8, 10, 25, "no_important_change"),
    ],
)
def test_a_change_of_pain_counts_from_2_points_and_30_percent(
    protocol: Protocol, first: int, now: int, percent: float | None, meaning: str
) -> None:
    change = scored(protocol, "nrs_leg", {"leg_pain": now}, {"leg_pain": first}).change
    assert change is not None
    assert change.points == now - first
    assert change.percent == (None if percent is None else pytest.approx(percent))
    assert change.meaning == meaning


@pytest.mark.parametrize(
    ("first", "now", "meaning"),
    [
        (14, 9, "improved"),
        (14, 10, "no_important_change"),
        (20, 15, "no_important_change"),
        (14, 2, "recovered"),
        (14, 3, "improved"),
        (3, 2, "recovered"),
        (2, 1, "no_important_change"),
        (10, 15, "worse"),
    ],
)
def test_a_change_of_the_roland_morris(
    protocol: Protocol, first: int, now: int, meaning: str
) -> None:
    change = scored(protocol, "rmdq_24", ticked(now), ticked(first)).change
    assert change is not None
    assert change.meaning == meaning


@pytest.mark.parametrize(("now", "meaning"), [(6, "improved"), (5, "no_important_change")])
def test_where_more_is_better_a_rise_is_an_improvement(
    protocol: Protocol, now: int, meaning: str
) -> None:
    first = {"activity_1": 4, "activity_2": 3, "activity_3": 5}
    answers = {"activity_1": now, "activity_2": now - 1, "activity_3": now + 1}
    change = scored(protocol, "patient_activities", answers, first).change
    assert change is not None
    assert change.meaning == meaning
    back = scored(protocol, "patient_activities", first, answers).change
    assert back is not None
    assert back.meaning == {"improved": "worse"}.get(meaning, meaning)


def test_only_activities_rated_both_times_are_compared(protocol: Protocol) -> None:
    first, now = {"activity_1": 2, "activity_2": 8}, {"activity_1": 2, "activity_3": 9}
    change = scored(protocol, "patient_activities", now, first).change
    assert change is not None
    assert (change.points, change.meaning) == (0, "no_important_change")
    assert scored(protocol, "patient_activities", {"activity_3": 9}, first).change is None


def test_without_a_published_important_change_none_is_claimed(protocol: Protocol) -> None:
    low, high = dict.fromkeys(PHQ_9[:7], 0), dict.fromkeys(PHQ_9[:7], 3)
    change = scored(protocol, "gad_7", low, high).change
    assert change is not None
    assert (change.points, change.meaning) == (-21, "not_defined")


def test_a_first_score_that_cannot_be_made_is_said(protocol: Protocol) -> None:
    instrument = protocol.instruments["gad_7"]
    decision = score(instrument, dict.fromkeys(PHQ_9[:7], 1), {"q1": 3})
    assert decision.value.change is None
    assert "no change to show" in decision.reasons[-1].text


# --- bad answers ---


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"q10": 1}, "'q10': phq_9 has no such item (did you mean q1?)"),
        ({"q1": 4}, "q1: 4 is not an answer. Remedy: give a whole number from 0 to 3 (0 = Not at"),
        ({"q1": -1}, "q1: -1 is not an answer"),
        ({"q1": 1.5}, "q1: 1.5 is not an answer"),
        ({"q1": "often"}, "q1: 'often' is not an answer"),
        ({"q1": True}, "q1: True is not an answer"),
        ({"q1": float("nan")}, "q1: nan is not an answer"),
        ({"q1": [1]}, "q1: [1] is not an answer"),
        ({"q1": "9" * 5000}, "q1: '9999"),
        ({"q1": 10**5000}, "q1: a very long number is not an answer"),
        ({"q1\x1b[31m": 1}, "\\x1b[31m"),
    ],
)
def test_a_bad_answer_is_named_with_its_remedy(
    protocol: Protocol, answers: dict[str, object], words: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        read_items(protocol.instruments["phq_9"], answers)
    assert words in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_all_faults_are_named_but_not_thousands(protocol: Protocol) -> None:
    with pytest.raises(AnswerError) as caught:
        read_items(protocol.instruments["phq_9"], {f"x{n}": 1 for n in range(5000)})
    assert len(caught.value.faults) == 21


# --- laws ---


@given(data=st.data())
def test_scores_stay_on_the_scale_and_reasons_have_sources(
    protocol: Protocol, data: st.DataObject
) -> None:
    instrument = data.draw(st.sampled_from(list(protocol.instruments.values())))
    answers, first = data.draw(_answers(instrument)), data.draw(_answers(instrument))
    decision = score(instrument, answers, first)
    result = decision.value
    if result.value is not None:
        assert instrument.low <= result.value <= instrument.high
    assert decision.reasons
    assert all(reason.source == instrument.source for reason in decision.reasons)


def _answers(instrument: Instrument) -> st.SearchStrategy[dict[str, int]]:
    return st.fixed_dictionaries(
        {},
        optional={item.id: st.integers(int(item.low), int(item.high)) for item in instrument.items},
    )
