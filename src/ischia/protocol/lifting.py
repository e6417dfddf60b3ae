"""The shape of a lifting equation: a load constant, made smaller by one multiplier a term.

Lengths are cm, loads kg, angles degrees, durations hours. Multipliers are 0 (do not lift like this)
to 1 (as good as it gets). Where the equation's tables split by the height of the hands, a pair
holds the multiplier below that height and from it up.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ischia.protocol.base import Item, Words

TermName = Literal["horizontal", "vertical", "travel", "twist", "frequency", "coupling"]
GripName = Literal["good", "fair", "poor"]
DurationName = Literal["short", "moderate", "long"]
ByHeight = tuple[float, float]


class LiftingTerm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a term is called, and what makes it better."""

    symbol: str
    label: Words
    advice: Words


class Horizontal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Multiplier `best_cm` / distance; 1 nearer than that, 0 beyond `most_cm`."""

    best_cm: float
    most_cm: float


class Vertical(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Multiplier 1 - `per_cm` for each cm away from `best_cm`; 0 above `most_cm`."""

    best_cm: float
    per_cm: float
    most_cm: float


class Travel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Multiplier `base` + `per_travel_cm` / distance, at least `least_cm`; 0 above `most_cm`."""

    base: float
    per_travel_cm: float
    least_cm: float
    most_cm: float


class Twist(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Multiplier 1 - `per_degree` for each degree; 0 beyond `most_degrees`."""

    per_degree: float
    most_degrees: float


class FrequencyRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The multipliers at `per_minute` lifts a minute, by how long the lifting goes on."""

    per_minute: float
    short: ByHeight
    moderate: ByHeight
    long: ByHeight


class Grip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way in which the hands hold the load."""

    text: Words
    multiplier: ByHeight


class LiftingEquation(Item, frozen=True, kw_only=True):
    """A published lifting equation with its constants, tables and limits.

    `hours` are the longest durations of the classes. More lifts a minute than the last row of
    `frequency` has a multiplier of 0.
    """

    title: Words
    text: Words
    load_constant_kg: float
    split_height_cm: float
    horizontal: Horizontal
    vertical: Vertical
    travel: Travel
    twist: Twist
    hours: dict[DurationName, float]
    frequency: tuple[FrequencyRow, ...]
    coupling: dict[GripName, Grip]
    terms: dict[TermName, LiftingTerm]
    limits: tuple[Words, ...]
