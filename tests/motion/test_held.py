"""A clip that never leaves a held position is judged as one hold."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from stick_people import Frame, plank, standing, still
from test_learn import recorded

from ischia.motion.landmarks import LANDMARKS
from ischia.motion.plan import tracker_plan
from ischia.motion.tracker.body import Body
from ischia.motion.tracker.measures import measure
from ischia.motion.watching import watch
from ischia.protocol.model import Protocol


def watched(protocol: Protocol, frames: Sequence[Frame]) -> tuple[int, list[str]]:
    found = watch(recorded(frames), tracker_plan(protocol, "plank_full"))
    return found["count"], [fault["fault"] for fault in found["faults"]]


@pytest.mark.parametrize(
    ("sag", "faults"), [(0.0, []), (0.07, ["back_sags"]), (-0.2, ["hips_high"])]
)
def test_a_plank_from_end_to_end(protocol: Protocol, sag: float, faults: list[str]) -> None:
    count, seen = watched(protocol, still(plank(sag), 4))
    assert count == 1
    assert [fault for fault in seen if fault != "head_hangs"] == faults


def test_its_length_is_that_of_the_clip(protocol: Protocol) -> None:
    found = watch(recorded(still(plank(), 4)), tracker_plan(protocol, "plank_full"))
    assert found["holds"][0]["seconds"] == pytest.approx(4, abs=0.1)


def test_standing_is_no_plank(protocol: Protocol) -> None:
    assert watched(protocol, still(standing(), 4)) == (0, [])


def test_the_real_planks(protocol: Protocol, motion_data: Path) -> None:
    """Frames that people labelled, judged by the shipped tolerance; see bench/plank.py."""
    file = motion_data / "exercise-correction" / "plank_even_runs.csv"
    faults = {fault["id"]: fault for fault in tracker_plan(protocol, "plank_full")["faults"]}
    high, low = faults["hips_high"], faults["back_sags"]
    right: list[bool] = []
    with file.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            away = measure(Body(_landmarks(row), "image"), "body_line_l")[0] - high["target"]
            said = "H" if away > high["over"] else "L" if away < low["under"] else "C"
            right.append(said == row["label"])
    assert sum(right) / len(right) >= 0.95


def _landmarks(row: dict[str, str]) -> list[tuple[float, float, float, float]]:
    """Of 16:9 pictures."""
    found: list[tuple[float, float, float, float]] = []
    for name in LANDMARKS:
        part, _, side = name.rpartition("_")
        column = f"{'left' if side == 'l' else 'right'}_{part}"
        known = column + "_x" in row
        x, y, seen = (
            (float(row[f"{column}_{axis}"]) for axis in "xyv") if known else (0.0, 0.0, 0.0)
        )
        found.append((x * 16 / 9, y, 0.0, seen))
    return found
