"""The yearly look: in maintenance, once a year, everything again. It is offered, never demanded."""

from __future__ import annotations

from datetime import datetime, timedelta

from ischia.care.plan import MAINTAIN
from ischia.record import entries
from ischia.record.alone import alone
from ischia.record.decisions import ADAPTATION, PRACTICE
from ischia.record.facts import day_of, last_kept
from ischia.record.keep import Sent, keep
from ischia.record.knowledge import knowledge
from ischia.record.models import Decision, Entry, Person, User
from ischia.record.shown import Today
from ischia.record.valid import error

AGAIN_IN = {"done": "yearly_check_days", "later": "yearly_put_off_days"}


def yearly_due(person: Person, today: Today, *, at: datetime) -> bool:
    """Whether to offer it: a year after the last, or after maintenance was first reached."""
    if today.stage != MAINTAIN or today.needs_check or not today.sessions:
        return False
    last = last_kept(person, "yearly", entries.Yearly)
    if last is not None:
        return today.day >= last.until
    year_ago = at - timedelta(days=knowledge().protocol.parameter(AGAIN_IN["done"]))
    made = Decision.objects.filter(person=person, kind__in=(PRACTICE, ADAPTATION))
    return made.filter(made_at__lte=year_ago, value__state__stage=MAINTAIN).exists()


def tell_yearly(person: Person, want: str, *, at: datetime, author: User | None = None) -> Entry:
    """Keep that it was `done`, or is wanted `later`."""
    if want not in AGAIN_IN:
        raise error("want", f"{want!r} is not known", "say done or later")
    day = day_of(person, at)
    until = day + timedelta(days=knowledge().protocol.parameter(AGAIN_IN[want]))
    with alone(person):
        payload = entries.Yearly(on=day, done=want == "done", until=until)
        return keep(person, "yearly", payload, Sent(at=at, author=author))[0]
