"""The clinical lint of every day: what is named is there, and somebody is left out of nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from ischia.protocol.base import CAUSES
from ischia.protocol.daily import Activity, ForSome
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

LIGHTEST = 2
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def check_daily(protocol: Protocol) -> Iterator[Fault]:
    """Lessons, words, breaks, advice, habits and reminders."""
    yield from _check_lessons(protocol)
    yield from _check_for_some(protocol)
    yield from _check_breaks(protocol)
    yield from _check_reminders(protocol)


def _check_lessons(protocol: Protocol) -> Iterator[Fault]:
    for lesson in protocol.lessons.values():
        for name in lesson.texts:
            if name not in protocol.education:
                close = nearest(name, list(protocol.education))
                fault = f"there is no text {name}{close}"
                yield Fault("lessons", lesson.id, "texts", fault, "name an education item")
        if not lesson.texts:
            yield Fault("lessons", lesson.id, "texts", "it says nothing", "name a text")
        if bool(lesson.drawing) != bool(lesson.drawing_text):
            fault = "a drawing and its words go together"
            yield Fault("lessons", lesson.id, "drawing_text", fault, "give both or neither")
    for word in protocol.glossary.values():
        if word.lesson and word.lesson not in protocol.lessons:
            close = nearest(word.lesson, list(protocol.lessons))
            fault = f"there is no lesson {word.lesson}{close}"
            yield Fault("glossary", word.id, "lesson", fault, "name a lesson or leave it out")


def _for_some(protocol: Protocol) -> Iterator[tuple[str, ForSome, str]]:
    """Each with its kind and its exercise."""
    for one in protocol.posture_breaks.values():
        yield "posture_breaks", one, one.exercise
    for advice in protocol.daily_advice.values():
        yield "daily_advice", advice, ""
    for habit in protocol.habits.values():
        yield "habits", habit, habit.exercise


def _check_for_some(protocol: Protocol) -> Iterator[Fault]:
    for kind, item, exercise in _for_some(protocol):
        for cause in item.causes:
            if cause not in CAUSES:
                fault = f"there is no cause {cause}{nearest(cause, list(CAUSES))}"
                yield Fault(kind, item.id, "causes", fault, "name a cause")
        known = protocol.exercises.get(exercise)
        if exercise and known is None:
            fault = f"there is no exercise {exercise}{nearest(exercise, list(protocol.exercises))}"
            yield Fault(kind, item.id, "exercise", fault, "name an exercise")
        elif known is not None and known.load_level > LIGHTEST:
            fault = f"{exercise} has load level {known.load_level}"
            yield Fault(kind, item.id, "exercise", fault, f"use one of {LIGHTEST} at most")


def _check_breaks(protocol: Protocol) -> Iterator[Fault]:
    for one in protocol.posture_breaks.values():
        if not 0 < one.break_minutes < one.after_minutes_flare <= one.after_minutes:
            fault = "a break is shorter than what it breaks, and comes no later in a flare"
            yield Fault("posture_breaks", one.id, "after_minutes_flare", fault, "mend the minutes")
    for activity in get_args(Activity) if protocol.posture_breaks else ():
        if not any(
            one.activity == activity and not (one.causes or one.directions or one.exercise)
            for one in protocol.posture_breaks.values()
        ):
            fault = f"nobody in particular has no break from {activity}"
            yield Fault("posture_breaks", activity, "", fault, "add one for everybody")


def _check_reminders(protocol: Protocol) -> Iterator[Fault]:
    for time in protocol.reminder_times.values():
        if not _TIME.fullmatch(time.at):
            fault = f"{time.at!r} is no time"
            yield Fault("reminder_times", time.id, "at", fault, "write it as 07:30")
    texts = protocol.reminder_texts
    if texts and not any(text.from_days == 0 for text in texts.values()):
        fault = "no text for the first day"
        yield Fault("reminder_texts", "usual", "from_days", fault, "add one from 0 days on")
