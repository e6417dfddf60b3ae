"""Looking back at a flare: what the person makes of it, kept for the next one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ischia.record import entries
from ischia.record.alone import alone
from ischia.record.facts import day_of
from ischia.record.keep import Sent, keep
from ischia.record.models import Person, User
from ischia.record.valid import valid_day


def look_back(
    person: Person,
    payload: entries.Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> UUID:
    """Keep what the person makes of a flare (`entries.LookBack`). Raises `AnswerError`."""
    form = entries.read_payload(entries.LookBack, payload)
    valid_day("flare", form.flare, day_of(person, now or at))
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        return UUID(str(keep(person, "look_back", form, sent)[0].pk))
