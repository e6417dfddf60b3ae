"""A paragraph with a list in it, such as "if any of these: one; two; three.", set as a list."""

from __future__ import annotations

import re

from msgspec import Struct

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
FEWEST = 3  # two things read well in a line


class Part(Struct, frozen=True):
    """Running text, and the list that it leads to, if any."""

    text: str
    items: tuple[str, ...] = ()


def parts_of(text: str) -> list[Part]:
    """The text in its order: nothing is left out, only set differently."""
    parts: list[Part] = []
    running: list[str] = []
    for sentence in SENTENCE.split(" ".join(text.split())):
        lead, items = _list_in(sentence)
        if not items:
            running.append(sentence)
            continue
        parts.append(Part(" ".join([*running, lead]), items))
        running = []
    return [*parts, Part(" ".join(running))] if running else parts


def _list_in(sentence: str) -> tuple[str, tuple[str, ...]]:
    """What leads to the list, up to its colon, and the list."""
    first, semicolon, _rest = sentence.partition("; ")
    lead, colon, _one = first.rpartition(": ")
    if not semicolon or not colon:
        return sentence, ()
    items = sentence[len(lead) + len(colon) :].rstrip(".").split("; ")
    return (f"{lead}:", tuple(items)) if len(items) >= FEWEST else (sentence, ())
