"""The parts of a file that a program needs beyond the answers: diagnosis, states, equipment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from ischia.care.answers import AnswerError, AnswerFault, read_date, shown
from ischia.care.check import Check
from ischia.care.person import UNKNOWN, Person
from ischia.exchange.answers_file import AnswersFile
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import CAUSES, Protocol
from ischia.protocol.problems import nearest

STATUSES = ("provisional", "confirmed")
MOST_MINUTES = 240


def person_of(protocol: Protocol, file: AnswersFile, check: Check, today: date) -> Person:
    """What the planner needs to know. Raises `AnswerError` naming field and remedy."""
    equipment = {thing for e in protocol.exercises.values() for thing in e.equipment}
    return Person(
        screening=check.screening,
        answers=check.answers,
        cause=_cause(file.diagnosis, today),
        stage=_one_of("stage", file.stage, STAGES),
        states=_list_of("state", file.state, list(protocol.states)) or (),
        equipment=_equipment(file.equipment, sorted(equipment)),
        minutes=_minutes(file.minutes),
        cleared=_cleared(file, today),
    )


def _cause(raw: object, today: date) -> str:
    if raw is None:
        return UNKNOWN
    form = _mapping("diagnosis", raw, ("cause", "status", "by", "at"))
    for field in ("cause", "status", "by"):
        if field not in form:
            raise _error(f"diagnosis.{field}", "missing", "write {cause, status, by, at}")
    cause = _one_of("diagnosis.cause", form["cause"], CAUSES)
    _one_of("diagnosis.status", form["status"], STATUSES)
    _name("diagnosis.by", form["by"])
    if "at" in form:
        read_date("diagnosis.at", form["at"], today)
    return cause


def _cleared(file: AnswersFile, today: date) -> bool:
    """Whether a clinician has looked: a visit before the answers can have cleared none of them."""
    if file.clearance is None:
        return False
    form = _mapping("clearance", file.clearance, ("by", "at"))
    if "by" not in form or "at" not in form:
        raise _error(
            "clearance", "it needs by and at", "write {by: a clinician's name, at: a date}"
        )
    _name("clearance.by", form["by"])
    seen = read_date("clearance.at", form["at"], today)
    answered = _last_answer(file, today)
    if seen < answered:
        fault = f"{seen} is before the answers of {answered}, which nobody can have cleared then"
        remedy = "write in `at` when the questions were answered, or see the clinician again"
        raise _error("clearance.at", fault, remedy)
    return True


def _last_answer(file: AnswersFile, today: date) -> date:
    """The day of the newest answer; one without a day of its own has the file's, or today."""
    usual = today if file.at is None else read_date("at", file.at, today)
    entries = {
        name: cast("Mapping[str, object]", raw)
        for name, raw in file.answers.items()
        if isinstance(raw, Mapping)
    }
    own = [
        read_date(f"{name}.at", entry["at"], today)
        for name, entry in entries.items()
        if entry.get("at") is not None
    ]
    every_one = len(own) == len(file.answers)
    return max(own, default=usual) if every_one else max([usual, *own])


def _name(field: str, raw: object) -> None:
    if not isinstance(raw, str) or not any(letter.isalpha() for letter in raw):
        raise _error(field, f"{shown(raw)} is not a name", "write who it was, such as Dr Rossi")


def _equipment(raw: object, known: list[str]) -> frozenset[str] | None:
    found = _list_of("equipment", raw, known)
    return None if found is None else frozenset(found)


def _minutes(raw: object) -> float | None:
    if raw is None:
        return None
    try:
        minutes = float(str(raw))
    except ValueError:
        minutes = -1.0
    if not 1 <= minutes <= MOST_MINUTES:
        fault = f"{shown(raw)} is not a length of a session"
        raise _error("minutes", fault, f"give minutes from 1 to {MOST_MINUTES}")
    return minutes


def _one_of(field: str, raw: object, known: Iterable[str]) -> str:
    if raw is None:
        return ""
    word = str(raw)
    allowed = list(known)
    if word not in allowed:
        fault = f"{shown(raw)} is not known{nearest(word, allowed)}"
        raise _error(field, fault, f"use one of: {', '.join(allowed)}")
    return word


def _list_of(field: str, raw: object, known: list[str]) -> tuple[str, ...] | None:
    if raw is None:
        return None
    if not isinstance(raw, list):
        raise _error(field, f"{shown(raw)} is not a list", "write [one, another]")
    return tuple(_one_of(field, item, known) for item in cast("list[object]", raw))


def _mapping(field: str, raw: object, allowed: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        raise _error(field, f"{shown(raw)} is not a mapping", f"write {{{', '.join(allowed)}}}")
    form = {str(key): value for key, value in cast("Mapping[object, object]", raw).items()}
    for key in form:
        if key not in allowed:
            hint = nearest(key, allowed)
            raise _error(
                f"{field}.{shown(key)}", f"not a part of it{hint}", f"use {', '.join(allowed)}"
            )
    return form


def _error(field: str, fault: str, remedy: str) -> AnswerError:
    return AnswerError([AnswerFault(field, fault, remedy)])
