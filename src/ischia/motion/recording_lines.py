"""Recordings as JSON Lines, for streams: one line about the recording, then one line a frame.

    {"skeleton": "blazepose33", "view": "side", "width": 640, "height": 480}
    {"t": 0.0, "landmarks": [[0.51, 0.22, -0.1, 0.99], ...]}
    {"t": 0.033, "landmarks": null}

`null` stands for nobody, or for one number that is not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from ischia.motion.landmarks import JOINTS, SKELETONS
from ischia.motion.recording import (
    COORDINATES,
    MOST_FRAMES,
    Floats,
    Recording,
    RecordingError,
    check_length,
    check_shape,
    make_recording,
)
from ischia.protocol.problems import nearest

LONGEST_LINE = 64 * 2**10  # bytes; a frame of 33 joints is about 3 KB
FIRST_ROOM = 512  # frames
HEAD = 'begin with {"skeleton": "blazepose33", "view": "side", "width": 640, "height": 480}'
FRAME = 'write {"t": seconds, "landmarks": [[x, y, z, visibility], ...] or null}'


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """The first line."""

    skeleton: str
    view: str = ""
    units: str = ""
    width: int = 0
    height: int = 0


class FrameLine(Struct, frozen=True):
    """Every other line."""

    t: float
    landmarks: list[list[float | None]] | None


class _Store:
    """Frames in arrays that grow, so that a long stream costs no more than its numbers."""

    def __init__(self, joints: int) -> None:
        self.count = 0
        self.landmarks: Floats = np.empty((FIRST_ROOM, joints, COORDINATES), dtype=np.float32)
        self.t: NDArray[np.float64] = np.empty(FIRST_ROOM)

    def add(self, t: float, landmarks: Floats) -> None:
        if self.count == len(self.t):
            self.landmarks = np.concatenate((self.landmarks, np.empty_like(self.landmarks)))
            self.t = np.concatenate((self.t, np.empty_like(self.t)))
        self.landmarks[self.count], self.t[self.count] = landmarks, t
        self.count += 1


def read_lines(file: BinaryIO) -> Recording:
    """Read a stream to its end. Raises `RecordingError`, which names the line."""
    lines = _lines(file)
    head = _head(next(lines, (1, b""))[1])
    store = _Store(JOINTS[head.skeleton])
    for number, line in lines:
        t, landmarks = _frame(number, line, head.skeleton)
        if store.count == MOST_FRAMES:
            check_shape((MOST_FRAMES + 1, JOINTS[head.skeleton], COORDINATES), head.skeleton)
        if store.count:
            check_length(t - float(store.t[0]))
        store.add(t, landmarks)
    return make_recording(
        store.landmarks[: store.count],
        store.t[: store.count],
        head.skeleton,
        view=head.view,
        units=head.units,
        width=head.width,
        height=head.height,
    )


def write_lines(recording: Recording) -> Iterator[bytes]:
    """The lines of `recording`; labels and notes are not part of a stream."""
    head = Head(
        recording.skeleton, recording.view, recording.units, recording.width, recording.height
    )
    yield msgspec.json.encode(head) + b"\n"
    for t, frame in zip(recording.t.tolist(), recording.landmarks, strict=True):
        nobody = not np.isfinite(frame[:, :2]).any()
        joints = None if nobody else [[_known(x) for x in joint] for joint in frame.tolist()]
        yield msgspec.json.encode(FrameLine(t, joints)) + b"\n"


def _known(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise RecordingError(f"line {number}", "it is too long", "one frame a line")
        if line.strip():
            yield number, line


def _head(line: bytes) -> Head:
    try:
        head = msgspec.json.decode(line, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordingError("line 1", f"it is no heading ({error})", HEAD) from None
    if head.skeleton not in SKELETONS:
        shown = head.skeleton[:40]
        hint = nearest(shown, SKELETONS)
        raise RecordingError(
            "skeleton", f"{shown!r} is not known{hint}", f"use {', '.join(SKELETONS)}"
        )
    return head


def _frame(number: int, line: bytes, skeleton: str) -> tuple[float, Floats]:
    try:
        frame = msgspec.json.decode(line, type=FrameLine)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordingError(f"line {number}", f"it is no frame ({error})", FRAME) from None
    joints = JOINTS[skeleton]
    if frame.landmarks is None:
        nobody = np.full((joints, COORDINATES), np.nan, dtype=np.float32)
        nobody[:, 3] = 0
        return frame.t, nobody
    return frame.t, _joints(number, frame.landmarks, joints)


def _joints(number: int, landmarks: Iterable[list[float | None]], joints: int) -> Floats:
    rows = list(landmarks)
    if len(rows) != joints or any(len(row) != COORDINATES for row in rows):
        raise RecordingError(
            f"line {number}", "wrong number of joints", f"give {joints} times x, y, z, visibility"
        )
    with np.errstate(over="ignore"):  # too large for float32 becomes infinite and is refused later
        return np.array(rows, dtype=np.float64).astype(np.float32)
