"""The lifting coach: one lift as it is done now, and how much each change would take off it.

The equation behind it was made for healthy workers. So only shares are shown, never a weight that
would be "allowed": strain as the equation counts it is proportional to load over limit.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ischia.care.answers import AnswerError, AnswerFault
from ischia.care.decision import Reason
from ischia.care.ergonomics import Lift, lifting_limit
from ischia.protocol.lifting import LiftingEquation, LiftingTerm

EQUATION = "niosh_1991"
EVERYDAY: dict[str, str] = {  # what the form shows before anything was typed: an everyday box
    "load_kg": "8",
    "horizontal_cm": "40",
    "vertical_cm": "20",
    "travel_cm": "60",
    "twist_degrees": "0",
    "per_minute": "1",
    "hours": "1",
    "grip": "fair",
}
WHOLE = 100


class Change(Struct, frozen=True):
    """One thing to do otherwise: what is left of the strain, in percent of now. `impossible` says
    that it is beyond the equation as it is now."""

    term: LiftingTerm
    left_percent: int
    impossible: bool = False


class Coached(Struct, frozen=True):
    """The changes, the one that helps most first; what holds with all of them together."""

    changes: tuple[Change, ...]
    together_percent: int | None
    limits: tuple[str, ...]
    reasons: tuple[Reason, ...]


def read_lift(given: Mapping[str, str]) -> Lift:
    """The lift as it was typed. Raises `AnswerError` naming every field that is no number."""
    numbers: dict[str, float] = {}
    faults: list[AnswerFault] = []
    for name in EVERYDAY:
        if name == "grip":
            continue
        text = given.get(name, "").strip().replace(",", ".")
        try:
            numbers[name] = float(text)
        except ValueError:
            faults.append(AnswerFault(name, f"{text[:20]!r} is not a number", "type a number"))
    if faults:
        raise AnswerError(faults)
    return Lift(**numbers, grip=given.get("grip", ""))  # pyright: ignore[reportArgumentType]


def coach(equation: LiftingEquation, lift: Lift) -> Coached:
    """What would help, from the most to the least. Raises `AnswerError`."""
    decision = lifting_limit(equation, lift)
    changes = [
        Change(equation.terms[part.term], round(WHOLE * part.value), impossible=part.value == 0)
        for part in decision.value.multipliers
        if part.value < 1
    ]
    together = decision.value.recommended_kg / equation.load_constant_kg
    return Coached(
        changes=tuple(sorted(changes, key=lambda change: change.left_percent)),
        together_percent=round(WHOLE * together) if together else None,
        limits=decision.value.limits,
        reasons=decision.reasons,
    )
