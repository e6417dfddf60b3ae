"""The clinical lint of the first help: what it names is there, and a number can be dialled."""

from __future__ import annotations

import pytest

from cast import MakePack
from ischia.protocol.lint import lint

SOURCED = "source: [ischia_project]\ngrade: project\nreview: project_rule\n"
SIGN = "id: own\nfinding: {finding}\ntext: A sign\norder: 1\n" + SOURCED
EASING = (
    "id: own\ntitle: Own\ntext: Lie down.\norder: 9\nexercise: {exercise}\nthen: prone_on_elbows\n"
    "then_text: Come up.\n" + SOURCED
)
NUMBER = "id: xx\ncountry: Nowhere\nnumber: '{number}'\n" + SOURCED

LINE = "id: xx_own\ncountry: {country}\nname: Own\nnumber: '{number}'\nwritten: '1 2 3'\n" + SOURCED


def faults(make_pack: MakePack, name: str, text: str) -> str:
    """What the lint says of a pack with this file; empty when it is content."""
    pack = make_pack({name: text})
    return "\n".join(str(problem) for problem in lint([pack]))


@pytest.mark.parametrize("finding", ["saddle_numbness", "chest_pain_or_breathless"])
def test_a_sign_that_is_a_question_is_taken(make_pack: MakePack, finding: str) -> None:
    assert not faults(make_pack, "first_signs/legs/own.yaml", SIGN.format(finding=finding))


@pytest.mark.parametrize(
    ("finding", "words"),
    [("saddle_numbnes", "saddle_numbness"), ("age_years", "yes-or-no"),
     ("anal_tone_reduced", "yes-or-no")],
)  # fmt: skip
def test_a_sign_that_nobody_can_tap_is_a_fault(
    make_pack: MakePack, finding: str, words: str
) -> None:
    found = faults(make_pack, "first_signs/legs/own.yaml", SIGN.format(finding=finding))
    assert "own" in found
    assert words in found


@pytest.mark.parametrize(
    ("exercise", "fault"), [("headstand", "headstand"), ("side_plank_full", "load level")]
)
def test_a_position_that_is_none_or_too_heavy_is_a_fault(
    make_pack: MakePack, exercise: str, fault: str
) -> None:
    found = faults(make_pack, "easings/own/own.yaml", EASING.format(exercise=exercise))
    assert fault in found


def test_a_number_that_cannot_be_dialled_is_a_fault(make_pack: MakePack) -> None:
    found = faults(make_pack, "emergency_numbers/countries/xx.yaml", NUMBER.format(number="call"))
    assert "cannot be dialled" in found


def test_a_crisis_line_that_can_be_dialled_as_it_is_written_is_taken(make_pack: MakePack) -> None:
    text = LINE.format(country="gb", number="123")
    assert not faults(make_pack, "crisis_lines/own/xx_own.yaml", text)


@pytest.mark.parametrize(
    ("country", "number", "fault"),
    [("atlantis", "123", "atlantis"), ("gb", "one", "cannot be dialled"),
     ("gb", "124", "is not 124")],
)  # fmt: skip
def test_a_crisis_line_that_leads_astray_is_a_fault(
    make_pack: MakePack, country: str, number: str, fault: str
) -> None:
    text = LINE.format(country=country, number=number)
    assert fault in faults(make_pack, "crisis_lines/own/xx_own.yaml", text)
