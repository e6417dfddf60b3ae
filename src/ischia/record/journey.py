"""The journey: the one place where stored facts go through `care` and the decision is stored.

Every function takes the person and `at`, an aware time; nothing here reads a clock. `now` is when
an entry made earlier on a device reached us. What is given is checked first: `AnswerError` names
the field and the remedy, and nothing is stored. An `entry_id` made on a device makes sending twice
harmless; the same id with other content is a `ConflictError`. An entry and what is decided on it
are stored together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from ischia.care import practice_change
from ischia.care.decision import Decision
from ischia.care.program import Plan
from ischia.record import entries, todays
from ischia.record.alone import alone
from ischia.record.checks import keep_check, look, view
from ischia.record.clearances import clearance_for
from ischia.record.decisions import (
    PROGRAM,
    MustKeepError,
    keep_decision,
    last_decision,
    only_reading,
)
from ischia.record.entries import Data, read_payload
from ischia.record.facts import answers_of, day_of
from ischia.record.keep import ConflictError, Sent, keep, plain
from ischia.record.knowledge import knowledge
from ischia.record.models import Entry, Person, User
from ischia.record.mornings import flare_told
from ischia.record.practices import current, keep_practice, settle
from ischia.record.programs import basis_of, plan_on
from ischia.record.shown import CheckView, Today, Tomorrow
from ischia.record.tomorrows import tomorrow_for
from ischia.record.valid import (
    error,
    valid_answers,
    valid_choice,
    valid_day,
    valid_diagnosis,
    valid_exercises,
    valid_session_of,
    valid_setting,
)

__all__ = [
    "ConflictError",
    "alternatives",
    "answer",
    "check_in",
    "check_now",
    "choose",
    "finish_session",
    "may_be_easier",
    "note",
    "program_now",
    "record_clearance",
    "record_diagnosis",
    "respond",
    "set_up",
    "today",
    "tomorrow",
]


T = TypeVar("T")


def _looked_at(person: Person, work: Callable[[], T]) -> T:
    """What `work` shows. Most of the time there is nothing to keep, and nobody has to wait; when
    there is, it is done again, alone."""
    with suppress(MustKeepError), only_reading():
        return work()
    with alone(person):
        return work()


def answer(
    person: Person,
    answers: Mapping[str, object],
    *,
    at: datetime,
    by: str = "person",
    entry_id: UUID | None = None,
    slip: bool = False,
    asked_in: str = "",
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep answers, {finding: value}.

    With `slip` they correct what was tapped by mistake: it counts as never said. Without it they
    are news: what an earlier answer has stopped stays stopped until a clinician has looked.
    """
    payload = read_payload(entries.Answers, {"answers": dict(answers), "asked_in": asked_in})
    valid_answers(knowledge(), payload.answers, day_of(person, now or at))
    with alone(person):
        replaces = _slipped(person, payload.answers) if slip else None
        sent = Sent(at=at, now=now, by=by, entry_id=entry_id, replaces=replaces, author=author)
        if entry_id is not None and slip:
            again = Entry.objects.filter(pk=entry_id).first()
            if again is not None:
                sent = _as_before(sent, again)
        return keep(person, "answers", payload, sent)[0]


def _as_before(sent: Sent, kept_entry: Entry) -> Sent:
    """A correction sent twice corrects the same entry, not itself."""
    return replace(sent, replaces=kept_entry.replaces_id)


def _slipped(person: Person, answers: Mapping[str, object]) -> UUID:
    """The entry in which these answers were given before."""
    said = answers_of(person).said
    found = {said[finding].entry for finding in answers if finding in said}
    if len(found) != 1 or not said.keys() >= answers.keys():
        raise error("answers", "these were not answered together", "correct one answer at a time")
    return found.pop()


def check_now(person: Person, *, at: datetime) -> CheckView:
    """Where the check stands and what to ask next; kept as a decision once there is a result."""

    def work() -> CheckView:
        looked = look(person, at)
        return view(looked, keep_check(person, looked, at, relied_on=False))

    return _looked_at(person, work)


def record_diagnosis(
    person: Person,
    cause: str,
    status: str,
    by: str,
    on: date,
    *,
    at: datetime,
    note: str = "",
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep what a clinician said the cause is: `provisional` or `confirmed`. The cause `unknown`
    says that an earlier one no longer holds."""
    form = {"cause": cause, "status": status, "by": by, "on": on, "note": note}
    payload = read_payload(entries.Diagnosis, form)
    valid_diagnosis(payload)
    valid_day("on", payload.on, day_of(person, now or at))
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        return keep(person, "diagnosis", payload, sent)[0]


def record_clearance(
    person: Person,
    by: str,
    on: date,
    *,
    at: datetime,
    note: str = "",
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep that a clinician has looked and lets exercise go on. It covers what has been found so
    far; what is found later, or comes back, needs another."""
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        again = Entry.objects.filter(pk=entry_id).first() if entry_id else None
        form: dict[str, object] = {"by": by, "on": on, "note": note}
        if again is not None:
            form["covers"] = again.data.get("covers", ())
            return keep(person, "clearance", read_payload(entries.Clearance, form), sent)[0]
        payload = clearance_for(person, read_payload(entries.Clearance, form), sent.received)
        entry, _ = keep(person, "clearance", payload, sent)
        now_on = current(person)
        if now_on is not None and now_on.practice.stopped_on is not None:
            moment = sent.received
            day = day_of(person, moment)
            settle(person, day, moment, cleared=True, again=True, caused_by=entry)
        return entry


def program_now(person: Person, *, at: datetime) -> Decision[Plan]:
    """The program as the planner makes it now. Without sessions, the reasons say why."""
    return _looked_at(person, lambda: _program_now(person, at))


def _program_now(person: Person, at: datetime) -> Decision[Plan]:
    by = knowledge()
    looked = look(person, at)
    keep_check(person, looked, at)
    now_on = current(person)
    basis = basis_of(looked, day_of(person, at))
    if now_on is not None:
        state = now_on.practice.state
        stopped = state.disposition if now_on.practice.stopped_on else None
        basis = replace(basis, stage=state.stage, stopped=stopped)
    decision = plan_on(by, basis)
    last = last_decision(person, PROGRAM)
    if last is None or last.value != plain(decision.value):
        keep_decision(
            person,
            PROGRAM,
            given=basis,
            value=decision.value,
            reasons=decision.reasons,
            by=by,
            at=at,
        )
    return decision


def today(person: Person, *, at: datetime) -> Today:
    """Today's sessions as the plan stands, what must be asked first, and why."""
    return _looked_at(person, lambda: todays.today_for(person, at))


def tomorrow(person: Person, *, at: datetime) -> Tomorrow:
    """What today's sessions change, as far as is known now."""
    with alone(person):
        return tomorrow_for(person, at)


def finish_session(
    person: Person,
    payload: Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep a session that was done (`entries.Session`). One that a danger sign ended stops the
    exercises at once."""
    done = read_payload(entries.Session, payload)
    valid_exercises(knowledge(), [item.exercise for item in done.items], done.exercise)
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        entry, new = keep(person, "session", done, sent)
        if new and done.stopped == "danger":
            settle(
                person, day_of(person, sent.received), sent.received, again=True, caused_by=entry
            )
        return entry


def respond(
    person: Person,
    payload: Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Tomorrow:
    """Keep what a session did (`entries.SessionResponse`), and say what changes and why."""
    told = read_payload(entries.SessionResponse, payload)
    valid_exercises(knowledge(), [], told.exercise)
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        valid_session_of(person, told.session)
        entry, new = keep(person, "response", told, sent)
        if new and told.danger:
            settle(
                person, day_of(person, sent.received), sent.received, again=True, caused_by=entry
            )
        return tomorrow_for(person, sent.received)


def check_in(
    person: Person,
    payload: Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Tomorrow:
    """Keep the morning after (`entries.CheckIn`), settle the day before, and say what changed."""
    told = read_payload(entries.CheckIn, payload)
    valid_day("on", told.on, day_of(person, now or at))
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        known = flare_told(person, told.on, at)
        entry, new = keep(person, "check_in", told, sent)
        if new:
            day, moment = day_of(person, sent.received), sent.received
            late = current(person)
            settled = late is not None and late.practice.through >= day.fromordinal(
                day.toordinal() - 1
            )
            settle(person, day.fromordinal(day.toordinal() - 1), moment, caused_by=entry)
            if told.danger or (settled and told.flare_felt and not known):
                settle(person, day, moment, again=True, caused_by=entry)
        return tomorrow_for(person, sent.received)


def choose(
    person: Person,
    payload: Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Tomorrow:
    """Keep a wish for another, an easier or a shorter exercise (`entries.Choice`); follow it."""
    choice = read_payload(entries.Choice, payload)
    valid_exercises(knowledge(), [choice.exercise], choice.to)
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        again = bool(entry_id) and Entry.objects.filter(pk=entry_id).exists()
        now_on = current(person)
        if not again:
            valid_choice(knowledge(), now_on and now_on.practice, choice)
        entry, new = keep(person, "choice", choice, sent)
        if new and now_on is not None:
            given = {"step": "choice", "practice": now_on.practice, "choice": choice}
            keep_practice(person, given, sent.received, caused_by=entry)
        return tomorrow_for(person, sent.received)


def alternatives(person: Person, exercise: str) -> tuple[str, ...]:
    """The exercises that may stand in the place of one of the plan's."""
    now_on = current(person)
    if now_on is None:
        return ()
    return practice_change.alternatives(knowledge().protocol, now_on.practice, exercise)


def may_practise(person: Person, exercise: str, *, at: datetime) -> bool:
    """Whether an exercise may be tried today: sessions are open, it is no day of a flare, and
    neither a state nor the ceiling of now speaks against it."""
    now = today(person, at=at)
    now_on = current(person)
    if now_on is None or not now.sessions or now.needs_check or now.check_in:
        return False
    gentle = any(session.gentle for session in now.sessions)
    return not gentle and practice_change.may_try(knowledge().protocol, now_on.practice, exercise)


def may_be_easier(person: Person, exercise: str) -> bool:
    """Whether the plan has an easier form of one of its exercises."""
    now_on = current(person)
    if now_on is None:
        return False
    return practice_change.easier(knowledge().protocol, now_on.practice, exercise) is not None


def set_up(
    person: Person,
    payload: Data,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep equipment, minutes and states (`entries.Setting`)."""
    setting = read_payload(entries.Setting, payload)
    valid_setting(knowledge(), setting)
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        return keep(person, "setting", setting, sent)[0]


def note(
    person: Person,
    text: str,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    now: datetime | None = None,
    author: User | None = None,
) -> Entry:
    """Keep free words."""
    sent = Sent(at=at, now=now, entry_id=entry_id, author=author)
    with alone(person):
        return keep(person, "note", read_payload(entries.Note, {"text": text}), sent)[0]
