"""A person's course beside the published one, worked out by hand from the protocol's shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ischia.care.course import compare
from ischia.protocol.course import CoursePoint, band_at
from ischia.protocol.lint_courses import check_courses
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

PROTOCOL = load_protocol()
LEG, FUNCTION = PROTOCOL.courses["leg_pain"], PROTOCOL.courses["daily_function"]


@pytest.mark.parametrize(
    ("week", "score", "place"),
    [
        # of a first 6 week 4 has 4.2 to 5.58, week 26 has 1.68 to 4.74; half a point either side
        (4, 5, "within"), (4, 6, "within"), (4, 6.6, "above"), (4, 3.8, "within"),
        (4, 3.6, "below"),
        (26, 5.2, "within"), (26, 6, "above"), (26, 0.6, "below"), (26, 2, "within"),
        (53, 2, "not_compared"),
    ],
)  # fmt: skip
def test_leg_pain_beside_its_band(week: float, score: float, place: str) -> None:
    view = compare(LEG, {0: 6, week: score}).value
    assert view.place == place
    assert view.steps[0].place == "not_compared"


def test_between_two_points_the_band_lies_on_straight_lines() -> None:
    """Half way from week 4 (0.7 to 0.93) to week 13 (0.4 to 0.84), of a first score of 10."""
    step = compare(LEG, {0: 10, 8.5: 6}).value.steps[1]
    assert (step.low, step.high) == (pytest.approx(5.5), pytest.approx(8.85))


def test_weeks_count_from_the_first_score_whenever_that_was() -> None:
    late = compare(LEG, {10: 6, 14: 5}).value
    assert late.steps == compare(LEG, {0: 6, 4: 5}).value.steps


def test_function_has_a_line_and_no_lower_edge() -> None:
    """After a year just over half had 70 % or less of their first score left: 9.8 of 14."""
    for score, place in ((10.8, "within"), (10.9, "above"), (0, "within")):
        step = compare(FUNCTION, {0: 14, 52: score}).value.steps[1]
        assert (step.place, step.low, step.high) == (place, None, pytest.approx(9.8))


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({0: 2, 8: 1}, "too low for a fair comparison"),
        ({0: 6}, "One score is no course yet"),
        ({0: 6, 60: 1}, "The studies end after 52 weeks"),
    ],
)
def test_what_cannot_be_compared_says_why(scores: dict[float, float], words: str) -> None:
    decision = compare(LEG, scores)
    assert decision.value.place == "not_compared"
    assert words in decision.reasons[0].text


def test_every_comparison_says_what_the_band_cannot_say() -> None:
    for found in PROTOCOL.courses.values():
        texts = [reason.text for reason in compare(found, {0: 10, 8: 5}).reasons]
        assert set(found.limits) <= set(texts)
        assert any("cannot say how it will go for you" in text for text in texts)
        assert not any(word in " ".join(texts).lower() for word in ("you will", "promise"))


def test_without_a_score_there_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="no score"):
        compare(LEG, {})


@given(st.floats(3, 10), st.floats(0.5, 52), st.floats(0, 10), st.floats(0, 10))
def test_more_pain_never_looks_better(first: float, week: float, one: float, two: float) -> None:
    order = ["below", "within", "above"]
    less, more = sorted((one, two))
    places = [compare(LEG, {0: first, week: score}).value.place for score in (less, more)]
    assert order.index(places[0]) <= order.index(places[1])


def test_every_point_has_a_source_and_published_means_lie_in_the_band() -> None:
    """8.0 to 5.2 in 26 weeks leaves 0.65; 4.4 to 1.4 in 52 weeks leaves 0.32."""
    for course in PROTOCOL.courses.values():
        for point in course.points:
            assert point.source
            assert point.note
            assert set(point.source) <= PROTOCOL.bibliography.keys()
    shares = [round(study.later / study.first, 2) for study in LEG.studies]
    assert shares == [0.65, 0.32]
    for study, share in zip(LEG.studies, shares, strict=True):
        low, high = band_at(LEG.points, study.weeks) or (1, 0)
        assert low is not None
        assert low <= share <= high


def test_the_band_is_that_of_the_groups_it_is_named_after() -> None:
    """The simulation's four courses and this band rest on the same cohort, and must not drift."""
    better, stays = (
        PROTOCOL.trajectories[name] for name in ("improving_mild", "persistent_moderate")
    )
    for point, (month, _) in zip(LEG.points[1:], better.months, strict=True):
        left = {t.id: dict(t.months)[month] / t.start_mean for t in (better, stays)}
        assert point.low == pytest.approx(left["improving_mild"], abs=0.01)
        assert point.high == pytest.approx(left["persistent_moderate"], abs=0.01)


def broken(**changes: object) -> Protocol:
    return replace(PROTOCOL, courses={**PROTOCOL.courses, LEG.id: replace(LEG, **changes)})


def moved(**changes: object) -> tuple[CoursePoint, ...]:
    return (*LEG.points[:-1], replace(LEG.points[-1], **changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"instrument": "nrs_leggg"}, "instrument"),
        ({"instrument": "patient_activities"}, "instrument"),
        ({"instrument": "rmdq_24"}, "instrument"),
        ({"least_first": 0}, "least_first"),
        ({"margin": -1}, "margin"),
        ({"limits": ()}, "limits"),
        ({"below": ""}, "below"),
        ({"points": LEG.points[1:]}, "points"),
        ({"points": moved(weeks=13)}, "points"),
        ({"points": moved(low=0.9)}, "points"),
        ({"points": moved(high=0.3)}, "studies"),
        ({"points": LEG.points[:-1]}, "studies"),
    ],
)
def test_the_lint_names_a_band_that_cannot_be(changes: dict[str, object], field: str) -> None:
    assert list(check_courses(PROTOCOL)) == []
    assert field in {fault.field for fault in check_courses(broken(**changes))}
