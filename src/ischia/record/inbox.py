"""Any entry from a device, brought to the function of the journey that it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ischia.record import journey, lookbacks, questionnaires
from ischia.record.entries import KINDS, Answers, Clearance, Diagnosis, Note, read_payload
from ischia.record.models import Person, User
from ischia.record.valid import error

_WHOLE: dict[str, Callable[..., object]] = {
    "session": journey.finish_session,
    "response": journey.respond,
    "check_in": journey.check_in,
    "choice": journey.choose,
    "setting": journey.set_up,
    "questionnaire": questionnaires.questionnaire,
    "put_off": questionnaires.put_off,
    "look_back": lookbacks.look_back,
}


def receive(
    person: Person,
    kind: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    entry_id: UUID,
    now: datetime,
    author: User | None = None,
) -> UUID:
    """Keep one entry of any kind; its id. Raises `AnswerError`, `ConflictError`."""
    sent: dict[str, Any] = {"at": at, "entry_id": entry_id, "now": now, "author": author}
    if kind in _WHOLE:
        _WHOLE[kind](person, data, **sent)
    elif kind == "answers":
        form = read_payload(Answers, data)
        journey.answer(person, form.answers, asked_in=form.asked_in, **sent)
    elif kind == "diagnosis":
        said = read_payload(Diagnosis, data)
        journey.record_diagnosis(
            person, said.cause, said.status, said.by, said.on, note=said.note, **sent
        )
    elif kind == "clearance":
        cleared = read_payload(Clearance, {**data, "covers": ()})
        journey.record_clearance(person, cleared.by, cleared.on, note=cleared.note, **sent)
    elif kind == "note":
        journey.note(person, read_payload(Note, data).text, **sent)
    else:
        known = ", ".join(KINDS)
        raise error("kind", f"{kind[:40]!r} is no kind of entry", f"use one of: {known}")
    return entry_id
