"""Every clinical case comes out as its source says."""

from __future__ import annotations

from collections import Counter

import pytest

from cast import ALL_CASES
from ischia.care.check import Checker
from ischia.care.program import Planner
from ischia.population.cases import misses, program_misses, run_case, run_program
from ischia.protocol.model import CAUSES, Disposition


@pytest.mark.parametrize("name", ALL_CASES)
def test_case(checker: Checker, planner: Planner, name: str) -> None:
    case = ALL_CASES[name]
    check = run_case(checker, case)
    assert list(misses(case, check)) == [], case.why
    if case.expect.program is not None:
        decision = run_program(planner, case, check)
        found = list(program_misses(checker.protocol, case.expect.program, decision))
        assert found == [], case.why


def published() -> dict[str, str]:
    return {name: name.split("/")[0] for name in ALL_CASES if not name.startswith("boundaries/")}


def test_there_are_enough_published_cases() -> None:
    assert len(published()) >= 60


def test_published_cases_are_spread_over_dispositions_and_causes() -> None:
    expected = [ALL_CASES[name].expect for name in published()]
    dispositions = Counter(e.disposition or e.at_least for e in expected)
    leading = Counter(c for e in expected for c in (e.leading, *e.among_first) if c)
    assert all(dispositions[disposition] >= 5 for disposition in Disposition), dispositions
    assert all(leading[cause] >= 3 for cause in CAUSES), leading


def test_cases_cite_what_is_in_the_bibliography(checker: Checker) -> None:
    known = checker.protocol.bibliography
    missing = {k for case in ALL_CASES.values() for k in case.source if k not in known}
    assert missing == set()


def test_every_source_is_cited_by_an_item_or_a_case(checker: Checker) -> None:
    from ischia.protocol.lint import cited_keys, items_of

    cited = {k for case in ALL_CASES.values() for k in case.source}
    for _, item in items_of(checker.protocol):
        cited.update(cited_keys(item))
    assert set(checker.protocol.bibliography) - cited == set()
