"""`ischia watch`: recordings judged at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from ischia.cli.watch import command
from ischia.motion.landmarks import LANDMARKS, SOURCES
from ischia.motion.plan import ideal_camera, landmarks_of
from ischia.motion.pose import course, moments
from ischia.motion.recording import Recording, make_recording
from ischia.motion.recording_file import write_recording
from ischia.motion.skeleton import Body
from ischia.protocol.load import load_protocol

RATE = 15


def drawn(exercise: str, depths: tuple[float, ...], *, label: bool = True) -> Recording:
    """The exercise as its own specification draws it, to each depth, with rests between."""
    protocol = load_protocol()
    movement = protocol.movements[exercise]
    looking = ideal_camera(movement)
    people: list[list[tuple[float, float, float, float]]] = []
    for depth in depths:
        found = moments(Body.of(), course(protocol, movement), per_second=RATE, depth=depth)
        bodies = [landmarks_of(moment.body.points, looking) for moment in found]
        people += [bodies[0]] * RATE + bodies
    people += people[:RATE]
    joints = np.zeros((len(people), 33, 4), dtype=np.float32)
    for place in range(len(LANDMARKS)):
        (joint,) = SOURCES["blazepose33"][place]
        joints[:, joint] = [
            (x / 2.4 + 0.5, y / 2.4 + 0.8, z, seen) for x, y, z, seen in (p[place] for p in people)
        ]
    labels = {"exercise": np.asarray(exercise)} if label else {}
    times = np.arange(len(people)) / RATE
    return make_recording(
        joints, times, "blazepose33", view="side", units="share", width=480, height=480,
        labels=labels,
    )  # fmt: skip


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "bridge.npz"
    write_recording(drawn("bridge", (1.0, 0.5, 1.0)), path)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def read(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_set_is_shown_so_that_a_person_can_follow(bridges: Path) -> None:
    shown = run(bridges)
    assert shown.exit_code == 0, shown.output
    assert "Bridge: 3 repetitions" in shown.stdout
    assert "The hips are not high enough." in " ".join(shown.stdout.split())
    assert "Judged 100 % of the time." in shown.stdout
    assert "2 of 3 repetitions were without a fault." in shown.stdout


def test_json_holds_what_is_documented(bridges: Path) -> None:
    found = read(run(bridges, "--json"))
    assert found["count"] == 3
    assert [fault["repetition"] for fault in found["faults"]] == [1]
    assert found["coverage"] == 1
    assert found["protocol"] == load_protocol().version
    named = read(run(bridges, "--exercise", "Bridge", "--json"))
    assert named["repetitions"] == found["repetitions"]


def test_generic_counts_without_a_specification(bridges: Path) -> None:
    found = read(run(bridges, "--generic", "--json"))
    assert found["count"] == 3
    assert found["score"] is None
    assert found["faults"] == []


def test_a_folder_is_judged_on_all_cores(bridges: Path, tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"set_{number}.npz").write_bytes(bridges.read_bytes())
    (tmp_path / "notes.txt").write_text("not a recording")
    found = read(run(tmp_path, "--json"))
    assert [Path(one["recording"]).name for one in found["recordings"]] == [
        f"set_{number}.npz" for number in range(3)
    ]
    assert {one["count"] for one in found["recordings"]} == {3}
    assert "set_2.npz" in run(tmp_path).stdout


def test_one_bad_recording_does_not_spoil_the_others(bridges: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(bridges.read_bytes()[:2000])
    result = run(bridges, broken, "--json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)["recordings"]
    assert found[0]["count"] == 3
    assert "error" in found[1]
    assert "broken.npz" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--exercise", "bridg"), "did you mean bridge"),
        (("--generic", "--exercise", "bridge"), "more than one"),
        (("--spec", "missing.yaml"), "no such file"),
    ],
)
def test_bad_input_is_named_with_a_remedy(
    bridges: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run(bridges, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Remedy" in result.stderr


def test_a_recording_without_a_label_asks_which_exercise(tmp_path: Path) -> None:
    path = tmp_path / "unknown.npz"
    write_recording(drawn("bridge", (1.0,), label=False), path)
    result = run(path)
    assert result.exit_code == 2
    assert "--exercise" in result.stderr


def test_missing_files_and_empty_folders_are_named(tmp_path: Path) -> None:
    assert "no such file" in run(tmp_path / "nothing.npz").stderr
    assert "no recording is in this folder" in run(tmp_path).stderr
