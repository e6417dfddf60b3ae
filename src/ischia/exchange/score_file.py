"""The answers to an instrument from a file: `answers: {item: value}`, and optionally `first`."""

from __future__ import annotations

from typing import cast

from msgspec import Struct

from ischia.care.answers import AnswerError, AnswerFault
from ischia.care.outcomes import read_items
from ischia.exchange.answers_file import read_form
from ischia.protocol.instrument import Instrument

KEYS = ("answers", "first")


class ScoreFile(Struct, frozen=True):
    """Checked answers, now and the first time."""

    answers: dict[str, int]
    first: dict[str, int] | None


def read_score_file(name: str, instrument: Instrument) -> ScoreFile:
    """Read FILE, or standard input when `name` is "-". Raises `AnswerError`."""
    form = read_form(name, KEYS, "item")
    first = form.get("first")
    if first is not None and not isinstance(first, dict):
        remedy = "write `first:` and below it `item: value`"
        raise AnswerError([AnswerFault("first", "not a list of `item: value` lines", remedy)])
    return ScoreFile(
        read_items(instrument, cast("dict[str, object]", form["answers"])),
        None
        if first is None
        else read_items(instrument, cast("dict[str, object]", first), "first."),
    )
