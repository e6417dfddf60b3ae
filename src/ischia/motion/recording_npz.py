"""Recordings in `.npz` files, read with bounded memory and without ever unpickling.

`numpy.load` believes the sizes that a file states and allocates them; here every header is checked
against the zip directory before a byte of data is read.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from ischia.motion.landmarks import SKELETONS
from ischia.motion.recording import Recording, RecordingError, check_shape, make_recording

Array = NDArray[np.generic]

LARGEST_FILE = 256 * 2**20
LARGEST_ARRAY = 256 * 2**20
LARGEST_LABELS = 64 * 2**20
MOST_ARRAYS = 64
LARGEST_DIRECTORY = 64 * 2**10
LONGEST_TEXT = 200
LONGEST_HEADER = 4096
AT_END = 22 + 65_535  # a zip's end record and its longest comment
NAMED = ("landmarks", "t", "skeleton")
TEXTS = ("skeleton", "view", "units")
SIZES = ("width", "height")
SAVE = "write it with numpy.savez_compressed, arrays of numbers and text only"
BROKEN = "copy the file again: it is cut short or damaged"
# A damaged directory of a zip also gives names that are not UTF-8.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)


def read_npz(path: Path) -> Recording:
    """Read the `.npz` file at `path`. Raises `RecordingError`, or `OSError` if it will not open."""
    with path.open("rb") as file:
        _check_directory(file)
        try:
            with zipfile.ZipFile(file) as archive:
                return _read(archive)
        except DAMAGE as error:
            raise RecordingError("file", f"it cannot be unpacked ({error})", BROKEN) from None


def write_npz(recording: Recording, path: Path) -> None:
    """Write `recording` to `path`, which should end in `.npz`."""
    kept: dict[str, Array] = {name: np.asarray(value) for name, value in recording.labels.items()}
    kept.update(landmarks=recording.landmarks, t=recording.t)
    for name in TEXTS:
        if text := getattr(recording, name):
            kept[name] = np.asarray(text)
    if recording.width and recording.height:
        kept.update(width=np.asarray(recording.width), height=np.asarray(recording.height))
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **kept)  # type: ignore[arg-type]


def _check_directory(file: BinaryIO) -> None:
    """Refuse a huge file or zip directory before `zipfile` reads it all."""
    size = file.seek(0, 2)
    if size > LARGEST_FILE:
        raise RecordingError("file", f"{size >> 20} MB, over {LARGEST_FILE >> 20}", "cut it")
    file.seek(max(0, size - AT_END))
    tail = file.read(AT_END)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise RecordingError("file", "it is not a whole .npz file", f"{BROKEN}, or {SAVE}")
    if int.from_bytes(tail[place + 12 : place + 16], "little") > LARGEST_DIRECTORY:
        raise RecordingError("file", "it holds too many arrays", f"at most {MOST_ARRAYS}; {SAVE}")
    file.seek(0)


def _read(archive: zipfile.ZipFile) -> Recording:
    members = _members(archive)
    for name in NAMED:
        if name not in members:
            raise RecordingError(name, "missing", f"store {', '.join(NAMED)}; {SAVE}")
    texts = {name: _text(archive, members, name) for name in TEXTS}
    sizes = {name: _whole(archive, members, name) for name in SIZES}
    landmarks = _array(archive, members["landmarks"], "landmarks", LARGEST_ARRAY, texts["skeleton"])
    times = _array(archive, members["t"], "t", LARGEST_ARRAY)
    return make_recording(
        landmarks,
        times,
        texts["skeleton"],
        view=texts["view"],
        units=texts["units"],
        width=sizes["width"],
        height=sizes["height"],
        labels=_labels(archive, members),
    )


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = info.filename.removesuffix(".npy")
        shown = repr(info.filename[:40])
        if name == info.filename or name in members:
            raise RecordingError("file", f"{shown} is not one array by its own name", SAVE)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RecordingError(name[:40], "packed in a way that is not read", SAVE)
        if info.flag_bits & 1:
            raise RecordingError(name[:40], "it is encrypted", "store it without a password")
        members[name] = info
    if len(members) > MOST_ARRAYS:
        raise RecordingError("file", f"{len(members)} arrays", f"store at most {MOST_ARRAYS}")
    return members


def _labels(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> dict[str, Array]:
    """Every other array; refused together when they are far larger than the recording."""
    others = [name for name in members if name not in (*NAMED, *TEXTS, *SIZES)]
    room = LARGEST_LABELS
    labels: dict[str, Array] = {}
    for name in others:
        labels[name] = _array(archive, members[name], name[:40], room)
        room -= members[name].file_size
    return labels


def _array(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, field: str, room: int, skeleton: str = ""
) -> Array:
    """One array. Its header must agree with the zip directory before the data are read."""
    if info.file_size > room:
        raise RecordingError(
            field, f"unpacks to {info.file_size >> 20} MB, over {room >> 20}", "cut the recording"
        )
    with archive.open(info) as member:
        shape, fortran, kind = _header(cast("BinaryIO", member), field)
        if skeleton in SKELETONS:  # before the data are read; an unknown one is reported later
            check_shape(shape, skeleton)
        size = math.prod(shape) * kind.itemsize
        header = member.tell()
        if size != info.file_size - header:
            raise RecordingError(field, "its size is not what its header says", BROKEN)
        content = member.read(size)
    if len(content) != size:
        raise RecordingError(field, "the data end too early", BROKEN)
    flat = np.frombuffer(content, dtype=kind)
    return flat.reshape(shape, order="F" if fortran else "C")


def _header(member: BinaryIO, field: str) -> tuple[tuple[int, ...], bool, np.dtype[np.generic]]:
    try:
        version = npy.read_magic(member)
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, kind = read(member, max_header_size=LONGEST_HEADER)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise RecordingError(field, "its header cannot be read", SAVE) from None
    if kind.hasobject or kind.names is not None or kind.kind not in "fiubUS":
        what = "Python objects, which are never unpacked" if kind.hasobject else str(kind)[:40]
        raise RecordingError(field, f"holds {what}", SAVE)
    if any(length < 0 for length in shape):
        raise RecordingError(field, f"the shape is {shape}", SAVE)
    return shape, fortran, kind


def _text(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str) -> str:
    if name not in members:
        return ""
    value = _array(archive, members[name], name, LONGEST_HEADER + 4 * LONGEST_TEXT)
    if value.size != 1 or value.dtype.kind not in "US":
        raise RecordingError(name, "it is not one word", f"store numpy.asarray('...') as {name}")
    word = value.reshape(-1)[0].item()
    return word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word)


def _whole(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], name: str) -> int:
    if name not in members:
        return 0
    value = _array(archive, members[name], name, LONGEST_HEADER)
    if value.size != 1 or value.dtype.kind not in "iuf":
        raise RecordingError(name, "it is not one number", "store the picture's size in pixels")
    number = float(value.reshape(-1)[0])
    if not math.isfinite(number) or number != int(number):
        raise RecordingError(name, f"{number} is not a size", "store whole pixels")
    return int(number)
