"""What the charts draw: plain numbers for the page, in seconds since 1970 (noon, UTC) and points.

The same numbers stand in the tables; a chart shows nothing that a table does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.care.course import CourseView, compare
from ischia.care.decision import Decision
from ischia.care.outcomes import level_that_matters
from ischia.protocol.course import Course, band_at
from ischia.protocol.instrument import Instrument
from ischia.protocol.model import Protocol
from ischia.record.questionnaires import Scored
from ischia.record.story import Story, StoryWeek

LEG = "nrs_leg"  # the scale of the daily leg pain, whose course is published
DAYS_PER_WEEK = 7
SECONDS_PER_DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()


class Band(Struct, frozen=True):
    """A published course beside a person's scores, in words and for the chart."""

    course: Course
    view: Decision[CourseView]
    level: float | None


def seconds(day: date) -> int:
    """Noon of a day, as the charts count time."""
    return (day.toordinal() - EPOCH) * SECONDS_PER_DAY + SECONDS_PER_DAY // 2


def leg_band(protocol: Protocol, weeks: Sequence[StoryWeek]) -> Band | None:
    """The weekly means of leg pain beside the published course; None before there are any."""
    told = {float(n): week.leg for n, week in enumerate(weeks) if week.leg is not None}
    return _band(protocol, LEG, told)


def score_band(protocol: Protocol, scores: Sequence[Scored]) -> Band | None:
    """One instrument's scores beside its published course, if there is one."""
    if not scores:
        return None
    first = scores[0].day
    told = {
        (row.day - first).days / DAYS_PER_WEEK: row.score.value
        for row in scores
        if row.score.value is not None
    }
    return _band(protocol, scores[0].instrument, told)


def _band(protocol: Protocol, instrument: str, told: Mapping[float, float]) -> Band | None:
    course = next((c for c in protocol.courses.values() if c.instrument == instrument), None)
    if not told or course is None:
        return None
    view = compare(course, told)
    return Band(
        course, view, level_that_matters(protocol.instruments[instrument], view.value.first)
    )


def _edges(band: Band | None, weeks: Iterable[float]) -> tuple[list[Any], list[Any]]:
    """The band's edges at these weeks since the first score; None where there is none."""
    low: list[Any] = []
    high: list[Any] = []
    for week in weeks:
        fair = band is not None and band.view.value.first >= band.course.least_first
        edges = band_at(band.course.points, week) if band is not None and fair else None
        first = band.view.value.first if band is not None else 0
        low.append(None if edges is None or edges[0] is None else round(edges[0] * first, 2))
        high.append(None if edges is None else round(edges[1] * first, 2))
    return low, high


def pain_chart(story: Story, band: Band | None) -> dict[str, Any]:
    """Leg and back pain by day, the band, flares, and the days on which the program changed."""
    days = story.days
    told = next((w.start for w in story.weeks if w.leg is not None), None)
    weeks = [(d.day - told).days / DAYS_PER_WEEK if told else -1 for d in days]
    low, high = _edges(band, weeks)
    lines = [
        _line(_("Leg"), "leg", [d.leg for d in days]),
        _line(_("Back"), "back", [d.back for d in days]),
    ]
    if any(edge is not None for edge in high):
        lines = [_line(_("In studies"), "band", high), _line("", "band-low", low), *lines]
    return {
        "x": [seconds(d.day) for d in days],
        "lines": lines,
        "range": [0, 10],
        "level": None if band is None else band.level,
        "flares": [[seconds(f.start), seconds(f.end)] for f in story.flares],
        "marks": [seconds(s.through) for s in story.steps if s.changes],
        "stages": [seconds(day) for day, _stage in story.stages[1:]],
    }


def score_chart(
    instrument: Instrument, scores: Sequence[Scored], band: Band | None, story: Story
) -> dict[str, Any]:
    """One instrument's scores, and the band where a course is published."""
    first = scores[0].day
    low, high = _edges(band, [(row.day - first).days / DAYS_PER_WEEK for row in scores])
    lines = [_line(_("Score"), "leg", [row.score.value for row in scores])]
    if any(edge is not None for edge in high):
        lines = [_line(_("In studies"), "band", high), _line("", "band-low", low), *lines]
    start = scores[0].score.value
    return {
        "x": [seconds(row.day) for row in scores],
        "lines": lines,
        "range": [instrument.low, instrument.high],
        "level": None if start is None else level_that_matters(instrument, start),
        "flares": [[seconds(f.start), seconds(f.end)] for f in story.flares],
        "marks": [],
    }


def week_chart(
    weeks: Sequence[StoryWeek], named: Mapping[str, Sequence[float | None]], *, level: float | None
) -> dict[str, Any]:
    """Bars by week; the first of `named` is drawn behind the second."""
    styles = ("plan", "done") if len(named) > 1 else ("done",)
    lines = [
        _line(title, style, list(values))
        for style, (title, values) in zip(styles, named.items(), strict=True)
    ]
    top = max([v for line in lines for v in line["y"] if v is not None] + [level or 0, 1])
    return {
        "x": [seconds(week.start) for week in weeks],
        "lines": lines,
        "range": [0, top * 1.08],
        "level": level,
        "flares": [],
        "marks": [],
        "bars": True,
    }


def _line(title: str, style: str, values: Sequence[float | None]) -> dict[str, Any]:
    return {"title": title, "style": style, "y": list(values)}
