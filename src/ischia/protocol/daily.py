"""The shape of what belongs to every day: lessons, words, breaks, advice, habits, reminders.

Where `causes` and `directions` are empty, an item is for everybody; else for who has one of them.
Durations are minutes, and days where the name says so.
"""

from __future__ import annotations

from typing import Literal

from ischia.protocol.base import Item, Words
from ischia.protocol.exercise import Direction

Activity = Literal["sitting", "standing"]
Topic = Literal["workstation", "driving", "sleep", "morning", "lifting"]
Way = Literal["ease", "shorter", "times", "program", "mood"]


class Lesson(Item, frozen=True, kw_only=True):
    """A page to read: `texts` are education items in their order, `drawing` the picture's name and
    `drawing_text` what it shows, for who cannot see it."""

    title: Words
    order: int
    summary: Words
    texts: tuple[str, ...]
    drawing: str = ""
    drawing_text: Words = ""


class GlossaryWord(Item, frozen=True, kw_only=True):
    """A word and what it means. `lesson` is where more of it stands."""

    title: Words
    text: Words
    lesson: str = ""


class ForSome(Item, frozen=True, kw_only=True):
    """An item that may be for some people only. Of several, the lowest `order` comes first."""

    order: int
    causes: tuple[str, ...] = ()
    directions: tuple[Direction, ...] = ()


class PostureBreak(ForSome, frozen=True, kw_only=True):
    """When to break off sitting or standing, for how long, and what to do then.

    One with an `exercise` is only for who has that exercise in the program.
    """

    title: Words
    activity: Activity
    after_minutes: float
    after_minutes_flare: float
    break_minutes: float
    text: Words
    exercise: str = ""


class DailyAdvice(ForSome, frozen=True, kw_only=True):
    """One piece of advice for a place or a time of the day; the picture is the topic's."""

    title: Words
    topic: Topic
    text: Words


class Moment(Item, frozen=True, kw_only=True):
    """A moment of the day that a habit can be tied to: "when ..."."""

    text: Words
    order: int


class Habit(ForSome, frozen=True, kw_only=True):
    """Something small to do: "then I ...". With an `exercise`, only for who has it."""

    text: Words
    exercise: str = ""


class Barrier(Item, frozen=True, kw_only=True):
    """What got in the way of the sessions, and the one thing that may help with it."""

    title: Words
    order: int
    help: Words
    leads_to: Way
    link: Words


class ReminderText(Item, frozen=True, kw_only=True):
    """What a reminder says, from so many days without a session on. It never counts or blames."""

    from_days: int
    text: Words


class ReminderTime(Item, frozen=True, kw_only=True):
    """A time of day that can be chosen in one tap, HH:MM."""

    slot: Literal["morning", "evening"]
    at: str


KINDS: dict[str, type[Item]] = {
    "lessons": Lesson,
    "glossary": GlossaryWord,
    "posture_breaks": PostureBreak,
    "daily_advice": DailyAdvice,
    "moments": Moment,
    "habits": Habit,
    "barriers": Barrier,
    "reminder_texts": ReminderText,
    "reminder_times": ReminderTime,
}
