"""The shared cast: the shipped protocol, a checker for it, and people made of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from cast import TODAY, Decide, MakePack
from ischia.care.check import Checker
from ischia.care.program import Planner
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    return load_protocol()


@pytest.fixture(scope="session")
def checker(protocol: Protocol) -> Checker:
    return Checker(protocol)


@pytest.fixture(scope="session")
def planner(protocol: Protocol) -> Planner:
    return Planner(protocol)


@pytest.fixture(scope="session")
def decide(checker: Checker) -> Decide:
    """Decide on raw answers."""
    return lambda answers: checker.check(checker.read(answers, TODAY))


@pytest.fixture(scope="session")
def healthy(checker: Checker) -> dict[str, object]:
    """A man of 40 who denies every danger."""
    from ischia.population.cases import Case, Expect, complete_answers

    case = Case(
        id="healthy",
        title="",
        why="",
        answers={"age_years": 40, "sex": "male", "duration_weeks": 3},
        expect=Expect(),
        others="no",
    )
    return complete_answers(case, checker)


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """A protocol pack with these files ({name: text})."""

    def make(files: dict[str, str]) -> Path:
        folder = tmp_path / "pack"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return folder

    return make
