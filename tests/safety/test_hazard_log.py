"""The hazard log is whole, and every control it claims has a test that exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from msgspec import Struct

from cast import ALL_CASES
from diary_cases import load_diary_cases
from ischia.care import proof
from ischia.protocol.load import load_protocol
from ischia.protocol.plain_yaml import read_yaml

ROOT = Path(__file__).parents[2]
LOG = ROOT / "docs" / "safety" / "hazards.yaml"
LIKELIHOODS = ("very_low", "low", "medium", "high", "very_high")
NODE = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)(?:\[([\w/]+)\])?")


class Control(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    tests: tuple[str, ...]


class Hazard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`likelihood` is "X before controls, Y after", with X and Y from `LIKELIHOODS`."""

    id: str
    title: str
    cause: str
    harm: str
    severity: Literal["catastrophic", "major", "considerable", "significant", "minor"]
    likelihood: str
    controls: tuple[Control, ...]
    residual: str


class Log(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hazards: tuple[Hazard, ...]


def load_log() -> tuple[Hazard, ...]:
    content = read_yaml(LOG.read_text("utf-8")).content
    return msgspec.convert(content, Log, strict=False).hazards


CASES: dict[tuple[str, str], Container[str]] = {
    ("tests/test_cases.py", "test_case"): ALL_CASES,
    ("tests/test_diaries.py", "test_diary"): load_diary_cases(ROOT / "tests/cases/diaries"),
}
HAZARDS = {hazard.id: hazard for hazard in load_log()}


@cache
def functions_in(file: str) -> frozenset[str]:
    """The names of the test functions of a file, which is not run for it."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.fixture(scope="module")
def properties() -> frozenset[str]:
    """The ids of what `prove` proves, without the work of solving."""

    def stated(claim: proof.Claim) -> proof.Property:
        return proof.Property(claim[0], claim[1], proved=False, seconds=0.0)

    def unsolved(_: object) -> Iterator[proof.Property]:
        return iter(())

    protocol = load_protocol()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proof, "_decide", stated)
        patch.setattr(proof, "rules_can_fire", unsolved)
        ids = {found.id for found in proof.prove(protocol)}
    return frozenset(ids | {f"reachable {rule}" for rule in protocol.red_flags})


def fault_of(named: str, properties: frozenset[str]) -> str | None:
    """What is wrong with a test that a control names. In brackets stands a clinical case."""
    if named.startswith("prove: "):
        known = named.removeprefix("prove: ") in properties
        return None if known else "no such property is proved"
    node = NODE.fullmatch(named)
    if node is None:
        return "this is neither tests/file.py::function nor prove: property"
    file, function, case = node.groups()
    if function not in functions_in(file):
        return "there is no such test"
    if case is None:
        return None
    return None if case in CASES.get((file, function), ()) else "there is no such case"


def test_the_log_covers_enough_and_each_hazard_once() -> None:
    ids = [hazard.id for hazard in load_log()]
    assert len(ids) >= 25
    assert all(re.fullmatch(r"H\d\d+", name) for name in ids)
    assert ids == sorted(set(ids), key=lambda name: int(name[1:]))  # areas begin at round numbers
    assert len({hazard.title for hazard in HAZARDS.values()}) == len(ids)


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_is_described_and_its_controls_never_raise_it(name: str) -> None:
    hazard = HAZARDS[name]
    assert all((hazard.title, hazard.cause, hazard.harm, hazard.residual, hazard.controls))
    found = re.fullmatch(r"(\w+) before controls, (\w+) after", hazard.likelihood)
    assert found
    before, after = (LIKELIHOODS.index(word) for word in found.groups())
    assert after <= before
    assert re.search(r"Accepted by|Not accepted", hazard.residual)


@pytest.mark.parametrize("name", HAZARDS)
def test_every_control_has_a_test_that_exists(name: str, properties: frozenset[str]) -> None:
    for control in HAZARDS[name].controls:
        assert control.text
        assert control.tests, control.text
        faults = {named: fault_of(named, properties) for named in control.tests}
        assert {named: fault for named, fault in faults.items() if fault} == {}


@pytest.mark.parametrize(
    "named",
    [
        "tests/care/test_proof.py::test_that_nobody_wrote", "tests/no_such.py::test_case",
        "tests/care/test_proof.py", "tests/test_cases.py::test_case[no/such]", "",
        "tests/care/test_proof.py::test_a_weakened_rule_is_found[plain_sciatica/x]",
        "prove: guarantee no_such", "prove: reachable no_such", "prove:danger only raises",
    ],
)  # fmt: skip
def test_a_control_that_nothing_tests_is_noticed(named: str, properties: frozenset[str]) -> None:
    assert fault_of(named, properties) is not None


def test_the_solver_knows_the_properties(properties: frozenset[str]) -> None:
    assert "danger only raises" in properties
    assert "guarantee saddle_numbness_alone" in properties
