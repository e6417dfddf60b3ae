"""A session as the beats that a coach counts: get ready, move, hold, return, rest, other side.

The page, the voice and a test all play the same beats; none of them knows a number of its own.
All times are in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from ischia.care.dose import SECONDS_PER_MINUTE, Amount
from ischia.protocol.model import Protocol

BeatKind = Literal["ready", "reach", "hold", "return", "move", "timed", "rest", "switch"]
Side = Literal["", "left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")


class Beat(Struct, frozen=True, kw_only=True):
    """One stretch of time in which one thing happens. Sets and repetitions count from 1."""

    kind: BeatKind
    seconds: float
    set: int = 1
    rep: int = 0
    side: Side = ""


def beats(
    protocol: Protocol, exercise: str, dose: Amount, *, first_side: Side = "left"
) -> tuple[Beat, ...]:
    """Everything that is counted for one exercise at one dose, from getting ready to the end."""
    return tuple(_beats(protocol, exercise, dose, first_side))


def total_seconds(played: tuple[Beat, ...]) -> float:
    """How long the beats take."""
    return sum(beat.seconds for beat in played)


def _beats(protocol: Protocol, exercise: str, dose: Amount, first_side: Side) -> Iterator[Beat]:
    for number in range(1, dose.sets + 1):
        if number > 1 and dose.rest_s:
            yield Beat(kind="rest", seconds=dose.rest_s, set=number - 1)
        ready = "coach_ready_s" if number == 1 else "coach_set_ready_s"
        for turn, side in enumerate(_sides(dose, first_side)):
            wait = "coach_switch_s" if turn else ready
            kind: BeatKind = "switch" if turn else "ready"
            yield Beat(kind=kind, seconds=protocol.parameter(wait), set=number, side=side)
            yield from _work(protocol, exercise, dose, number, side)


def _sides(dose: Amount, first: Side) -> tuple[Side, ...]:
    if not dose.per_side:
        return ("",)
    return SIDES if first == SIDES[0] else SIDES[::-1]


def _work(
    protocol: Protocol, exercise: str, dose: Amount, number: int, side: Side
) -> Iterator[Beat]:
    if dose.minutes:
        seconds = dose.minutes * SECONDS_PER_MINUTE
        yield Beat(kind="timed", seconds=seconds, set=number, side=side)
        return
    pace = protocol.exercises[exercise].dose.seconds_per_rep
    for rep in range(1, max(dose.reps, 1) + 1):
        if not dose.hold_s:
            yield Beat(kind="move", seconds=pace, set=number, rep=rep, side=side)
            continue
        yield Beat(kind="reach", seconds=pace / 2, set=number, rep=rep, side=side)
        yield Beat(kind="hold", seconds=dose.hold_s, set=number, rep=rep, side=side)
        yield Beat(kind="return", seconds=pace / 2, set=number, rep=rep, side=side)
