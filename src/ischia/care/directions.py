"""What repeated movements showed: in which directions the person's pain eases or grows worse."""

from __future__ import annotations

from ischia.care.evaluate import Answers
from ischia.protocol.exercise import Direction

RESPONSES: tuple[tuple[str, Direction], ...] = (
    ("repeated_extension_response", "extension"),
    ("repeated_flexion_response", "flexion"),
    ("side_glide_response", "side_glide"),
)
EASES, WORSENS = ("centralises", "better"), ("peripheralises", "worse")


def responses(answers: Answers) -> tuple[tuple[Direction, ...], tuple[Direction, ...]]:
    """The directions that ease and those that worsen, as repeated movements showed."""
    eased: list[Direction] = [d for finding, d in RESPONSES if answers.get(finding) in EASES]
    worsened: list[Direction] = [d for finding, d in RESPONSES if answers.get(finding) in WORSENS]
    return tuple(eased), tuple(worsened)
