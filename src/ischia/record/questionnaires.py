"""Questionnaires on what is kept: what is due, answers as they come, scores with their change.

An answer that opens a crisis text stops the exercises at once, as a danger sign does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from ischia.care.answers import AnswerError
from ischia.care.decision import Decision, Reason
from ischia.care.due import Answered, Asked, due
from ischia.care.outcomes import Score, read_items, score
from ischia.protocol.instrument import Instrument
from ischia.record import entries
from ischia.record.alone import alone
from ischia.record.facts import Kept, day_of, kept
from ischia.record.keep import Sent, keep
from ischia.record.knowledge import knowledge
from ischia.record.models import Person, User
from ischia.record.practices import current, settle
from ischia.record.valid import error

Filled = Kept[entries.Questionnaire]
NOTHING_DUE: Decision[str] = Decision("", ())


class Scored(Struct, frozen=True, kw_only=True):
    """One questionnaire with what it adds up to. `entry` is the entry that holds it."""

    entry: UUID
    day: date
    instrument: str
    answers: dict[str, int]
    named: tuple[str, ...]
    score: Score
    reasons: tuple[Reason, ...]


def filled_of(person: Person) -> list[Filled]:
    """Every questionnaire that counts, the earliest first."""
    return kept(person, "questionnaire", entries.Questionnaire)


def asked_of(person: Person, filled: Sequence[Filled], told: frozenset[str]) -> Asked:
    """What was asked so far, as `care` reads it."""
    answered: dict[str, list[Answered]] = {}
    for row in filled:
        one = Answered(day=row.day, answers=row.is_.answers)
        answered.setdefault(row.is_.instrument, []).append(one)
    put_off = {row.is_.instrument: row.is_.until for row in kept(person, "put_off", entries.PutOff)}
    return Asked(answered=answered, put_off=put_off, told=told)


def due_now(person: Person, at: datetime) -> Decision[str]:
    """The instrument to offer now; none before there is a program, or while it is stopped."""
    now = current(person)
    if now is None or now.practice.stopped_on is not None:
        return NOTHING_DUE
    asked = asked_of(person, filled_of(person), told_daily(person, at))
    return due(knowledge().protocol, now.practice.begun, asked, day_of(person, at))


def told_daily(person: Person, at: datetime) -> frozenset[str]:
    """Which pain the person has told of late, morning by morning."""
    week = timedelta(days=int(knowledge().protocol.parameter("weekly_days")))
    mornings = kept(person, "check_in", entries.CheckIn, since=at - week)
    pains = [row.is_.pain for row in mornings]
    return frozenset(
        site for site in ("leg", "back") if any(getattr(p, site) is not None for p in pains)
    )


def questionnaire(
    person: Person,
    payload: entries.Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> UUID:
    """Keep the answers to an instrument (`entries.Questionnaire`). Raises `AnswerError`."""
    form = entries.read_payload(entries.Questionnaire, payload)
    instrument = valid_filled(form)
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        entry, new = keep(person, "questionnaire", form, sent)
        if new and score(instrument, form.answers).value.alerts:
            moment = sent.received
            settle(person, day_of(person, moment), moment, again=True, caused_by=entry)
    return UUID(str(entry.pk))


def valid_filled(form: entries.Questionnaire) -> Instrument:
    """An instrument that there is, with answers that it takes. Raises `AnswerError`."""
    instrument = instrument_of(form.instrument)
    read_items(instrument, dict[str, object](form.answers), "answers.")
    if not form.answers and instrument.scoring != "count":
        raise error("answers", "nothing was answered", "answer at least one question")
    return instrument


def instrument_of(name: str) -> Instrument:
    """The instrument of this name. Raises `AnswerError`."""
    known = knowledge().protocol.instruments
    if name not in known:
        raise error("instrument", "there is no such instrument", f"use one of: {', '.join(known)}")
    return known[name]


def put_off(
    person: Person,
    payload: Mapping[str, object],
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> UUID:
    """Keep that an instrument is not wanted now; without `until`, for the protocol's days."""
    days = timedelta(days=knowledge().protocol.parameter("questionnaire_put_off_days"))
    until = day_of(person, at) + days
    form = entries.read_payload(entries.PutOff, {"until": until, **payload})
    instrument_of(form.instrument)
    if form.until > until:
        raise error("until", "this is too far off", f"give a day up to {until}")
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        return UUID(str(keep(person, "put_off", form, sent)[0].pk))


def scored_of(filled: Sequence[Filled]) -> list[Scored]:
    """Every questionnaire scored and compared with the first of its instrument.

    One of an instrument that the knowledge no longer holds, or has changed, is left out.
    """
    first: dict[str, entries.Questionnaire] = {}
    found: list[Scored] = []
    for row in filled:
        form = row.is_
        instrument = knowledge().protocol.instruments.get(form.instrument)
        if instrument is None or not _fits(instrument, form.answers):
            continue
        before = first.get(form.instrument)
        if before is None or before.named != form.named:
            first[form.instrument] = form
            before = None
        decision = score(instrument, form.answers, None if before is None else before.answers)
        found.append(
            Scored(
                entry=row.id,
                day=row.day,
                instrument=form.instrument,
                answers=form.answers,
                named=form.named,
                score=decision.value,
                reasons=decision.reasons,
            )
        )
    return found


def _fits(instrument: Instrument, answers: Mapping[str, int]) -> bool:
    try:
        read_items(instrument, dict[str, object](answers))
    except AnswerError:
        return False
    return True
