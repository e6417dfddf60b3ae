"""The table over all combinations, and that what it counts as wrong would be counted."""

from __future__ import annotations

import itertools
import json

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from ischia.care.combinations import (
    EVERY_CAUSE,
    Tally,
    contraindicated,
    exercises_of,
    sets_of_states,
    tally,
)
from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.program import Plan, Planner
from ischia.cli import front_door
from ischia.cli.combinations import faultless, table_lines
from ischia.protocol.exercise import STAGES
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol
from ischia.protocol.problems import Problem

PROTOCOL = load_protocol()
SOME = ("heart_disease", "osteoporosis", "pregnancy_after_16w", "cannot_kneel")


def small(**changes: object) -> Protocol:
    """The protocol with a few states, so that all their pairs are soon planned."""
    few = {name: PROTOCOL.states[name] for name in SOME}
    return replace(PROTOCOL, **{"states": few, **changes})


def test_every_state_stands_alone_and_in_every_pair() -> None:
    sets = list(sets_of_states(PROTOCOL))
    count = len(PROTOCOL.states)
    assert len(sets) == len(set(sets)) == 1 + count + count * (count - 1) // 2
    assert () in sets


@pytest.mark.parametrize("cause", EVERY_CAUSE)
def test_each_combination_has_a_program_or_a_reason_and_nothing_forbidden(cause: str) -> None:
    """Heart disease asks a clinician about every exercise: alone and in its three pairs, at each
    of the five stages, there is a reason instead of a program."""
    found = tally(Planner(small()), cause)
    assert found.combinations == 5 * (1 + 4 + 6)
    assert found.reason == 5 * (1 + 3)
    assert found.program == 5 * 7
    assert (found.neither, found.contraindicated, found.faults) == (0, 0, ())
    assert found.least >= 3


def test_what_must_not_be_prescribed_is_read_from_the_protocol() -> None:
    found = set(
        contraindicated(
            PROTOCOL, "lumbar_spinal_stenosis", "restore", ("pregnancy_after_16w",),
            {"prone_press_up", "single_knee_to_chest", "bridge", "clam"},
        )
    )  # fmt: skip
    assert found == {
        "bridge is forbidden by pregnancy_after_16w",
        "prone_press_up is forbidden by pregnancy_after_16w",
        "prone_press_up is forbidden by spinal_stenosis",
        "single_knee_to_chest is forbidden by pregnancy_after_16w",
    }


def test_a_state_of_the_cause_counts_only_at_its_stages() -> None:
    for stage, forbidden in (("settle", True), ("restore", False)):
        found = contraindicated(
            PROTOCOL, "lumbar_disc_herniation", stage, (), {"hamstring_supine_towel"}
        )
        assert bool(list(found)) is forbidden


class Careless(Planner):
    """A planner that looks at no state."""

    def plan(self, person: Person) -> Decision[Plan]:
        free = replace(person, states=())
        return super().plan(free)


class Silent(Planner):
    """A planner that gives neither sessions nor reasons."""

    def plan(self, person: Person) -> Decision[Plan]:
        return Decision(replace(super().plan(person).value, sessions=()), ())


def test_a_careless_planner_is_noticed() -> None:
    found = tally(Careless(small()), "sacroiliac_joint_dysfunction")
    assert found.contraindicated > 0
    assert any("is forbidden by osteoporosis" in fault for fault in found.faults)
    assert not faultless([found])


def test_a_silent_planner_is_noticed() -> None:
    found = tally(Silent(small()), "unknown")
    assert found.neither == found.combinations
    assert "neither a program nor a reason" in found.faults[0]
    assert not faultless([found])


def test_the_printed_table_adds_up() -> None:
    tallies = [tally(Planner(small()), cause) for cause in EVERY_CAUSE]
    lines = list(table_lines(tallies))
    assert lines[0].split()[0] == "cause"
    assert lines[8].split() == ["all", "385", "245", "140", "0", "0"]
    assert "at least" in lines[9]


def test_pregnancy_never_lies_flat_for_long() -> None:
    """The doubt that started it: one knee to the chest, on the back, late in pregnancy."""
    planner = Planner(PROTOCOL)
    for cause, stage in itertools.product(EVERY_CAUSE, STAGES):
        plan = planner.plan(passed(cause, stage, "pregnancy_after_16w")).value
        assert plan.sessions
        for name in exercises_of(plan):
            exercise = PROTOCOL.exercises[name]
            assert not set(exercise.features) & {"supine_long", "prone"}
            if exercise.position.startswith("supine"):
                (how,) = [c for c in exercise.cautions if c.state == "pregnancy_after_16w"]
                assert how.action == "modify"
                assert any(word in how.reason for word in ("sitting", "Prop", "propped"))


def passed(cause: str, stage: str, *states: str) -> Person:
    from ischia.care.combinations import PASSED

    return Person(
        screening=Decision(PASSED, ()), answers={}, cause=cause, stage=stage, states=states
    )


@pytest.mark.parametrize(("planner", "code"), [(Planner, 0), (Silent, 1)])
def test_the_lint_prints_the_table_and_says_so_when_it_is_wrong(
    monkeypatch: pytest.MonkeyPatch, planner: type[Planner], code: int
) -> None:
    tallies = [tally(planner(small()), cause) for cause in EVERY_CAUSE]

    def tallied(_: object) -> list[Tally]:
        return tallies

    def no_problem(_: object) -> list[Problem]:
        return []

    monkeypatch.setattr("ischia.cli.combinations.tally_all", tallied)
    monkeypatch.setattr("ischia.protocol.lint.lint", no_problem)
    result = CliRunner().invoke(front_door, ["protocol", "lint", "--table"])
    assert result.exit_code == code
    assert "lumbar_disc_herniation" in result.stdout
    assert ("some combinations are wrong" in result.stderr) is bool(code)
    as_json = CliRunner().invoke(front_door, ["protocol", "lint", "--table", "--json"])
    found = json.loads(as_json.stdout)
    assert [line["cause"] for line in found] == list(EVERY_CAUSE)
    assert all((line["neither"] == 0) is not bool(code) for line in found)
