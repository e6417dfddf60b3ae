"""Reading a recording by its name: `.npz`, JSON Lines, or `-` for a stream on standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from ischia.motion.recording import Recording, RecordingError
from ischia.motion.recording_lines import read_lines, write_lines
from ischia.motion.recording_npz import read_npz, write_npz

KINDS = "give a .npz file or JSON Lines (.jsonl), see docs/reference/recordings.md"
ZIP_BEGINS = b"PK"


def read_recording(name: str | Path) -> Recording:
    """Read the recording `name`, or standard input when it is "-". Raises `RecordingError`."""
    if str(name) == "-":
        return read_lines(sys.stdin.buffer)
    path = Path(name)
    try:
        return _read(path)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise RecordingError(str(name), reason.lower(), KINDS) from None


def write_recording(recording: Recording, path: Path) -> None:
    """Write `recording` as `.npz`, or as JSON Lines when `path` ends in `.jsonl`."""
    if path.suffix != ".jsonl":
        write_npz(recording, path)
        return
    with path.open("wb") as file:
        file.writelines(write_lines(recording))


def _read(path: Path) -> Recording:
    if not path.is_file():
        what = "it is a folder" if path.is_dir() else "there is no such file"
        raise RecordingError(str(path), what, KINDS)
    with path.open("rb") as file:
        begins = file.read(2)
        file.seek(0)
        if path.suffix != ".npz" and begins[:1] in (b"{", b"\n", b" "):
            return read_lines(file)
    if begins != ZIP_BEGINS:
        raise RecordingError(str(path), "it is not a recording, or it is damaged", KINDS)
    return read_npz(path)
