"""The reminder that is due now, for the page that asks and for the browser that is told."""

from __future__ import annotations

from datetime import datetime

from ischia.care.reminding import Now
from ischia.record import daily, journey
from ischia.record.facts import day_of
from ischia.record.models import Person


def reminder_due(person: Person, at: datetime) -> Now | None:
    """The reminder to be seen now. The day is looked at only at a time that was chosen."""
    if not daily.is_reminder_time(person, at=at):
        return None
    return daily.reminder_now(person, journey.today(person, at=at), at=at)


def name_of(person: Person, reminder: Now, at: datetime) -> str:
    """What tells one reminder from every other of this person."""
    return f"{day_of(person, at)} {reminder.slot} {reminder.number}"
