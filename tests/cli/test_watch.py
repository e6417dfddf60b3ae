"""`ischia watch`: recordings judged at the terminal."""

from __future__ import annotations

import json
import tracemalloc
import zipfile
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


FRAMES = 60


def arrays() -> dict[str, Any]:
    """The arrays of a whole recording, to be spoilt one at a time."""
    recording = drawn("bridge", (1.0,))
    return {
        "landmarks": np.array(recording.landmarks[:FRAMES]),
        "t": np.arange(FRAMES) / RATE,
        "skeleton": np.asarray("blazepose33"),
        "exercise": np.asarray("bridge"),
    }


class Trap:
    """Would leave a file behind if it were ever unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (self.path, "unpickled"))


SPOILT: list[tuple[str, dict[str, Any], str]] = [
    ("nan", {"landmarks": np.full((FRAMES, 33, 4), np.nan, np.float32)}, "nobody"),
    ("no person", {"landmarks": np.zeros((FRAMES, 33, 4), np.float32)}, "nobody"),
    ("wrong shape", {"landmarks": np.zeros((FRAMES, 33, 3), np.float32)}, "(frames, 33, 4)"),
    ("too fast", {"t": np.arange(FRAMES) / 5000}, "frames a second"),
    ("too slow", {"t": np.arange(FRAMES) * 2.0}, "frames a second"),
    ("unknown skeleton", {"skeleton": np.asarray("blazepose")}, "did you mean blazepose33"),
    ("ten hours", {"t": np.append(np.arange(FRAMES - 1) / RATE, 36_000.0)}, "10.0 hours"),
]


@pytest.mark.parametrize(("kind", "changes", "said"), SPOILT, ids=[one[0] for one in SPOILT])
def test_a_recording_that_cannot_be_judged_ends_with_two_and_a_remedy(
    tmp_path: Path, kind: str, changes: dict[str, Any], said: str
) -> None:
    file = tmp_path / f"{kind}.npz"
    np.savez_compressed(file, **(arrays() | changes))
    result = run(file)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Remedy" in result.stderr
    assert "Traceback" not in result.stderr
    assert not result.stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x04K\x01.", b"not a recording"])
@pytest.mark.parametrize("ending", ["npz", "jsonl"])
def test_a_file_that_is_no_recording_ends_with_two(
    tmp_path: Path, content: bytes, ending: str
) -> None:
    file = tmp_path / f"set.{ending}"
    file.write_bytes(content)
    result = run(file, "--generic")
    assert result.exit_code == 2
    assert "Remedy" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("share", [0.2, 0.6, 0.99])
def test_a_truncated_recording_ends_with_two(bridges: Path, tmp_path: Path, share: float) -> None:
    whole = bridges.read_bytes()
    file = tmp_path / "cut.npz"
    file.write_bytes(whole[: int(len(whole) * share)])
    result = run(file)
    assert result.exit_code == 2
    assert "Remedy" in result.stderr


def test_a_pickle_in_a_recording_is_refused_and_never_opened(tmp_path: Path) -> None:
    trap, file = tmp_path / "trap", tmp_path / "set.npz"
    wrong = arrays() | {"truth_faults": np.array([Trap(trap)], dtype=object)}
    np.savez_compressed(file, allow_pickle=True, **wrong)
    result = run(file)
    assert result.exit_code == 2
    assert "never unpacked" in result.stderr
    assert not trap.exists()


def test_ten_hours_of_frames_cost_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "long.npz"
    frames = 10 * 3600 * RATE
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, array in (("t", np.arange(frames) / RATE), ("skeleton", arrays()["skeleton"])):
            with folder.open(f"{name}.npy", "w") as inside:
                np.lib.format.write_array(inside, array)
        with folder.open("landmarks.npy", "w", force_zip64=True) as inside:
            head = {"descr": "<f4", "fortran_order": False, "shape": (frames, 33, 4)}
            np.lib.format.write_array_header_1_0(inside, head)
            for _ in range(frames // 10_000):
                inside.write(bytes(10_000 * 33 * 4 * 4))
    tracemalloc.start()
    try:
        result = run(file, "--generic")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert result.exit_code == 2
    assert "Remedy" in result.stderr
    assert most < 64 * 2**20


def test_json_has_the_promised_shape(bridges: Path) -> None:
    found = read(run(bridges, "--json"))
    for repetition in found["repetitions"]:
        assert {"start_s", "end_s", "side", "range", "faults"} <= set(repetition)
        assert repetition["start_s"] < repetition["end_s"]
        assert repetition["side"] in {"left", "right", "both", "unknown"}
    assert all({"start_s", "seconds", "side"} == set(hold) for hold in found["holds"])
    for fault in found["faults"]:
        assert {"fault", "repetition", "start_s", "seconds"} == set(fault)
    assert 0 <= found["coverage"] <= 1
    assert {"cannot_see", "score", "cues"} <= set(found)
