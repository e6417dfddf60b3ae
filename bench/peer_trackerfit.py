"""Repetitions counted by Ischia and by trackerfit (PyPI), on the same recordings in the same run.

trackerfit (MIT) counts eight gym exercises from one angle and two fixed thresholds. Of these
movements it knows only the squat and the lateral raise, so it is given every advantage: each
recording is counted by all of its exercises, on both sides (and, for Kinect, seen from the front
and from the side). "Best exercise" is the one of them that counts a whole row best; "best per
recording" takes for each recording whichever count is nearest to the truth. Both are choices by the
truth, which it could not make by itself. Ischia's count is its only one.

It is installed into a folder of its own for the run; the part of it that opens pictures is not
needed and not installed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from ischia.motion.landmarks import SOURCES
from ischia.motion.plan import tracker_plan
from ischia.motion.recording import Recording
from ischia.motion.recording_file import read_recording
from ischia.motion.settings import tracker_settings
from ischia.motion.watching import GENERIC, watch
from ischia.protocol.load import load_protocol
from motion_data import MOVEMENTS, folder, table, ui_prmd, write_section

VERSION = "1.0.2"
JOINTS = 33
SIZE = 1000.0  # pixels that a metre, or a picture's height, is given
CHILD = """
import json, sys
from unittest.mock import MagicMock
sys.modules.update(cv2=MagicMock(), mediapipe=MagicMock())
import numpy as np
from trackerfit.factory import get_ejercicio
from trackerfit.utils.ejercicio_enum import EjercicioId
from trackerfit.utils.lado_enum import Lado
counts = {}
with np.load(sys.argv[1]) as views:
    for name in views:
        frames = views[name].astype(int).tolist()
        for exercise in EjercicioId:
            for side in Lado:
                counter = get_ejercicio(exercise, side)
                for frame in frames:
                    counter.actualizar({n: {"x": x, "y": y} for n, (x, y) in enumerate(frame)})
                counts.setdefault(name.rpartition("/")[0], []).append(counter.get_reps())
print(json.dumps(counts))
"""


@dataclass(frozen=True)
class Case:
    """One recording, its true number of repetitions, and what Ischia counts."""

    name: str
    group: str
    recording: Recording
    true: int
    ours: int


def cases() -> Iterator[Case]:
    """UI-PRMD joined, counted without a specification; rendered people, with the exercise's own."""
    protocol = load_protocol()
    generic = {"rep": GENERIC, "settings": tracker_settings(protocol)}
    data = ui_prmd()
    for number, title in enumerate(MOVEMENTS, start=1):
        for person in data.people:
            for correct in (True, False):
                recording = data.joined(number, person, correct=correct)
                name = f"{number}-{person}-{correct}"
                group = f"UI-PRMD {title}"
                yield Case(name, group, recording, 10, watch(recording, generic)["count"])
    for file in sorted((folder() / "rendered").glob("*.npz")):
        recording = read_recording(file)
        exercise = str(recording.labels["exercise"])
        true = int(np.sum(np.asarray(recording.labels["truth_counts"], dtype=bool)))
        count = watch(recording, tracker_plan(protocol, exercise))["count"]
        yield Case(file.stem, f"rendered {exercise}", recording, true, count)


def views(recording: Recording) -> dict[str, NDArray[np.float32]]:
    """What a camera would see, in pixels, (frames, 33, 2): one picture, or front and side."""
    points = recording.points()
    axes = {"front": (0, 1), "side": (2, 1)} if recording.space == "world" else {"picture": (0, 1)}
    found: dict[str, NDArray[np.float32]] = {}
    for name, pair in axes.items():
        joints = np.zeros((len(points), JOINTS, 2), dtype=np.float32)
        for place, numbers in enumerate(SOURCES["blazepose33"]):
            joints[:, numbers[0]] = np.nan_to_num(points[:, place, list(pair)]) * SIZE
        found[name] = joints
    return found


def peer_counts(measured: list[Case]) -> dict[str, list[int]]:
    """Every count of trackerfit, by case."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        venv.create(home / "peer", with_pip=True)
        python = str(home / "peer" / "bin" / "python")
        install = [python, "-m", "pip", "install", "-q", "--no-deps"]
        subprocess.run([*install, f"trackerfit=={VERSION}"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "numpy<2"], check=True)
        seen = {f"{c.name}/{v}": a for c in measured for v, a in views(c.recording).items()}
        np.savez(home / "views.npz", **seen)  # type: ignore[arg-type]
        (home / "child.py").write_text(CHILD, "utf-8")
        run = [python, str(home / "child.py"), str(home / "views.npz")]
        out = subprocess.run(run, check=True, capture_output=True).stdout
    return msgspec.json.decode(out, type=dict[str, list[int]])


def main() -> int:
    """Print and write the table; fail when Ischia is behind on any row."""
    measured = list(cases())
    peer = peer_counts(measured)
    rows: list[tuple[str, ...]] = []
    behind = 0
    for group in dict.fromkeys(case.group for case in measured):
        mine = [case for case in measured if case.group == group]
        ours = errors([(case.ours, case.true) for case in mine])
        best = [min(peer[c.name], key=lambda n, c=c: abs(n - c.true)) for c in mine]
        theirs = errors([(n, c.true) for n, c in zip(best, mine, strict=True)])
        fixed = min(
            errors([(peer[c.name][k], c.true) for c in mine])
            for k in range(len(peer[mine[0].name]))
        )
        behind += ours[0] > fixed[0]
        cells = [f"{mae:.3f} / {obo:.2f}" for mae, obo in (ours, fixed, theirs)]
        rows.append((group, str(len(mine)), *cells))
    head = ("recordings", "number", "Ischia", "trackerfit, best exercise", "best per recording")
    write_section("peer_trackerfit", "MAE / OBO.\n\n" + table(head, rows))
    return 1 if behind else 0


def errors(pairs: list[tuple[int, int]]) -> tuple[float, float]:
    """(MAE, OBO)."""
    off = np.array([abs(counted - true) for counted, true in pairs], dtype=float)
    return float(np.mean(off / np.array([true for _, true in pairs]))), float(np.mean(off <= 1))


if __name__ == "__main__":
    sys.exit(main())
