"""A person's course beside the published one: below, within or above the band, and what that says.

The band is drawn for groups of people in studies. Where a score lies in it is no forecast, and
nothing about the exercises follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from ischia.care import sayings
from ischia.care.decision import Decision, Reason, reason_of
from ischia.protocol.course import Course, band_at

Place = Literal["below", "within", "above", "not_compared"]
_DIGITS = 6  # hides what binary fractions add, so that a score just on an edge is on it


class CourseStep(Struct, frozen=True, kw_only=True):
    """One score and the band at its time, both in points of the instrument.

    `week` counts from the first score. `low` is None where the sources give no lower edge, `high`
    where the score is not compared.
    """

    week: float
    score: float
    low: float | None
    high: float | None
    place: Place


class CourseView(Struct, frozen=True, kw_only=True):
    """The scores beside the band. `place` is that of the last score."""

    instrument: str
    first: float
    steps: tuple[CourseStep, ...]
    place: Place


def compare(course: Course, scores: Mapping[float, float]) -> Decision[CourseView]:
    """Hold scores (week to points) against a course; the earliest is the first.

    Raises `ValueError` without a score.
    """
    if not scores:
        raise ValueError("there is no score to compare")
    start = min(scores)
    first = scores[start]
    steps = tuple(
        _step(course, first, round(week - start, _DIGITS), scores[week]) for week in sorted(scores)
    )
    view = CourseView(instrument=course.instrument, first=first, steps=steps, place=steps[-1].place)
    return Decision(view, tuple(_reasons(course, view)))


def _step(course: Course, first: float, week: float, score: float) -> CourseStep:
    edges = band_at(course.points, week)
    if edges is None or week == 0 or first < course.least_first:
        return CourseStep(week=week, score=score, low=None, high=None, place="not_compared")
    low, high = (None if edge is None else round(edge * first, _DIGITS) for edge in edges)
    return CourseStep(
        week=week, score=score, low=low, high=high, place=_place(course, low, high, score)
    )


def _place(course: Course, low: float | None, high: float | None, score: float) -> Place:
    """Within a margin beside an edge counts as on it: no score is exact to the point."""
    if low is not None and score < low - course.margin:
        return "below"
    if high is not None and score > high + course.margin:
        return "above"
    return "within"


def _reasons(course: Course, view: CourseView) -> Iterator[Reason]:
    if view.place != "not_compared":
        yield reason_of(course, getattr(course, view.place), (course.instrument,))
    elif view.first < course.least_first:
        text = sayings.FIRST_TOO_LOW.format(least=f"{course.least_first:g}")
        yield reason_of(course, text, (course.instrument,))
    elif len(view.steps) == 1:
        yield reason_of(course, sayings.ONE_SCORE, (course.instrument,))
    else:
        last = course.points[-1].weeks
        text = sayings.STUDIES_END.format(weeks=f"{last:g}")
        yield reason_of(course, text, (course.instrument,))
    yield reason_of(course, course.text, ())
    for limit in course.limits:
        yield reason_of(course, limit, ())
