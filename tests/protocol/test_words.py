"""The questions that a person reads are easy to read."""

from __future__ import annotations

import re
from statistics import median

import pytest

from ischia.protocol.model import Protocol

MEDIAN_GRADE = 6.0
HIGHEST_GRADE = 12.0
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"(?<![aeiouyl])e\Z|(?<=[^aeiouytd])ed\Z|(?<=[^aeiouyscgzx])es\Z")


def syllables(word: str) -> int:
    """Groups of vowels, but not a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(_VOWELS.findall(_SILENT_END.sub("", letters))))


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school needed to understand the text.

    Kincaid JP, Fishburne RP, Rogers RL, Chissom BS (1975). Derivation of new readability formulas
    for Navy enlisted personnel. Research Branch Report 8-75, Naval Technical Training Command.
    """
    sentences = [part for part in re.split(r"[.!?](?:\s|\Z)", text) if part.strip()]
    words = re.findall(r"[A-Za-z0-9][A-Za-z0-9'-]*", text)
    per_sentence = len(words) / len(sentences)
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("leg", 1), ("pain", 1), ("have", 1), ("numb", 1), ("the", 1), ("eased", 1), ("makes", 1),
        ("needed", 2), ("tingly", 2), ("muscle", 2), ("bodies", 2), ("passes", 2), ("urine", 2),
        ("clinician", 3), ("ibuprofen", 4), ("3", 1),
    ],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_follows_the_formula() -> None:
    assert reading_grade("Does it hurt?") == pytest.approx(0.39 * 3 + 11.8 * 1 - 15.59)
    easy = reading_grade("Is it numb? Is it weak?")
    assert easy < reading_grade("Is it numb and is it weak?") < reading_grade("Is it inflammatory?")


def test_the_questions_of_a_person_are_easy_to_read(protocol: Protocol) -> None:
    grades = {
        finding.id: reading_grade(finding.question)
        for finding in protocol.findings.values()
        if finding.who == "person"
    }
    hardest = sorted(grades.items(), key=lambda pair: -pair[1])[:10]
    assert median(grades.values()) <= MEDIAN_GRADE, hardest
    assert max(grades.values()) <= HIGHEST_GRADE, hardest
