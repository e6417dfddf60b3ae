"""The parts of a file that a program needs beyond the answers: diagnosis, states, equipment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from ischia.care.answers import AnswerError, AnswerFault, read_date, shown
from ischia.care.check import Check
from ischia.care.program import UNKNOWN, Person
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
        cleared=_cleared(file.clearance, today),
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
    if "at" in form:
        read_date("diagnosis.at", form["at"], today)
    return cause


def _cleared(raw: object, today: date) -> bool:
    if raw is None:
        return False
    form = _mapping("clearance", raw, ("by", "at"))
    if not form.get("by") or "at" not in form:
        raise _error(
            "clearance", "it needs by and at", "write {by: a clinician's name, at: a date}"
        )
    read_date("clearance.at", form["at"], today)
    return True


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
            raise _error(f"{field}.{shown(key)}", f"not a part of it{hint}", f"use {allowed}")
    return form


def _error(field: str, fault: str, remedy: str) -> AnswerError:
    return AnswerError([AnswerFault(field, fault, remedy)])
