"""A reason is found again in another language, with what fills its blanks."""

from __future__ import annotations

import string

import pytest

from ischia.care import sayings
from ischia.care.sayings import SAYINGS, said_again

KNOWN = {
    "Pregnant": "EMBARAZO",
    "Lying flat presses on a vein.": "TUMBADA NO.",
    "mat": "esterilla",
    "chair": "silla",
    sayings.GENTLY: "Con cuidado, por esto: {state}.",
    sayings.FOR_YOU: "Para ti: {reason}",
    sayings.YOU_WOULD_NEED: "Haría falta: {things}.",
    sayings.STATE_BECAUSE: "{state} ({reason})",
    sayings.CLINICIAN_CAN_ALLOW: "{reason} Se puede permitir.",
    sayings.CHANGE_SHARE: "Cambio: {percent} %, {points} puntos, {meaning}.",
    sayings.COUNTS_POINTS: "Cuentan {points} puntos.",
    sayings.MEANINGS["improved"]: "importa",
}


def say(text: str) -> str:
    return KNOWN.get(text, text)


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("Go gently with this one, because of this: pregnant.", "Con cuidado, por esto: eMBARAZO."),
        ("For you: lying flat presses on a vein.", "Para ti: tUMBADA NO."),
        ("You would need: mat, chair.", "Haría falta: esterilla, silla."),
        ("Pregnant: Lying flat presses on a vein.", "EMBARAZO (TUMBADA NO.)"),
        (
            "Lying flat presses on a vein. A clinician can allow it.",
            "TUMBADA NO. Se puede permitir.",
        ),
        (
            "Since the first score: -3 points (-30 %), an improvement that matters."
            " What counts is 5 points or more.",
            "Cambio: -30 %, -3 puntos, importa. Cuentan 5 puntos.",
        ),
        ("Nobody has translated this.", "Nobody has translated this."),
        ("", ""),
    ],
)
def test_a_reason_is_said_again(english: str, other: str) -> None:
    assert said_again(english, say) == other


@pytest.mark.parametrize("saying", [one for one in SAYINGS if "{" in one])
def test_each_sentence_is_taken_for_itself(saying: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(saying) if name]
    blanks = {name: f"B{number}" for number, name in enumerate(names)}
    known = {**{one: f"<{one}>" for one in SAYINGS}, "B0": "b0"}
    found = said_again(saying.format(**blanks), lambda text: known.get(text, text))
    assert found == f"<{saying.format(**blanks)}>".replace("B0", "b0")


def test_a_colon_alone_is_no_sentence_of_ours() -> None:
    assert said_again("Own words: as typed.", say) == "Own words: as typed."


def test_no_sentence_stands_twice() -> None:
    assert len(SAYINGS) == len(set(SAYINGS))
