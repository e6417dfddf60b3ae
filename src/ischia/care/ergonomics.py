"""Ergonomics: what makes a lift lighter, by a published lifting equation.

The equation's constants, tables and limits are in the protocol. It speaks of healthy workers, so
the result serves to compare two ways of lifting and never says what a person in pain may lift.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import Struct

from ischia.care import sayings
from ischia.care.answers import AnswerError, AnswerFault, shown
from ischia.care.decision import Decision, Reason, reason_of
from ischia.protocol.lifting import ByHeight, GripName, LiftingEquation, TermName

_INPUTS: dict[TermName, tuple[str, ...]] = {
    "horizontal": ("horizontal_cm",),
    "vertical": ("vertical_cm",),
    "travel": ("travel_cm",),
    "twist": ("twist_degrees",),
    "frequency": ("per_minute", "hours"),
    "coupling": ("grip",),
}


class Lift(Struct, frozen=True, kw_only=True):
    """One lift as it is done now, measured where it starts.

    `horizontal_cm` from the middle between the ankles to the middle between the hands,
    `vertical_cm` from the floor to the hands, `travel_cm` up or down, `twist_degrees` from straight
    ahead to the load, `hours` of lifting at a time.
    """

    load_kg: float
    horizontal_cm: float
    vertical_cm: float
    travel_cm: float
    twist_degrees: float
    per_minute: float
    hours: float
    grip: GripName


class Multiplier(Struct, frozen=True):
    """A term's multiplier, 0 to 1."""

    term: TermName
    symbol: str
    value: float


class Help(Struct, frozen=True):
    """What the term that costs most would bring if it alone were as good as it gets.

    `gain_percent` is None when the limit is 0 now.
    """

    term: TermName
    advice: str
    recommended_kg: float
    gain_percent: float | None


class LiftingLimit(Struct, frozen=True):
    """The recommended weight limit in kg, and the load as a multiple of it (None if it is 0)."""

    recommended_kg: float
    index: float | None
    multipliers: tuple[Multiplier, ...]
    helps_most: Help | None
    limits: tuple[str, ...]


def check_lift(equation: LiftingEquation, lift: Lift) -> None:
    """Raises `AnswerError` when a measure is impossible or the equation does not reach so far."""
    faults: list[AnswerFault] = []
    for field in lift.__struct_fields__:
        value = getattr(lift, field)
        if isinstance(value, (int, float)) and not (math.isfinite(value) and value >= 0):
            faults.append(AnswerFault(field, f"{value:g} is not possible", "give 0 or more"))
    longest = max(equation.hours.values())
    if lift.hours > longest:
        fault = f"the equation ends at {longest:g} hours"
        faults.append(AnswerFault("hours", fault, f"give 0 to {longest:g}"))
    if lift.grip not in equation.coupling:
        remedy = f"use one of {', '.join(equation.coupling)}"
        faults.append(AnswerFault("grip", f"{shown(lift.grip)} is not known", remedy))
    if faults:
        raise AnswerError(faults)


def lifting_limit(equation: LiftingEquation, lift: Lift) -> Decision[LiftingLimit]:
    """The weight limit for `lift`, and what would raise it most. Raises `AnswerError`.

    Reasons are the terms that lower the limit, the strongest first.
    """
    check_lift(equation, lift)
    values = multipliers(equation, lift)
    limit = equation.load_constant_kg * math.prod(values.values())
    result = LiftingLimit(
        recommended_kg=limit,
        index=lift.load_kg / limit if limit else None,
        multipliers=tuple(
            Multiplier(term, equation.terms[term].symbol, value) for term, value in values.items()
        ),
        helps_most=_helps_most(equation, values),
        limits=equation.limits,
    )
    return Decision(result, tuple(_reasons(equation, values)))


def multipliers(equation: LiftingEquation, lift: Lift) -> dict[TermName, float]:
    """Every term's multiplier, in the equation's order, for a lift that was checked."""
    return {
        "horizontal": _horizontal(equation, lift.horizontal_cm),
        "vertical": _vertical(equation, lift.vertical_cm),
        "travel": _travel(equation, lift.travel_cm),
        "twist": _twist(equation, lift.twist_degrees),
        "frequency": _frequency(equation, lift),
        "coupling": _by_height(equation, equation.coupling[lift.grip].multiplier, lift),
    }


def _horizontal(equation: LiftingEquation, cm: float) -> float:
    term = equation.horizontal
    return 0.0 if cm > term.most_cm else term.best_cm / max(cm, term.best_cm)


def _vertical(equation: LiftingEquation, cm: float) -> float:
    term = equation.vertical
    return 0.0 if cm > term.most_cm else max(0.0, 1 - term.per_cm * abs(cm - term.best_cm))


def _travel(equation: LiftingEquation, cm: float) -> float:
    term = equation.travel
    if cm > term.most_cm:
        return 0.0
    return min(1.0, term.base + term.per_travel_cm / max(cm, term.least_cm))


def _twist(equation: LiftingEquation, degrees: float) -> float:
    term = equation.twist
    return 0.0 if degrees > term.most_degrees else max(0.0, 1 - term.per_degree * degrees)


def _frequency(equation: LiftingEquation, lift: Lift) -> float:
    """Between two rows the one of the higher frequency counts, so that nothing is overrated."""
    row = next((row for row in equation.frequency if lift.per_minute <= row.per_minute), None)
    if row is None:
        return 0.0
    longest = equation.hours
    if lift.hours <= longest["short"]:
        return _by_height(equation, row.short, lift)
    if lift.hours <= longest["moderate"]:
        return _by_height(equation, row.moderate, lift)
    return _by_height(equation, row.long, lift)


def _by_height(equation: LiftingEquation, pair: ByHeight, lift: Lift) -> float:
    return pair[lift.vertical_cm >= equation.split_height_cm]


def _helps_most(equation: LiftingEquation, values: dict[TermName, float]) -> Help | None:
    worst = min(values, key=lambda term: values[term])
    if values[worst] >= 1:
        return None
    others = math.prod(value for term, value in values.items() if term != worst)
    gain = 100 * (1 / values[worst] - 1) if all(values.values()) else None
    advice = equation.terms[worst].advice
    return Help(worst, advice, equation.load_constant_kg * others, gain)


def _reasons(equation: LiftingEquation, values: dict[TermName, float]) -> Iterator[Reason]:
    for term in sorted(values, key=lambda term: values[term]):
        label = equation.terms[term].label
        sentence = label[0].upper() + label[1:]
        if values[term] == 0:
            text = sayings.NO_LOAD.format(term=sentence)
        else:
            text = sayings.LOWERS.format(term=sentence, percent=f"{100 * values[term]:.0f}")
        if values[term] < 1:
            yield reason_of(equation, text, _INPUTS[term])
