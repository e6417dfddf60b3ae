"""The part of the lint that reads what the simulation assumes of virtual people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ischia.protocol.assumption import ASSUMPTIONS, Trajectory
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

_SUM_TOLERANCE = 0.005
_MOST = 10.0
_TOGETHER = (
    ("flare_felt_only", "flare_pain_only"),
    ("irritability_high_share", "irritability_medium_share"),
    ("over_reporter_share", "non_reporter_share", "silent_share"),
)


def check_assumptions(protocol: Protocol) -> Iterator[Fault]:
    """Exactly the assumptions that virtual people are made with, each a possible number."""
    for name in ASSUMPTIONS:
        if name not in protocol.assumptions:
            yield Fault("assumptions", name, "", "this assumption is missing", "add its file")
    for item in protocol.assumptions.values():
        if item.id not in ASSUMPTIONS:
            fault = f"nothing reads this assumption{nearest(item.id, list(ASSUMPTIONS))}"
            yield Fault("assumptions", item.id, "id", fault, "remove or rename it")
            continue
        low, high = ASSUMPTIONS[item.id]
        if not low <= item.value <= high:
            fault = f"{item.value:g} is not from {low:g} to {high:g}"
            yield Fault("assumptions", item.id, "value", fault, "correct the value")
    for names in _TOGETHER:
        known = [protocol.assumptions[name] for name in names if name in protocol.assumptions]
        if sum(item.value for item in known) > 1:
            fault = f"{', '.join(names)} are together more than all people"
            yield Fault("assumptions", names[0], "value", fault, "lower one of them")
    yield from _check_trajectories(protocol)


def _check_trajectories(protocol: Protocol) -> Iterator[Fault]:
    courses = list(protocol.trajectories.values())
    if not courses:
        fault = "there is no course of leg pain"
        yield Fault("trajectories", "improving_mild", "", fault, "add its file")
    elif abs(sum(course.share for course in courses) - 1) > _SUM_TOLERANCE:
        fault = "the shares do not add up to 1"
        yield Fault("trajectories", courses[0].id, "share", fault, "correct the shares")
    for course in courses:
        for field, fault in _faults_of(course):
            yield Fault("trajectories", course.id, field, fault, "correct it")


def _faults_of(course: Trajectory) -> Iterator[tuple[str, str]]:
    if not 0 <= course.share <= 1:
        yield "share", "a share is from 0 to 1"
    if min(course.start_sd, course.daily_sd) < 0:
        yield "daily_sd", "a spread is not below 0"
    points = (course.start_mean, *(value for _, value in course.months))
    if not all(0 <= value <= _MOST for value in points):
        yield "months", "pain is from 0 to 10"
    if not course.start_mean > 0:
        yield "start_mean", "a course starts with some pain"
    times = (0.0, *(month for month, _ in course.months))
    if not course.months or any(later <= earlier for earlier, later in pairwise(times)):
        yield "months", "the months do not rise, or there are none"
