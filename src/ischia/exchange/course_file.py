"""How it went over the weeks, from a file: scores by week, and what was planned, done and walked.

    scores: {nrs_leg: {0: 6, 4: 4}, rmdq_24: {0: 14, 12: 8}}
    weeks: [{planned: 14, done: 10, rested: 0, walked_minutes: 60}, ...]

All faults are named at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

from msgspec import Struct

from ischia.care.adherence import Week
from ischia.care.answers import AnswerError, AnswerFault, shown
from ischia.exchange.answers_file import read_content
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

START = "write `scores:` or `weeks:`; see docs/reference/commands.md"
MOST_WEEKS, MOST_SESSIONS, MOST_MINUTES, MOST_FAULTS = 520, 100, 7 * 24 * 60, 20
NUMBERS = {"planned": MOST_SESSIONS, "done": MOST_SESSIONS, "rested": MOST_SESSIONS}
WALKED = "walked_minutes"

Form = Mapping[str, object]


class CourseFile(Struct, frozen=True):
    """Checked scores (instrument to week to points) and weeks."""

    scores: dict[str, dict[float, float]]
    weeks: tuple[Week, ...]


def read_course_file(name: str, protocol: Protocol) -> CourseFile:
    """Read FILE, or standard input when `name` is "-". Raises `AnswerError`."""
    return read_course(read_content(name, START), protocol)


def read_course(content: object, protocol: Protocol) -> CourseFile:
    """Check a file's content. Raises `AnswerError` naming each field and its remedy."""
    reader = _Reader(protocol)
    form = reader.form("file", content, ("scores", "weeks"))
    scores = reader.scores(form.get("scores", {}))
    weeks = reader.weeks(form.get("weeks", []))
    if not reader.faults and not scores and not weeks:
        reader.fault("file", "neither scores nor weeks", START)
    if reader.faults:
        raise AnswerError(reader.faults[:MOST_FAULTS])
    return CourseFile(scores, weeks)


class _Reader:
    """Reads field by field and collects the faults."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.known = {course.instrument for course in protocol.courses.values()}
        self.faults: list[AnswerFault] = []

    def fault(self, field: str, fault: str, remedy: str) -> None:
        self.faults.append(AnswerFault(field, fault, remedy))

    def form(self, field: str, raw: object, keys: tuple[str, ...] = ()) -> Form:
        """A mapping; with `keys`, one without any other."""
        if not isinstance(raw, Mapping):
            self.fault(field, f"{shown(raw)} is not a mapping", START)
            return {}
        form = {str(key): value for key, value in cast("Mapping[object, object]", raw).items()}
        for key in form:
            if keys and key not in keys:
                text = f"this is not a part of it{nearest(key, keys)}"
                self.fault(f"{field}.{shown(key)[1:-1]}", text, f"use {', '.join(keys)}")
        return form

    def number(self, field: str, raw: object, low: float, high: float) -> float | None:
        try:
            value = math.nan if isinstance(raw, bool) else float(str(raw))
        except ValueError:
            value = math.nan
        if low <= value <= high:
            return value
        self.fault(
            field, f"{shown(raw)} is not possible", f"give a number from {low:g} to {high:g}"
        )
        return None

    def scores(self, raw: object) -> dict[str, dict[float, float]]:
        found: dict[str, dict[float, float]] = {}
        names = tuple(sorted(self.known))
        for name, weeks in self.form("scores", raw, names).items():
            if name in self.known:
                found[name] = self.by_week(f"scores.{name}", name, weeks)
                if not found[name]:
                    self.fault(f"scores.{name}", "no score", "write `week: points`")
        return found

    def by_week(self, field: str, name: str, raw: object) -> dict[float, float]:
        instrument = self.protocol.instruments[name]
        found: dict[float, float] = {}
        for key, points in self.form(field, raw).items():
            week = self.number(f"{field}.{shown(key)[1:-1]}", key, 0, MOST_WEEKS)
            where = f"{field}.{shown(key)[1:-1]}"
            value = self.number(where, points, instrument.low, instrument.high)
            if week is not None and value is not None:
                if week in found:
                    self.fault(where, "this week stands here twice", "keep one of the two")
                found[week] = value
        return found

    def weeks(self, raw: object) -> tuple[Week, ...]:
        if not isinstance(raw, list):
            self.fault("weeks", f"{shown(raw)} is not a list", "write a list, one entry a week")
            return ()
        listed = cast("list[object]", raw)
        return tuple(self.week(f"weeks[{n}]", entry) for n, entry in enumerate(listed, 1))

    def week(self, field: str, raw: object) -> Week:
        form = self.form(field, raw, (*NUMBERS, WALKED))
        given = {
            key: self.number(f"{field}.{key}", form.get(key, 0), 0, most) or 0
            for key, most in NUMBERS.items()
        }
        if "planned" in form and given["done"] > given["planned"]:
            self.fault(f"{field}.done", "more than planned", "count the planned sessions only")
        walked = form.get(WALKED)
        minutes = (
            None if walked is None else self.number(f"{field}.{WALKED}", walked, 0, MOST_MINUTES)
        )
        return Week(**given, walked_minutes=minutes)
