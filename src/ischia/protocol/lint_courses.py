"""The part of the lint that reads the published courses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ischia.protocol.course import Course, CourseStudy, band_at
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

KIND = "courses"
_MOST = 2.0


def check_courses(protocol: Protocol) -> Iterator[Fault]:
    """Each course is about an instrument, and its band is a band that published means lie in."""
    for course in protocol.courses.values():
        for field, text, remedy in _faults(protocol, course):
            yield Fault(KIND, course.id, field, text, remedy)
    named = [course.instrument for course in protocol.courses.values()]
    for course in protocol.courses.values():
        if named.count(course.instrument) > 1:
            text = f"{course.instrument} has more than one course"
            yield Fault(KIND, course.id, "instrument", text, "keep one")


def _faults(protocol: Protocol, course: Course) -> Iterator[tuple[str, str, str]]:
    instrument = protocol.instruments.get(course.instrument)
    if instrument is None:
        hint = nearest(course.instrument, list(protocol.instruments))
        yield "instrument", f"{course.instrument!r} is no instrument{hint}", "correct it"
        return
    if instrument.higher_is != "worse":
        text = "a share left means something only where more is worse"
        yield "instrument", text, "choose another"
    if not 0 < course.least_first <= instrument.high:
        yield "least_first", "not a score of this instrument above 0", "correct it"
    if course.margin < 0:
        yield "margin", "a margin is not below 0", "correct it"
    if bool(course.below) != any(point.low is not None for point in course.points):
        yield "below", "it belongs to a band with a lower edge", "add it, or the lower edge"
    if not course.limits:
        yield "limits", "nothing says what the band cannot say", "say it"
    yield from _faults_of_points(course)
    for study in course.studies:
        yield from _faults_of_study(course, study)


def _faults_of_points(course: Course) -> Iterator[tuple[str, str, str]]:
    points = course.points
    if not points or points[0].weeks or points[0].high != 1:
        yield "points", "the band begins with all of the first score, in week 0", "add that point"
    if any(later.weeks <= earlier.weeks for earlier, later in pairwise(points)):
        yield "points", "the weeks do not rise", "put them in order"
    for point in points:
        if not 0 <= (point.low or 0) <= point.high <= _MOST:
            yield "points", f"week {point.weeks:g}: not 0 <= low <= high", "correct the shares"


def _faults_of_study(course: Course, study: CourseStudy) -> Iterator[tuple[str, str, str]]:
    edges = band_at(course.points, study.weeks)
    if study.first <= 0 or edges is None:
        yield "studies", f"{study.source} is outside the weeks of the band", "correct it"
        return
    low, high = edges
    left = study.later / study.first
    if not (low or 0) <= left <= high:
        text = f"{study.source}: {left:.2f} of the first score is left, outside the band"
        yield "studies", text, "correct the band, or the figures"
