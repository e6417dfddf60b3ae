"""Days and people for the tests of the record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from ischia.record import journey
from ischia.record.models import Person, User
from ischia.record.shown import Tomorrow

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
EASY: dict[str, Any] = {"leg": 2, "back": 2}


def make_person(name: str, zone: str = "UTC") -> Person:
    """Somebody with an account of their own."""
    owner = User.objects.create(username=name)
    return Person.objects.create(
        owner=owner, display_name=name, created_at=MONDAY - DAY, time_zone=zone
    )


def do_session(person: Person, at: datetime, slot: str = "morning", **more: Any) -> UUID:
    """A session done in full, with no trouble; its id."""
    done: dict[str, Any] = {
        "slot": slot,
        "items": [],
        "done_share": 1,
        "form_score": 90,
        "pain_before": EASY,
        "zone_before": 3,
        **more,
    }
    return journey.finish_session(person, done, at=at, entry_id=uuid4()).pk


def tell(person: Person, session: UUID, at: datetime, **more: Any) -> Tomorrow:
    """That a session did no harm, but for what `more` says."""
    told = {"session": session, "pain_after": EASY, "zone_after": 3, "tingling": 0,
            "settled_within_hours": 0, "effort": 4, "flare_felt": False, "danger": False,
            **more}  # fmt: skip
    return journey.respond(person, told, at=at, entry_id=uuid4())


def wake(person: Person, at: datetime, **more: Any) -> Tomorrow:
    """A good morning, but for what `more` says."""
    told = {"on": at.date(), "pain": EASY, "zone": 3, "sleep": 7, "bad_night": False,
            "flare_felt": False, "danger": False, **more}  # fmt: skip
    return journey.check_in(person, told, at=at, entry_id=uuid4())


def good_day(person: Person, morning: datetime) -> None:
    """Two sessions without trouble, and what they did."""
    for hours, slot in ((1, "morning"), (9, "evening")):
        session = do_session(person, morning + hours * HOUR, slot)
        tell(person, session, morning + (hours + 1) * HOUR)


def calendar(morning: datetime, days: int) -> date:
    """The day that is so many days later."""
    return (morning + days * DAY).date()
