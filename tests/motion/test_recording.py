"""Recordings: what is written comes back, and whatever is wrong is named with a remedy."""

from __future__ import annotations

import io
import json
import pickle
import random
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ischia.motion.landmarks import INDEX, JOINTS, LANDMARKS, SKELETONS, SOURCES, landmarks_of
from ischia.motion.recording import MOST_FRAMES, Recording, RecordingError, make_recording
from ischia.motion.recording_file import read_recording, write_recording
from ischia.motion.recording_lines import read_lines

FRAMES = 40


def content(joints: str = "blazepose33", frames: int = FRAMES, /, **changes: Any) -> dict[str, Any]:
    """The arrays of a recording in which somebody stands still."""
    drawn = np.random.default_rng(1).uniform(0.2, 0.8, (frames, JOINTS[joints], 4))
    arrays: dict[str, Any] = {
        "landmarks": drawn.astype(np.float32),
        "t": np.arange(frames) / 15,
        "skeleton": np.asarray(joints),
        "view": np.asarray("side"),
        "width": np.asarray(640),
        "height": np.asarray(480),
    }
    arrays.update(changes)
    return {name: value for name, value in arrays.items() if value is not None}


def saved(path: Path, **changes: Any) -> Path:
    file = path / "recording.npz"
    np.savez_compressed(file, **content(**changes))
    return file


def refused(file: Path, field: str, *words: str) -> None:
    with pytest.raises(RecordingError) as caught:
        read_recording(file)
    assert caught.value.field.endswith(field)
    assert "Remedy: " in str(caught.value)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("skeleton", SKELETONS)
@pytest.mark.parametrize("name", ["a.npz", "a.jsonl"])
def test_what_is_written_comes_back(tmp_path: Path, skeleton: str, name: str) -> None:
    arrays = content(skeleton)
    arrays["landmarks"][3] = np.nan
    arrays["landmarks"][3, :, 3] = 0
    arrays["landmarks"][5, 2, 0] = np.nan
    recording = make_recording(arrays["landmarks"], arrays["t"], skeleton, view="front", width=640,
                               height=480)  # fmt: skip
    write_recording(recording, tmp_path / name)
    again = read_recording(tmp_path / name)
    np.testing.assert_array_equal(again.landmarks, recording.landmarks)
    np.testing.assert_array_equal(again.t, recording.t)
    assert (again.skeleton, again.view, again.units) == (skeleton, "front", recording.units)
    assert (again.width, again.height) == (640, 480)


def test_labels_come_back(tmp_path: Path) -> None:
    faults = np.asarray(["hips_high:2"])
    recording = read_recording(saved(tmp_path, truth_faults=faults, exercise=np.asarray("plank")))
    assert recording.labels["truth_faults"].tolist() == ["hips_high:2"]
    assert recording.labels["exercise"].item() == "plank"
    write_recording(recording, tmp_path / "again.npz")
    assert set(read_recording(tmp_path / "again.npz").labels) == {"truth_faults", "exercise"}


def test_the_real_recordings_of_rendered_people_can_be_read(motion_data: Path) -> None:
    files = sorted((motion_data / "rendered").glob("*.npz"))
    assert files
    for file in files:
        recording = read_recording(file)
        assert recording.skeleton == "blazepose33"
        assert 14 < recording.rate < 16
        assert "truth_repetitions" in recording.labels


def test_every_skeleton_names_every_landmark_with_joints_it_has() -> None:
    for skeleton in SKELETONS:
        assert len(SOURCES[skeleton]) == len(LANDMARKS) == 17
        used = [number for numbers in SOURCES[skeleton] for number in numbers]
        assert max(used) < JOINTS[skeleton]


def test_left_and_right_never_share_a_joint_but_the_head() -> None:
    for skeleton in SKELETONS:
        for name in LANDMARKS:
            if name.endswith("_l") and not name.startswith("ear"):
                left, right = (
                    SOURCES[skeleton][INDEX[name]],
                    SOURCES[skeleton][INDEX[name[:-1] + "r"]],
                )
                assert not set(left) & set(right)


def test_points_are_in_units_of_the_pictures_height() -> None:
    arrays = content()
    shares = make_recording(arrays["landmarks"], arrays["t"], "blazepose33", width=640, height=480)
    pixels = arrays["landmarks"] * np.array([640, 480, 1, 1], dtype=np.float32)
    in_pixels = make_recording(pixels, arrays["t"], "blazepose33", width=640, height=480)
    assert (shares.units, in_pixels.units) == ("share", "pixel")
    np.testing.assert_allclose(shares.points()[..., :2], in_pixels.points()[..., :2], rtol=1e-5)
    shoulder = arrays["landmarks"][0, 11]
    np.testing.assert_allclose(shares.points()[0, INDEX["shoulder_l"], 0], shoulder[0] * 640 / 480)


def test_points_of_a_kinect_are_metres() -> None:
    millimetres = content("kinect22")["landmarks"] * np.array([1000, 1000, 1000, 1])
    recording = make_recording(millimetres, np.arange(FRAMES) / 30, "kinect22")
    assert (recording.space, recording.units) == ("world", "millimetre")
    np.testing.assert_allclose(
        recording.points()[0, INDEX["hip_l"], 0], millimetres[0, 14, 0] / 1000
    )


def test_points_and_the_page_pick_the_same_landmarks() -> None:
    for skeleton in SKELETONS:
        arrays = content(skeleton)
        recording = make_recording(
            arrays["landmarks"], arrays["t"], skeleton, width=640, height=480
        )
        aspect = 1.0 if recording.space == "world" else 640 / 480
        joints = [tuple(joint) for joint in arrays["landmarks"][0].tolist()]
        np.testing.assert_allclose(
            recording.points()[0], landmarks_of(skeleton, joints, aspect), rtol=1e-5
        )


def test_frames_without_a_person_are_none() -> None:
    arrays = content()
    arrays["landmarks"][7] = np.nan
    recording = make_recording(arrays["landmarks"], arrays["t"], "blazepose33")
    frames = recording.to_frames()
    assert [number for number, (_, frame) in enumerate(frames) if frame is None] == [7]
    assert recording.notes  # the picture's size was guessed, and that is said


def test_a_recording_cannot_be_changed() -> None:
    arrays = content()
    recording = make_recording(arrays["landmarks"], arrays["t"], "blazepose33")
    with pytest.raises(AttributeError):
        recording.view = "front"  # type: ignore[misc]


ONE_WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("skeleton", {"skeleton": None}, "missing"),
    ("t", {"t": None}, "missing"),
    ("landmarks", {"landmarks": None}, "missing"),
    ("skeleton", {"skeleton": np.asarray("blazepose")}, "did you mean blazepose33"),
    ("skeleton", {"skeleton": np.asarray(3)}, "not one word"),
    ("skeleton", {"skeleton": np.asarray("x" * 90)}, "xxx..."),
    ("view", {"view": np.asarray("above")}, "use side"),
    ("units", {"units": np.asarray("metre")}, "share or pixel"),
    ("landmarks", {"landmarks": np.zeros((FRAMES, 33, 4), np.float32)}, "nobody"),
    ("landmarks", {"landmarks": np.full((FRAMES, 33, 4), np.nan, np.float32)}, "nobody"),
    ("landmarks", {"landmarks": np.full((FRAMES, 33, 4), np.inf, np.float32)}, "infinite"),
    ("landmarks", {"landmarks": np.full((FRAMES, 33, 4), 1e300)}, "infinite"),
    ("landmarks", {"landmarks": np.zeros((FRAMES, 33, 3), np.float32)}, "(frames, 33, 4)"),
    ("landmarks", {"landmarks": np.zeros((FRAMES, 17, 4), np.float32)}, "(frames, 33, 4)"),
    ("landmarks", {"landmarks": np.zeros((0, 33, 4), np.float32)}, "at least two"),
    ("landmarks", {"landmarks": np.zeros((FRAMES, 33, 4), "U3")}, "not numbers"),
    ("landmarks", {"landmarks": np.zeros((FRAMES, 33, 4), bool)}, "not numbers"),
    ("landmarks", {"landmarks": np.full((FRAMES, 33, 4), 3.0, np.float32)}, "visibility"),
    ("t", {"t": np.arange(FRAMES + 1) / 15}, "one time a frame"),
    ("t", {"t": np.arange(FRAMES)[:, None] / 15}, "one time a frame"),
    ("t", {"t": np.zeros(FRAMES)}, "does not rise at frame 1"),
    ("t", {"t": np.arange(FRAMES)[::-1] / 15}, "does not rise at frame 1"),
    ("t", {"t": np.where(np.arange(FRAMES) == 9, np.nan, np.arange(FRAMES) / 15)}, "frame 9"),
    ("t", {"t": np.arange(FRAMES) * 33.0}, "milliseconds"),
    ("t", {"t": np.arange(FRAMES) / 5000}, "5000 frames a second"),
    ("t", {"t": np.arange(FRAMES) * 4000.0}, "frames a second"),
    ("t", {"t": np.append(np.arange(FRAMES - 1) / 15, 36_000.0)}, "10.0 hours"),
    ("width", {"width": np.asarray(-1)}, "-1 pixels"),
    ("height", {"height": np.asarray(np.nan)}, "not a size"),
    ("height", {"height": np.asarray("tall")}, "not one number"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "changes", "words"), ONE_WRONG)
def test_what_is_wrong_is_named(
    tmp_path: Path, field: str, changes: dict[str, Any], words: str
) -> None:
    refused(saved(tmp_path, **changes), field, words)


class Boom:
    """Would write a file if it were ever unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.write_text, (self.path, "unpickled"))


@pytest.mark.parametrize("name", ["landmarks", "t", "skeleton", "truth_faults", "anything"])
def test_nothing_is_ever_unpickled(tmp_path: Path, name: str) -> None:
    trap = tmp_path / "trap"
    arrays = content()
    arrays[name] = np.array([Boom(trap)] * FRAMES, dtype=object)
    file = tmp_path / "recording.npz"
    np.savez_compressed(file, allow_pickle=True, **arrays)
    refused(file, name, "never unpacked")
    assert not trap.exists()


def test_a_bare_pickle_is_not_opened(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    file = tmp_path / "recording.npz"
    file.write_bytes(pickle.dumps(Boom(trap)))
    refused(file, "recording.npz", "not a recording")
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("landmarks.pkl", pickle.dumps(Boom(trap)))
    refused(file, "file", "not one array")
    assert not trap.exists()


def npy(shape: tuple[int, ...], kind: str = "<f4", data: bytes = b"") -> bytes:
    file = io.BytesIO()
    header = {"descr": kind, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue() + data


def zipped(path: Path, **members: bytes) -> Path:
    file = path / "recording.npz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in members.items():
            archive.writestr(name + ".npy", value)
    return file


def skeleton_member() -> bytes:
    return npy((), "<U11", "blazepose33".encode("utf-32-le"))


def peak_megabytes(file: Path, field: str, *words: str) -> float:
    tracemalloc.start()
    refused(file, field, *words)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def test_a_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    zeros = npy((20_000_000, 33, 4), data=bytes(300 * 2**20))
    file = zipped(tmp_path, skeleton=skeleton_member(), landmarks=zeros, t=npy((2,), "<f8"))
    del zeros
    assert file.stat().st_size < 2**20
    assert peak_megabytes(file, "landmarks", "300 MB") < 8


def test_a_header_that_lies_is_refused_before_memory_is_taken(tmp_path: Path) -> None:
    file = zipped(
        tmp_path, skeleton=skeleton_member(), landmarks=npy((200_000, 33, 4)), t=npy((2,), "<f8")
    )
    assert peak_megabytes(file, "landmarks", "not what its header says") < 8
    file = zipped(tmp_path, skeleton=npy((10**12,), "<U11"), landmarks=b"", t=b"")
    assert peak_megabytes(file, "skeleton", "not what its header says") < 8


def test_ten_hours_are_refused_before_they_are_read(tmp_path: Path) -> None:
    frames = 10 * 3600 * 15
    assert frames > MOST_FRAMES
    data = bytes(frames * 33 * 4 * 1)
    file = zipped(tmp_path, skeleton=skeleton_member(), landmarks=npy((frames, 33, 4), "|i1", data),
                  t=npy((frames,), "<f8", bytes(frames * 8)))  # fmt: skip
    assert peak_megabytes(file, "landmarks", "540000 frames", "cut it into parts") < 8


@pytest.mark.parametrize("header", [b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00\xff\xff{", b"PK" * 40])
def test_a_broken_header_is_refused(tmp_path: Path, header: bytes) -> None:
    refused(zipped(tmp_path, skeleton=header, landmarks=b"", t=b""), "skeleton", "header")


def test_too_many_arrays_are_refused(tmp_path: Path) -> None:
    extra = {f"label_{number}": npy((), "<f4", bytes(4)) for number in range(70)}
    refused(zipped(tmp_path, **extra), "file", "arrays")
    file = tmp_path / "recording.npz"
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number}.npy", b"")
    refused(file, "file", "too many arrays")


def test_an_encrypted_or_oddly_packed_array_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "recording.npz"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("landmarks.npy", b"x")
    refused(file, "landmarks", "packed")
    file = saved(tmp_path)
    data = bytearray(file.read_bytes())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(data)
    refused(file, "", "encrypted")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, share: float) -> None:
    file = saved(tmp_path)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])
    refused(file, "")


def test_a_name_in_the_zip_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = saved(tmp_path)
    data = bytearray(file.read_bytes())
    entry = data.index(b"PK\x01\x02")  # the first file in the zip's directory
    data[entry + 9] |= 0x08  # its name is said to be UTF-8
    data[entry + 46] = 0x80  # and is not
    file.write_bytes(bytes(data))
    refused(file, "")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_is_an_error_or_a_recording_and_nothing_else(data: st.DataObject) -> None:
    plain = io.BytesIO()
    np.savez_compressed(plain, **content("blazepose33", 6))
    damaged = bytearray(plain.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    only_an_error_or_a_recording(bytes(damaged), "damaged.npz")


def only_an_error_or_a_recording(damaged: bytes, name: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(damaged)
        error: RecordingError | None = None
        try:
            recording = read_recording(file)
        except RecordingError as caught:
            error = caught
            recording = None
        if recording is None:
            assert error
            assert error.remedy
            return
        assert isinstance(recording, Recording)
        assert recording.to_frames()


def lines(*frames: object, head: object = None) -> io.BytesIO:
    first = {"skeleton": "coco17", "width": 640, "height": 480} if head is None else head
    return io.BytesIO("\n".join(json.dumps(line) for line in (first, *frames)).encode())


JOINT = [0.5, 0.5, 0.0, 1.0]
GOOD = [{"t": number / 10, "landmarks": [JOINT] * 17} for number in range(4)]
BAD_LINES: list[tuple[io.BytesIO, str, str]] = [
    (io.BytesIO(b""), "line 1", "heading"),
    (io.BytesIO(b"\xff\xfe"), "line 1", "heading"),
    (io.BytesIO(b"[" * 60_000), "line 1", "heading"),
    (lines(head={"skeleton": "coco71"}), "skeleton", "coco17"),
    (lines(head={"skeleton": "coco17", "sight": 1}), "line 1", "sight"),
    (lines(*GOOD, head={"skeleton": "coco17", "width": 1e9}), "line 1", "heading"),
    (lines(), "landmarks", "at least two"),
    (lines(*GOOD, {"t": 1}), "line 6", "landmarks"),
    (lines(*GOOD, {"t": "one", "landmarks": None}), "line 6", "float"),
    (lines(*GOOD, {"t": 1, "landmarks": [JOINT] * 16}), "line 6", "17 times"),
    (lines(*GOOD, {"t": 1, "landmarks": [[0.5, 0.5]] * 17}), "line 6", "visibility"),
    (lines(*GOOD, {"t": float("nan"), "landmarks": None}), "line 6", "no frame"),
    (lines(*GOOD, {"t": 0.2, "landmarks": None}), "t", "does not rise at frame 4"),
    (lines(*GOOD, {"t": 90_000, "landmarks": None}), "t", "hours"),
    (lines(*[{"t": n / 10, "landmarks": None} for n in range(4)]), "landmarks", "nobody"),
    (io.BytesIO(lines(*GOOD).getvalue() + b"\n" + b" " * 70_000 + b"1"), "line 6", "too long"),
]


@pytest.mark.parametrize(("file", "field", "words"), BAD_LINES)
def test_what_is_wrong_in_a_stream_is_named(file: io.BytesIO, field: str, words: str) -> None:
    with pytest.raises(RecordingError) as caught:
        read_lines(file)
    assert caught.value.field == field
    assert words in str(caught.value)


def test_a_stream_that_never_ends_is_refused() -> None:
    class Endless(io.BytesIO):
        number = -1

        def readline(self, size: int | None = -1, /) -> bytes:  # noqa: ARG002
            self.number += 1
            if not self.number:
                return b'{"skeleton": "coco17"}\n'
            return b'{"t": %f, "landmarks": null}\n' % (self.number / 100)

    tracemalloc.start()
    with pytest.raises(RecordingError, match="cut it into parts"):
        read_lines(Endless())
    assert tracemalloc.get_traced_memory()[1] < 300 * 2**20
    tracemalloc.stop()


def test_damaged_lines_are_an_error_or_a_recording() -> None:
    rng = random.Random(7)  # noqa: S311
    plain = lines(*GOOD).getvalue()
    for _ in range(300):
        damaged = bytearray(plain)
        for _ in range(rng.randint(1, 8)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        only_an_error_or_a_recording(bytes(damaged), "damaged.jsonl")


@pytest.mark.parametrize("name", ["absent.npz", "."])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    refused(tmp_path / name, str(tmp_path / name))
