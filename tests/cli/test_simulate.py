"""`ischia simulate`: the JSON object, the text, two protocols side by side, and bad input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cast import MakePack
from ischia.care.decision import Reason
from ischia.care.person import Person
from ischia.care.program import Planner
from ischia.cli import front_door
from ischia.population import simulation
from ischia.population.cluster import ClusterError, on_cluster
from ischia.population.invariants import INVARIANTS
from ischia.protocol.exercise import STAGES
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

QUICK = ("--people", "6", "--weeks", "2", "--cores", "1")
REST_ONE_DAY = """
id: flare_rest_days
value: 1
unit: days
text: Relative rest in a flare lasts at most one day.
source: [ischia_project]
grade: project
review: project_rule
"""


def run(*args: str) -> Result:
    result = CliRunner().invoke(front_door, ["simulate", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def as_json(*args: str) -> dict[str, Any]:
    result = run(*QUICK, *args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_json_object(protocol: Protocol) -> None:
    content = as_json("--seed", "5")
    assert (content["people"], content["weeks"], content["seed"]) == (6, 2, 5)
    assert content["protocol"] == protocol.version
    assert content["invariants_broken"] == 0
    assert content["invariants"] == dict.fromkeys(INVARIANTS, 0)
    assert list(content["days"])[:5] == list(STAGES)
    assert content["days"]["all"] == 6 * 14
    for part in ("flares", "exercises", "red_days", "questions", "sessions", "leg_pain", "stops"):
        assert part in content
    assert content["questions"]["danger"] > 20
    assert "compared" not in content


def test_the_same_seed_prints_the_same_bytes_and_another_does_not() -> None:
    first, again, other = (run(*QUICK, "--seed", seed, "--json").stdout for seed in "112")
    assert first == again
    assert first != other


def test_the_text_says_first_what_must_be_0() -> None:
    result = run(*QUICK)
    assert result.exit_code == 0
    assert "6 virtual people, 2 weeks, seed 1" in result.stdout
    assert result.stdout.index("Must be 0") < result.stdout.index("What happened")
    assert "No invariant broken." in result.stdout
    assert result.stderr == ""  # nobody looks at a bar that is not on a terminal


def test_a_pack_stands_beside_the_shipped_protocol(make_pack: MakePack) -> None:
    pack = make_pack({"parameters/adaptation/flare_rest_days.yaml": REST_ONE_DAY})
    quick = ("--people", "30", "--weeks", "4", "--cores", "1", "--pack", str(pack))
    result = run(*quick, "--json")
    assert result.exit_code == 0, result.stderr
    shipped = json.loads(result.stdout)
    packed = shipped["compared"]
    assert packed["packs"] == [str(pack)]
    assert packed["protocol"] == load_protocol([pack]).version != shipped["protocol"]
    assert packed["first_check"] == shipped["first_check"]
    assert packed["days"]["flare"] < shipped["days"]["flare"]
    text = run(*quick).stdout
    assert "with the pack" in text


def test_a_broken_rule_ends_with_1_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_stops(_planner: Planner, _person: Person) -> Iterator[Reason]:
        return iter(())

    monkeypatch.setattr(Planner, "stops", nothing_stops)
    result = run(*QUICK, "--people", "30")
    assert result.exit_code == 1
    assert "must not be used on people" in result.stdout


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("--people", "0"), "--people 0"),
        (("--people", "-3"), "--people -3"),
        (("--people", "1000000000000"), "--people 1000000000000"),
        (("--weeks", "0"), "--weeks 0"),
        (("--weeks", "-1"), "--weeks -1"),
        (("--weeks", "99999"), "--weeks 99999"),
        (("--seed", "-1"), "--seed -1"),
        (("--cores", "0"), "--cores 0"),
    ],
)
def test_impossible_numbers_are_named_with_a_remedy(args: tuple[str, str], named: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr
    assert "Remedy" in result.stderr


@pytest.mark.parametrize("args", [("--people", "many"), ("--seed", "1.5"), ("--weeks", "")])
def test_what_is_no_number_is_refused(args: tuple[str, str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert args[0] in result.stderr


def test_a_missing_or_faulty_pack_is_named(tmp_path: Path, make_pack: MakePack) -> None:
    missing = run(*QUICK, "--pack", str(tmp_path / "nowhere"))
    assert missing.exit_code == 2
    assert "nowhere" in missing.stderr
    faulty = REST_ONE_DAY.replace("value: 1", "value: 40")
    pack = make_pack({"parameters/adaptation/flare_rest_days.yaml": faulty})
    result = run(*QUICK, "--pack", str(pack))
    assert result.exit_code == 2
    assert "flare_rest_days" in result.stderr


def test_a_pack_may_change_an_assumption_only_to_what_is_possible(make_pack: MakePack) -> None:
    faulty = REST_ONE_DAY.replace("flare_rest_days", "silent_share").replace("value: 1", "value: 2")
    result = run(*QUICK, "--pack", str(make_pack({"assumptions/silent_share.yaml": faulty})))
    assert result.exit_code == 2
    assert "silent_share" in result.stderr


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run(*QUICK, "--dask", "tcp://127.0.0.1:1")
    assert result.exit_code == 2
    assert "pip install 'ischia[cluster]'" in result.stderr


def test_a_cluster_gives_the_same_numbers() -> None:
    distributed = pytest.importorskip("distributed")
    protocol = load_protocol()
    plan = simulation.Experiment(
        people=30, weeks=1, seed=1, shipped=protocol, protocols=(protocol,), interviewed=1
    )
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        there = simulation.simulate(plan, on_cluster(cluster.scheduler_address))
    assert there == simulation.simulate(plan, simulation.here)


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("ischia.population.cluster.TIMEOUT_S", 1)
    protocol = load_protocol()
    plan = simulation.Experiment(people=1, weeks=1, seed=1, shipped=protocol, protocols=(protocol,))
    with pytest.raises(ClusterError, match=r"127\.0\.0\.1:9"):
        simulation.simulate(plan, on_cluster("tcp://127.0.0.1:9"))
