"""The days of a person, put together from sessions, responses and mornings, as `care` reads them.

A session counts for its own day, or, when it reached us late, for the first day that is settled
afterwards; never twice. What is told the morning after belongs to every session of the day before.
Told some mornings later, with no session in between, it still does, and the sessions count for the
day before that morning: rest that they ask for begins when it is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct

from ischia.care.plan import Day
from ischia.care.response import Pain, Response
from ischia.record import entries
from ischia.record.decisions import ADAPTATION
from ischia.record.facts import Kept, kept
from ischia.record.keep import LATE
from ischia.record.knowledge import knowledge
from ischia.record.models import Decision, Person

ONE = timedelta(days=1)
WINDOW = 2 * LATE  # nothing in the record is later than LATE, and it is settled soon after

Session = Kept[entries.Session]
Told = Kept[entries.SessionResponse]
Morning = Kept[entries.CheckIn]
Filled = Kept[entries.Questionnaire]


class Diary(Struct, frozen=True):
    """What has been told of late: sessions not yet settled, responses by session, mornings, what
    was told of a session only after it was settled, and the mornings and questionnaires not yet
    taken in."""

    sessions: tuple[Session, ...]
    responses: dict[UUID, Told]
    mornings: dict[date, Morning]
    afterthoughts: tuple[Told, ...]
    new_mornings: tuple[Morning, ...]
    trained: frozenset[date]
    filled: tuple[Filled, ...] = ()

    def on(self, day: date) -> tuple[Session, ...]:
        """The sessions of a day that wait to be settled."""
        return tuple(session for session in self.sessions if session.day == day)

    def told_of(self, on: date) -> date:
        """The day that a morning tells of: the last with a session, if that is not too long ago
        and no other morning has told of it; else the day before."""
        for days in range(1, int(knowledge().protocol.parameter("morning_counts_days")) + 1):
            day = on - timedelta(days=days)
            if day in self.trained:
                return day
            if day in self.mornings:
                break
        return on - ONE

    def morning_after(self, day: date) -> entries.CheckIn | None:
        """What was told of how the sessions of a day were borne by the next morning."""
        return next((row.is_ for on, row in self.mornings.items() if self.told_of(on) == day), None)

    def counts_for(self, day: date) -> date:
        """The day for which the sessions of a day count: the one before the morning after them."""
        on = next((on for on in self.mornings if self.told_of(on) == day), day + ONE)
        return on - ONE

    def untold(self, on: date) -> date | None:
        """The day whose sessions wait for what this morning brings."""
        day = self.told_of(on)
        return day if on not in self.mornings and self.on(day) else None


def diary_of(person: Person, at: datetime) -> Diary:
    """Everything told of late that no decision has taken in yet."""
    since = at - WINDOW
    used = _taken(person, since)
    responses = kept(person, "response", entries.SessionResponse, since=since)
    sessions = kept(person, "session", entries.Session, since=since)
    mornings = kept(person, "check_in", entries.CheckIn, since=since)
    settled = {session.id for session in sessions if session.id in used}
    return Diary(
        sessions=tuple(session for session in sessions if session.id not in used),
        responses={row.is_.session: row for row in responses},
        mornings=_mornings(mornings),
        afterthoughts=tuple(
            row for row in responses if row.is_.session in settled and row.id not in used
        ),
        new_mornings=tuple(row for row in mornings if row.id not in used),
        trained=frozenset(session.day for session in sessions),
        filled=tuple(
            row
            for row in kept(person, "questionnaire", entries.Questionnaire, since=since)
            if row.id not in used and row.is_.instrument in knowledge().protocol.instruments
        ),
    )


def _taken(person: Person, since: datetime) -> set[UUID]:
    """The sessions and responses that decisions have taken in."""
    rows = Decision.objects.filter(person=person, kind=ADAPTATION, made_at__gte=since - 2 * ONE)
    return {UUID(name) for took in rows.values_list("input__took", flat=True) for name in took}


def _mornings(rows: list[Morning]) -> dict[date, Morning]:
    """The last word on each morning; a flare or danger that was told once stays told."""
    found: dict[date, Morning] = {}
    for row in rows:
        one = found.get(row.is_.on)
        joined = (
            row.is_
            if one is None
            else msgspec.structs.replace(
                row.is_,
                flare_felt=one.is_.flare_felt or row.is_.flare_felt,
                danger=one.is_.danger or row.is_.danger,
            )
        )
        found[row.is_.on] = msgspec.structs.replace(row, is_=joined)
    return found


class Settled(Struct, frozen=True):
    """A day as `care` reads it, and the entries that it took in."""

    day: Day
    took: tuple[UUID, ...]


def day_from(diary: Diary, when: date, *, late: bool, cleared: bool = False) -> Settled:
    """One day. With `late`, what was told of earlier days after they were settled counts here."""
    counts = {s.day: diary.counts_for(s.day) for s in diary.sessions}
    mine = [s for s in diary.sessions if counts[s.day] == when or (late and counts[s.day] < when)]
    told = [row for s in mine if (row := diary.responses.get(s.id)) is not None]
    mornings = [
        row
        for row in diary.new_mornings
        if row.is_.on == when + ONE or (late and row.is_.on <= when)
    ]
    responses = [_response(diary, session) for session in mine]
    days = {session.day for session in mine}  # their mornings are in their responses
    more: list[Told | Morning] = [row for row in mornings if diary.told_of(row.is_.on) not in days]
    if late:
        more += diary.afterthoughts
        told += diary.afterthoughts
    responses += [_only(row.is_) for row in more if row.is_.danger or row.is_.flare_felt]
    filled = [row for row in diary.filled if row.day == when or (late and row.day < when)]
    scores = {row.is_.instrument: row.is_.answers for row in filled}
    took = (*mine, *told, *mornings, *filled)
    day = Day(sessions=tuple(responses), cleared=cleared, scores=scores)
    return Settled(day, tuple(row.id for row in took))


def _only(told: entries.SessionResponse | entries.CheckIn) -> Response:
    """A flare or danger told of without a session."""
    exercise = told.exercise if isinstance(told, entries.SessionResponse) else ""
    return Response(flare_felt=told.flare_felt, danger=told.danger, exercise=exercise)


def _response(diary: Diary, session: Session) -> Response:
    done = session.is_
    told = diary.responses.get(session.id)
    said = told.is_ if told is not None else entries.SessionResponse(session=session.id)
    morning = diary.morning_after(session.day) or entries.CheckIn(on=session.day + ONE)
    return Response(
        pain_before=_pain(done.pain_before),
        pain_after=_pain(said.pain_after),
        pain_next_morning=_pain(morning.pain),
        zone_before=done.zone_before,
        zone_after=said.zone_after,
        zone_next_morning=morning.zone,
        tingling=said.tingling,
        settled_within_hours=_first(morning.settled_within_hours, said.settled_within_hours),
        effort=said.effort,
        form_score=_first(said.form_score, done.form_score),
        done_share=done.done_share,
        sleep=morning.sleep,
        flare_felt=_any(said.flare_felt, morning.flare_felt),
        danger=_any(said.danger, morning.danger, True if done.stopped == "danger" else None),
        exercise=said.exercise or done.exercise or next(_hurt(done), ""),
    )


def _pain(given: entries.Pain) -> Pain:
    return Pain(given.leg, given.back)


def _hurt(done: entries.Session) -> Iterator[str]:
    return (item.exercise for item in done.items if item.hurt)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _any(*told: bool | None) -> bool | None:
    """Yes where one is; no where one says so and none says yes; else not said."""
    known = [one for one in told if one is not None]
    return any(known) if known else None
