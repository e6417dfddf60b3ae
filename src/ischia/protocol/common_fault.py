"""Faults that any exercise can have, so that no exercise has to name them."""

from __future__ import annotations

from typing import Literal

from ischia.protocol.base import Item, Words
from ischia.protocol.movement import Rep


class CommonFault(Item, frozen=True, kw_only=True):
    """A condition on a whole repetition: its `measure` is below the parameter `under`.

    It holds for movements whose `rep` is named, unless their exercise has a fault of its own for
    the same thing.
    """

    text: Words
    cue: Words
    severity: Literal["tip", "cue"]
    measure: Literal["range"]
    under: str
    reps: tuple[Rep, ...]
