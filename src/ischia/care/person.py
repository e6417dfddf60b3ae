"""What a program is made from: who it is for."""

from __future__ import annotations

from msgspec import Struct

from ischia.care.decision import Decision
from ischia.care.evaluate import Answers
from ischia.care.screening import Screening

UNKNOWN = "unknown"  # the cause while no clinician has named one
IRRITABLE = "irritability_high"


class Person(Struct, frozen=True, kw_only=True):
    """What a program is made from. `cause` is a clinician's diagnosis, or `unknown`.

    `minutes` is the time for one session; None takes the usual one. `equipment` None means that
    it was not asked, so that only the floor, a chair and a wall are counted on.
    """

    screening: Decision[Screening]
    answers: Answers
    cause: str = UNKNOWN
    stage: str = ""
    states: tuple[str, ...] = ()
    equipment: frozenset[str] | None = None
    minutes: float | None = None
    cleared: bool = False


def irritability(person: Person) -> object:
    """How easily the pain is stirred up, as answered or as a state that was given."""
    return "high" if IRRITABLE in person.states else person.answers.get("irritability")
