"""Reminding: when to say something about a session, what, and when to ask instead.

Clock times are the person's own. A reminder is given at its time and at most once more; never in
the quiet hours, never for a session that is done, and never on a day of rest that was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from ischia.protocol.daily import ReminderText
from ischia.protocol.model import Protocol

MINUTE = timedelta(minutes=1)


class Wishes(Struct, frozen=True, kw_only=True):
    """The times by session, the quiet hours (which may go past midnight), and whether to repeat."""

    times: dict[str, time] = {}
    quiet_from: time | None = None
    quiet_until: time | None = None
    repeat: bool = False


class Now(Struct, frozen=True, kw_only=True):
    """What a reminder says now. `number` is 1, or 2 for the repeat."""

    slot: str
    number: int
    text: str


class PastDay(Struct, frozen=True):
    """A day that is over: whether sessions were asked for, and how many were done."""

    day: date
    asked: bool
    done: int


def is_quiet(wishes: Wishes, at: time) -> bool:
    """Whether a time of day lies in the quiet hours."""
    start, end = wishes.quiet_from, wishes.quiet_until
    if start is None or end is None or start == end:
        return False
    return start <= at < end if start < end else at >= start or at < end


def missed_days(days: Sequence[PastDay]) -> int:
    """How many of the last days, back to the last session, went without one that was asked for.

    A day of rest, or one on which exercise was not allowed, does not count.
    """
    missed = 0
    for day in sorted(days, key=lambda day: day.day, reverse=True):
        if day.done:
            break
        missed += day.asked
    return missed


def reminder_text(protocol: Protocol, missed: int) -> str:
    """What a reminder says after so many days: something else when it goes unanswered."""
    texts: Iterable[ReminderText] = protocol.reminder_texts.values()
    reached = [text for text in texts if text.from_days <= missed]
    return max(reached, key=lambda text: text.from_days).text if reached else ""


def reminder_now(
    protocol: Protocol, wishes: Wishes, now: datetime, due: Iterable[str], missed: int
) -> Now | None:
    """The reminder that is to be seen at `now`, the person's own clock; None when there is none.

    `due` are the sessions of today that are neither done nor left out for rest. One reminder is
    seen for as long as the repeat is away, and after the repeat as long again.
    """
    if is_quiet(wishes, now.time()):
        return None
    apart = timedelta(minutes=protocol.parameter("reminder_repeat_minutes"))
    times = 1 + wishes.repeat
    for slot in due:
        at = wishes.times.get(slot)
        if at is None:
            continue
        since = now - datetime.combine(now.date(), at, now.tzinfo)
        if timedelta() <= since < apart * times:
            return Now(slot=slot, number=1 + since // apart, text=reminder_text(protocol, missed))
    return None


def lasts(protocol: Protocol, wishes: Wishes, now: datetime, slot: str) -> timedelta:
    """How much longer the reminder that is seen at `now` is seen, to the minute."""
    found = reminder_now(protocol, wishes, now, [slot], 0)
    if found is None:
        return timedelta()
    end = now.replace(second=0, microsecond=0) + MINUTE
    while reminder_now(protocol, wishes, end, [slot], 0) == found:
        end += MINUTE
    return end - now


def asks_why(protocol: Protocol, missed: int, today: date, answered: date | None) -> bool:
    """Whether to ask what got in the way: after some days, and not again for a while."""
    rest = timedelta(days=protocol.parameter("reminder_barrier_rest_days"))
    if answered is not None and today - answered < rest:
        return False
    return missed >= protocol.parameter("reminder_barrier_days")
