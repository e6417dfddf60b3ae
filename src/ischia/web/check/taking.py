"""Keeping an answer: once, however often it is sent, and as a correction when it is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from ischia.care.answers import AnswerError
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.check.trail import add_to_trail, trail_of


def take(request: HttpRequest, person: Person, answers: Mapping[str, object], at: datetime) -> None:
    """Keep these answers, given together. Raises `AnswerError`."""
    today = timezone.localdate(at)
    slip = set(answers) <= set(trail_of(request, today))
    try:
        _keep(person, answers, at, _entry_id(request), slip=slip)
    except journey.ConflictError:  # the same page, sent again with another answer: a slip
        _keep(person, answers, at, None, slip=True)
    add_to_trail(request, list(answers), today)


def _keep(
    person: Person, answers: Mapping[str, object], at: datetime, entry: UUID | None, *, slip: bool
) -> None:
    try:
        journey.answer(person, answers, at=at, entry_id=entry, slip=slip, asked_in="check")
    except AnswerError as error:
        if not slip or {fault.field for fault in error.faults} != {"answers"}:
            raise
        journey.answer(person, answers, at=at, asked_in="check")  # not given together before


def _entry_id(request: HttpRequest) -> UUID | None:
    """The id that the page was given when it was shown."""
    try:
        return UUID(request.POST.get("entry", ""))
    except ValueError:
        return None
