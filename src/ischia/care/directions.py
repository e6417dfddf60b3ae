"""What repeated movements showed: in which directions the person's pain eases or grows worse."""

from __future__ import annotations

from collections.abc import Iterable

from ischia.care.evaluate import Answers
from ischia.protocol.condition import Test
from ischia.protocol.exercise import Direction, State

RESPONSES: tuple[tuple[str, Direction], ...] = (
    ("repeated_extension_response", "extension"),
    ("repeated_flexion_response", "flexion"),
    ("side_glide_response", "side_glide"),
)
EASES, WORSENS = ("centralises", "better"), ("peripheralises", "worse")


def responses(
    answers: Answers, states: Iterable[State]
) -> tuple[tuple[Direction, ...], tuple[Direction, ...]]:
    """The directions that ease and those that worsen, as repeated movements showed.

    A state that stands for such a response says it as well.
    """
    said = {tried for state in states if (tried := tried_in(state))}
    eased: list[Direction] = [
        d for finding, d in RESPONSES if answers.get(finding) in EASES and d not in said
    ]
    worsened: list[Direction] = [
        d for finding, d in RESPONSES if answers.get(finding) in WORSENS or d in said
    ]
    return tuple(eased), tuple(worsened)


def tried_in(state: State) -> Direction | None:
    """The direction that sends the pain down, where that is what a state stands for."""
    when = state.when
    return dict(RESPONSES).get(when.finding) if isinstance(when, Test) else None
