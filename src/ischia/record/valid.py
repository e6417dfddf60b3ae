"""What an entry says, checked against the protocol and the calendar before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from ischia.care import practice_change
from ischia.care.answers import AnswerError, AnswerFault, shown
from ischia.care.person import UNKNOWN
from ischia.care.practice import Practice
from ischia.protocol.model import CAUSES
from ischia.protocol.problems import nearest
from ischia.record.entries import Choice, Diagnosis, Setting
from ischia.record.keep import ConflictError
from ischia.record.knowledge import Knowledge
from ischia.record.models import Entry, Person


def error(field: str, fault: str, remedy: str) -> AnswerError:
    """One fault, to be raised."""
    return AnswerError([AnswerFault(field, fault, remedy)])


def _one_of(field: str, word: str, known: Sequence[str], remedy: str) -> None:
    if word not in known:
        raise error(field, f"{shown(word)} is not known{nearest(word, known)}", remedy)


def valid_answers(by: Knowledge, answers: Mapping[str, object], today: date) -> None:
    """Findings that there are, with values that they take. Raises `AnswerError`."""
    if not answers:
        raise error("answers", "there is no answer", "give at least one")
    by.checker.read(answers, today)


def valid_day(field: str, day: date, today: date) -> None:
    """Not in the future. Raises `AnswerError`."""
    if day > today:
        raise error(field, f"{day} is in the future (today is {today})", "correct the date")


def valid_diagnosis(diagnosis: Diagnosis) -> None:
    """A cause that there is. Raises `AnswerError`."""
    causes = (*CAUSES, UNKNOWN)
    _one_of("cause", diagnosis.cause, causes, f"use one of: {', '.join(causes)}")


def valid_exercises(by: Knowledge, names: Iterable[str], more: str) -> None:
    """Exercises that there are. Raises `AnswerError`."""
    known = list(by.protocol.exercises)
    for name in (*names, *filter(None, [more])):
        _one_of("exercise", name, known, "see `ischia protocol show exercises`")


def valid_session_of(person: Person, session: UUID) -> None:
    """Not a session of somebody else's. One that has not reached us yet may still come."""
    if Entry.objects.filter(pk=session).exclude(person=person, kind="session").exists():
        raise ConflictError(f"{session} is not a session of this person")


def valid_setting(by: Knowledge, setting: Setting) -> None:
    """Equipment and states that there are. Raises `AnswerError`."""
    things = sorted({thing for e in by.protocol.exercises.values() for thing in e.equipment})
    states = list(by.protocol.states)
    for thing in setting.equipment or ():
        _one_of("equipment", thing, things, f"use one of: {', '.join(things)}")
    for state in setting.states or ():
        _one_of("states", state, states, f"use one of: {', '.join(states)}")


def valid_choice(by: Knowledge, practice: Practice | None, choice: Choice) -> None:
    """A wish that can be followed. Raises `AnswerError`."""
    if practice is None:
        raise error("choice", "there is no program yet", "finish the check first")
    names = [item.exercise for item in practice.state.items]
    _one_of("exercise", choice.exercise, names, "choose one of your exercises")
    if choice.want == "swap":
        others = practice_change.alternatives(by.protocol, practice, choice.exercise)
        _one_of("to", choice.to, others, "choose one of those offered")
    if choice.want == "easier" and not practice_change.easier(
        by.protocol, practice, choice.exercise
    ):
        raise error("want", "there is no easier form of this", "do less of it, or leave it out")
    if choice.want == "leave_out" and len(names) == 1:
        raise error("want", "this is the only exercise left", "do less of it instead")
