"""Keeping an entry: checked, once, and for the right person."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.db.models import Max

from ischia.care.answers import AnswerError, AnswerFault
from ischia.record.entries import Payload
from ischia.record.models import Entry, Person, User

LATE = timedelta(days=30)


class ConflictError(ValueError):
    """An entry with this id is kept already, and it says something else or is somebody else's."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How an entry came. `at` is when it was so; `now`, when it reached us, is `at` if not given.
    `author` is the account that was signed in."""

    at: datetime
    now: datetime | None = None
    by: str = "person"
    entry_id: uuid.UUID | None = None
    replaces: uuid.UUID | None = None
    author: User | None = None

    @property
    def received(self) -> datetime:
        return self.now or self.at

    @property
    def when(self) -> datetime:
        """When it was so. A clock that runs ahead, or is more than `LATE` behind, is not believed:
        what it says came now, so that nothing that was told is too old to count."""
        late = self.received - self.at
        return self.at if timedelta() <= late <= LATE else self.received


def plain(value: object) -> Any:
    """A value as JSON will give it back."""
    return msgspec.json.decode(msgspec.json.encode(value))


def keep(person: Person, kind: str, payload: Payload, sent: Sent) -> tuple[Entry, bool]:
    """Keep an entry; whether it is new. The same one again changes nothing.

    The person must be locked, so that numbers are given one after the other. Raises
    `ConflictError`, `AnswerError`.
    """
    if sent.at.tzinfo is None:
        raise ValueError("`at` has no time zone")
    data = plain(payload)
    entry = Entry(
        id=sent.entry_id or uuid.uuid4(),
        person=person,
        kind=kind,
        at=sent.when,
        received_at=sent.received,
        by=sent.by,
        author=sent.author,
        replaces=_replaced(person, kind, sent.replaces),
        data=data,
        number=_next_number(person),
    )
    if sent.entry_id is not None:
        kept = Entry.objects.filter(pk=sent.entry_id).first()
        if kept is not None:
            return _same(kept, entry), False
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:  # somebody else has just used this id
        raise ConflictError(f"entry {entry.pk} is kept already, with other content") from None
    return entry, True


def _next_number(person: Person) -> int:
    last = Entry.objects.filter(person=person).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _same(kept: Entry, entry: Entry) -> Entry:
    """The entry that is there, if it is the one that was sent."""
    parts = ("person_id", "kind", "data", "replaces_id")
    if any(getattr(kept, part) != getattr(entry, part) for part in parts):
        raise ConflictError(f"entry {entry.pk} is kept already, with other content")
    return kept


def _replaced(person: Person, kind: str, replaces: uuid.UUID | None) -> Entry | None:
    if replaces is None:
        return None
    old = Entry.objects.filter(pk=replaces, person=person, kind=kind).first()
    if old is None:
        fault = AnswerFault("replaces", "there is no such entry of this kind", "leave it out")
        raise AnswerError([fault])
    return old
