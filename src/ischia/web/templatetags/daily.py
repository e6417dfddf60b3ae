"""What daily living and reminders put on other pages: small habits, the reminder, the question."""

from __future__ import annotations

from django import template
from django.utils import timezone

from ischia.record import daily, journey
from ischia.record.models import Person
from ischia.record.shown import Today

register = template.Library()


@register.inclusion_tag("daily_living/today.html")
def habits_today(person: Person, today: Today | None = None) -> dict[str, object]:
    """The small habits that were chosen; nothing where none was."""
    if not daily.plans_of(person):
        return {"tied": ()}
    now = timezone.now()
    living = daily.living_of(today or journey.today(person, at=now))
    return {"tied": daily.tied_habits(person, living)}


@register.inclusion_tag("reminders/bar.html")
def reminder_bar(person: Person) -> dict[str, object]:
    """A quiet bar that shows a reminder at its time; nothing where no time was chosen."""
    return {"on": bool(daily.wishes_of(person).times)}


@register.inclusion_tag("reminders/ask.html")
def missed_question(person: Person) -> dict[str, object]:
    """The question what got in the way, when it is time to ask."""
    return {"ask": daily.asks_why(person, at=timezone.now())}
