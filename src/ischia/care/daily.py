"""Daily living: which breaks, advice and habits are for this person, and why.

What the person's own body answers outranks the cause: where an item is for directions and the
person has one, the direction alone decides. An item with an exercise is only for who has that
exercise in the program, so that nothing is offered here that the program would not offer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar, get_args

from msgspec import Struct

from ischia.care.decision import Decision, Reason, reason_of
from ischia.protocol.daily import Activity, DailyAdvice, ForSome, Habit, PostureBreak, Topic
from ischia.protocol.model import Protocol

NEUTRAL = ("", "neutral")
I = TypeVar("I", bound=ForSome)  # noqa: E741


class Living(Struct, frozen=True, kw_only=True):
    """What is known of a person here. `direction` is the one that is trained, `exercises` are
    those of today's sessions; both are empty for who is not to exercise now."""

    cause: str = "unknown"
    direction: str = ""
    exercises: frozenset[str] = frozenset()
    flare: bool = False


class PlannedBreak(Struct, frozen=True, kw_only=True):
    """A break from an activity: after how many minutes, how many minutes long, what to do."""

    activity: Activity
    after_minutes: float
    break_minutes: float
    title: str
    text: str
    exercise: str = ""


def fits(item: ForSome, living: Living) -> bool:
    """Whether an item is for this person."""
    if item.directions and living.direction not in NEUTRAL:
        return living.direction in item.directions
    return not (item.causes or item.directions) or living.cause in item.causes


def breaks_for(protocol: Protocol, living: Living) -> Decision[tuple[PlannedBreak, ...]]:
    """One break for each activity."""
    chosen: list[PlannedBreak] = []
    reasons: list[Reason] = []
    for activity in get_args(Activity):
        one = _first(protocol.posture_breaks.values(), activity, living)
        if one is None:
            continue
        after = one.after_minutes_flare if living.flare else one.after_minutes
        chosen.append(
            PlannedBreak(
                activity=activity,
                after_minutes=after,
                break_minutes=one.break_minutes,
                title=one.title,
                text=one.text,
                exercise=one.exercise,
            )
        )
        reasons.append(reason_of(one, one.text, ()))
    return Decision(tuple(chosen), tuple(reasons))


def _first(
    breaks: Iterable[PostureBreak], activity: Activity, living: Living
) -> PostureBreak | None:
    known = (one for one in breaks if one.activity == activity and fits(one, living))
    allowed = (one for one in known if not one.exercise or one.exercise in living.exercises)
    return min(allowed, key=lambda one: one.order, default=None)


def advice_for(protocol: Protocol, topic: Topic, living: Living) -> tuple[DailyAdvice, ...]:
    """The advice on a topic that is for this person, in its order."""
    known = protocol.daily_advice.values()
    return _ordered(one for one in known if one.topic == topic and fits(one, living))


def habits_for(protocol: Protocol, living: Living) -> tuple[Habit, ...]:
    """The habits that are for this person, in their order."""
    return _ordered(
        habit
        for habit in protocol.habits.values()
        if fits(habit, living) and (not habit.exercise or habit.exercise in living.exercises)
    )


def _ordered(items: Iterable[I]) -> tuple[I, ...]:
    return tuple(sorted(items, key=lambda item: item.order))
