"""Plank: hips in line, too high or too low, by the specification alone.

Frames of BlazePose with a label, from Exercise-Correction. Each frame is judged by itself, by the
shipped specification of the plank: the body's line against the target that its drawing has, and the
tolerance in protocol data. Nothing is trained, so there is nothing to split for; the accuracy is
given by frame and by run (about one clip, by the majority of its frames). The files do not say what
shape the pictures had: the three usual ones are given.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ischia.motion.landmarks import ABSENT, LANDMARKS, SOURCES
from ischia.motion.plan import tracker_plan
from ischia.motion.recording import make_recording
from ischia.motion.tracker.body import Body, near_side
from ischia.motion.tracker.measures import measure
from ischia.motion.watching import watch
from ischia.protocol.load import load_protocol
from motion_data import labelled_frames, table, write_section

FILE, EXERCISE = "plank_even_runs.csv", "plank_full"
SHAPES = {"16:9": 16 / 9, "4:3": 4 / 3, "square": 1.0}
FAULTS = {"hips_high": "H", "back_sags": "L"}
NAMES = {"C": "correct", "H": "hips high", "L": "hips low"}
SIDES = {"l": "left", "r": "right"}
AIM = 0.95
JOINTS, RATE = 33, 15.0
Point = tuple[float, float, float, float]


def landmarks(row: Mapping[str, float], aspect: float) -> list[Point]:
    """The 17 landmarks of one row of the file."""
    return [_point(row, _column(name), aspect) for name in LANDMARKS]


def _column(name: str) -> str:
    part, _, side = name.rpartition("_")
    part = "foot_index" if part == "toe" else part
    return f"{SIDES[side]}_{part}" if part else name


def _point(row: Mapping[str, float], column: str, aspect: float) -> Point:
    if column + "_x" not in row:
        return ABSENT
    x, y, seen = (row[f"{column}_{axis}"] for axis in "xyv")
    return (x * aspect, y, 0.0, seen)


def told(points: list[Point], faults: Mapping[str, Mapping[str, float]]) -> str:
    """C, H or L."""
    body = Body(points, "image", 1, near_side(points, "l"))
    away = measure(body, "body_line")[0]
    for name, label in FAULTS.items():
        fault = faults[name]
        over, under = fault.get("over"), fault.get("under")
        differs = away - fault["target"]
        if (over is not None and differs > over) or (under is not None and differs < under):
            return label
    return "C"


def judged(aspect: float) -> Iterator[tuple[int, str, str]]:
    """(run, label, what the specification says) of every frame."""
    plan = tracker_plan(load_protocol(), EXERCISE)
    faults = {fault["id"]: fault for fault in plan["faults"]}
    for run, label, row in labelled_frames(FILE):
        yield run, label, told(landmarks(row, aspect), faults)


def watched() -> Iterator[tuple[str, str]]:
    """(label, what `ischia watch` says) of every run as a recording, 16:9, 15 frames a second."""
    plan = tracker_plan(load_protocol(), EXERCISE)
    frames: dict[tuple[int, str], list[NDArray[np.float32]]] = defaultdict(list)
    for run, label, row in labelled_frames(FILE):
        joints = np.full((JOINTS, 4), np.nan, dtype=np.float32)
        joints[:, 3] = 0
        for point, numbers in zip(landmarks(row, 1.0), SOURCES["blazepose33"], strict=True):
            joints[numbers[0]] = point
        frames[run, label].append(joints)
    for (_, label), several in frames.items():
        times = np.arange(len(several)) / RATE
        recording = make_recording(
            np.array(several), times, "blazepose33", view="side", width=1280, height=720
        )
        seen = [fault["fault"] for fault in watch(recording, plan)["faults"]]
        told = [FAULTS[fault] for fault in seen if fault in FAULTS]
        yield label, told[0] if told else "C"


def main() -> int:
    """Print and write the tables; fail when the usual shape misses the aim."""
    rows: list[tuple[str, ...]] = []
    best = 0.0
    confusion: Counter[tuple[str, str]] = Counter()
    for shape, aspect in SHAPES.items():
        found = list(judged(aspect))
        right = sum(label == says for _, label, says in found) / len(found)
        runs: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        for run, label, says in found:
            runs[run, label][says] += 1
        by_run = sum(count.most_common(1)[0][0] == label for (_, label), count in runs.items())
        rows.append((shape, f"{right:.3f}", f"{by_run} of {len(runs)}", str(len(found))))
        if not confusion:
            best = right
            confusion = Counter((label, says) for _, label, says in found)
    text = table(("picture", "accuracy by frame", "runs right", "frames"), rows)
    text += "\nAt 16:9, down what is labelled, across what the specification says:\n\n"
    text += _crossed(confusion)
    runs_told = list(watched())
    whole = sum(label == says for label, says in runs_told)
    text += f"\nEach run through `ischia watch`: {whole} of {len(runs_told)} right.\n"
    write_section("plank", text)
    return 0 if best >= AIM else 1


def _crossed(confusion: Counter[tuple[str, str]]) -> str:
    rows = [(NAMES[label], *(str(confusion[label, says]) for says in NAMES)) for label in NAMES]
    return table(("", *NAMES.values()), rows)


if __name__ == "__main__":
    sys.exit(main())
