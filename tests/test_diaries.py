"""Every diary case comes out, day by day, as it was worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from diary_cases import diary_misses, load_diary_cases, run_diary
from ischia.population.cases import CaseError
from ischia.protocol.adaptation import RULES
from ischia.protocol.model import Protocol

CASES = load_diary_cases(Path(__file__).parent / "cases" / "diaries")
OF_A_LIGHT = {"good_session", "missing_answers", "flare_felt", "flare_spread"}  # in no change


@pytest.mark.parametrize("name", CASES)
def test_diary(protocol: Protocol, name: str) -> None:
    case = CASES[name]
    assert list(diary_misses(case, run_diary(protocol, case))) == [], case.why


def test_there_are_enough_diaries() -> None:
    assert len(CASES) >= 25


def test_nearly_every_rule_of_a_diary_decides_in_one() -> None:
    """Holds and sets take weeks to reach: `tests/care/test_adaptation.py` walks there."""
    named = {rule for case in CASES.values() for day in case.days for rule in day.changes}
    named |= {rule for case in CASES.values() for day in case.days for rule in day.says}
    weeks_away = {"hold", "look_again", "progress_hold", "progress_sets"}
    # not for a diary to decide
    by_hand = {
        "pain_severe", "person_easier", "person_swap", "program_changed", "stage_program",
    }  # fmt: skip
    assert set(RULES) - named - weeks_away - by_hand - OF_A_LIGHT == set()


def test_diaries_cite_what_is_in_the_bibliography(protocol: Protocol) -> None:
    cited = {key for case in CASES.values() for key in case.source}
    assert cited <= protocol.bibliography.keys()


def test_a_wrong_expectation_is_noticed(protocol: Protocol) -> None:
    case = CASES["setback/one_red_session"]
    decisions = run_diary(protocol, case)
    first = case.days[0]
    wrong_days: list[tuple[dict[str, object], str]] = [
        ({"light": "amber"}, "it was red, expected amber"),
        ({"changes": ()}, "the changes are ['regress_level'], expected []"),
        ({"says": ("flare_felt",)}, "flare_felt is not among the reasons"),
        ({"stage": "settle"}, "the stage is restore, expected settle"),
        ({"plan": {}}, "the plan is"),
    ]
    for changes, words in wrong_days:
        wrong = replace(case, days=(replace(first, **changes), *case.days[1:]))
        assert any(words in miss for miss in diary_misses(wrong, decisions)), changes
    final = replace(case, final=replace(case.final, stage="maintain"))
    assert "at the end: the stage is restore, expected maintain" in list(
        diary_misses(final, decisions)
    )


def test_a_case_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("id: x\ntitel: wrong\n", "utf-8")
    with pytest.raises(CaseError, match=r"x\.yaml"):
        load_diary_cases(tmp_path)
