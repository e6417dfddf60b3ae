"""The real recordings that motion is measured on, and the page that the tables are written to.

Tables stand between markers in docs/reference/motion-measured.md, one section a script.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ischia.motion.recording import Recording, make_recording

HERE = Path(__file__).parents[1]
PAGE = HERE / "docs" / "reference" / "motion-measured.md"
RATE = 30.0
MOVEMENTS = (
    "deep squat", "hurdle step", "inline lunge", "side lunge", "sit to stand",
    "standing active straight-leg raise", "shoulder abduction", "shoulder extension",
    "shoulder internal/external rotation", "shoulder scaption",
)  # fmt: skip
SOURCES = (
    "ui-prmd: github niemasd/UI-PRMD-Analysis (PDDL 1.0); exercise-correction: github"
    " NgoQuocBao1010/Exercise-Correction (MIT)"
)


def folder() -> Path:
    """Where the recordings lie; leaves with a message when they do not."""
    found = Path(os.environ.get("ISCHIA_MOTION_DATA", HERE.parent / "shared" / "motion"))
    if not found.is_dir():
        print(f"skipped: set ISCHIA_MOTION_DATA to a folder with the recordings ({SOURCES})")
        sys.exit(0)
    return found


@dataclass(frozen=True)
class UiPrmd:
    """UI-PRMD, subjects 1 to 5: `frames` (n, 22, 3) in millimetres, `index` as in its README."""

    frames: NDArray[np.int16]
    index: NDArray[np.int32]

    @property
    def people(self) -> list[int]:
        return sorted({int(row[1]) for row in self.index})

    def single(self, movement: int, person: int, *, correct: bool) -> list[Recording]:
        """The repetitions, one recording each, in their order."""
        return [recording_of(part) for part in self._parts(movement, person, correct=correct)]

    def joined(self, movement: int, person: int, *, correct: bool) -> Recording:
        """All repetitions end to end in their order, nothing between them, as one recording."""
        return recording_of(np.concatenate(self._parts(movement, person, correct=correct)))

    def _parts(self, movement: int, person: int, *, correct: bool) -> list[NDArray[np.int16]]:
        i = self.index
        mine = (i[:, 0] == movement) & (i[:, 1] == person) & (i[:, 3] == int(correct))
        rows = i[mine][np.argsort(i[mine][:, 2])]
        return [self.frames[first : first + count] for first, count in rows[:, 4:6].tolist()]


def ui_prmd() -> UiPrmd:
    """The Kinect skeletons."""
    file = folder() / "ui-prmd" / "ui_prmd_kinect_subjects_1_to_5.npz"
    with np.load(file, allow_pickle=False) as arrays:
        return UiPrmd(arrays["xyz_mm"], arrays["index"])


def recording_of(frames: NDArray[np.int16]) -> Recording:
    """Kinect millimetres at 30 frames a second as a recording."""
    seen = np.ones((*frames.shape[:2], 1), dtype=np.float32)
    landmarks = np.concatenate([frames.astype(np.float32), seen], axis=2)
    return make_recording(landmarks, np.arange(len(frames)) / RATE, "kinect22")


def labelled_frames(name: str) -> Iterator[tuple[int, str, dict[str, float]]]:
    """(run, label, {column: value}) of a file of Exercise-Correction, row by row."""
    with (folder() / "exercise-correction" / name).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            run, label = int(row.pop("run")), row.pop("label")
            yield run, label, {column: float(value) for column, value in row.items()}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def write_section(name: str, text: str) -> None:
    """Put `text` into the page between the markers of `name`, and print it."""
    print(text)
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    page = PAGE.read_text("utf-8")
    if begin not in page:
        page += f"\n{begin}\n{end}\n"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{after}", "utf-8")
