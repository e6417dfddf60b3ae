"""The same recordings through CPython and MicroPython: nothing may differ."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from both_pythons import Job, run
from plans import SETTINGS, bridge_plan, knee_plan, plank_plan
from stick_people import (
    Frame,
    bridge,
    course,
    film,
    joined,
    knee_to_chest,
    plank,
    standing,
    still,
)  # fmt: skip

from ischia.motion.plan import tracker_plan
from ischia.motion.recording_npz import read_npz
from ischia.motion.tracker.tracker import Tracker
from ischia.protocol.load import load_protocol

TROUBLE = 0.02  # share of frames in which something goes wrong


def troubled(frames: list[Frame], seed: int) -> list[Frame]:
    """Trembling, nobody, missing and half-seen landmarks, time that stands still."""
    draw = random.Random(seed)  # noqa: S311
    found: list[Frame] = []
    for t, person in frames:
        if draw.random() < TROUBLE:
            found.append((t, None))
            continue
        if person is None or draw.random() < TROUBLE:
            found.append((found[-1][0] if found else t, person))
            continue
        shaken = [
            (x + draw.gauss(0, 0.002), y + draw.gauss(0, 0.002), z, seen)
            for x, y, z, seen in person
        ]
        if draw.random() < TROUBLE:
            shaken[draw.randrange(17)] = (math.nan, math.nan, math.nan, 0.0)
        if draw.random() < TROUBLE:
            x, y, z, _ = shaken[13]
            shaken[13] = (x, y, z, draw.random())
        found.append((t, shaken))
    return found


def jobs() -> list[Job]:
    mixed = course([1.0, 0.5, 0.25, 1.0, 1.3])
    bridges = film(bridge, mixed)
    knees = film(lambda share: knee_to_chest(share, "r"), course([1.0, 0.5, 1.0]))
    planks = joined(still(standing(), 2), still(plank(), 6), still(plank(0.05), 3))
    generic = {"rep": "generic", "space": "image", "settings": SETTINGS}
    return [
        (bridge_plan(), bridges),
        (bridge_plan(), joined(still(standing(), 2), bridges, still(None, 3), bridges)),
        *((bridge_plan(), troubled(bridges, seed)) for seed in range(4)),
        *((knee_plan(), troubled(knees, seed)) for seed in range(2)),
        (plank_plan(), troubled(planks, 1)),
        (generic, troubled(bridges, 2)),
        ({**generic, "space": "world"}, knees),
    ]


def agree(made: list[Job], folder: Path) -> None:
    """Every summary and every live count is the same."""
    for (plan, frames), other in zip(made, run(made, folder), strict=True):
        tracker = Tracker(plan)
        counts = [tracker.frame(t, person)["count"] for t, person in frames]
        assert other["summary"] == json.loads(json.dumps(tracker.summary()))
        assert other["counts"] == counts


def test_both_pythons_agree_on_drawn_people(tmp_path: Path) -> None:
    agree(jobs(), tmp_path)


def test_the_drawn_people_are_not_trivial() -> None:
    """Counts, faults and holes, so that agreeing means something."""
    summaries = [followed(plan, frames) for plan, frames in jobs()]
    assert sum(summary["count"] for summary in summaries) > 20
    assert any(summary["faults"] for summary in summaries)
    assert any(summary["incomplete"] for summary in summaries)
    assert any(summary["cannot_see"] for summary in summaries)


def followed(plan: dict[str, Any], frames: list[Frame]) -> dict[str, Any]:
    tracker = Tracker(plan)
    for t, person in frames:
        tracker.frame(t, person)
    return tracker.summary()


@pytest.mark.parametrize("exercise", ["bird_dog", "single_knee_to_chest"])
def test_both_pythons_agree_on_rendered_people(
    motion_data: Path, tmp_path: Path, exercise: str
) -> None:
    plan = tracker_plan(load_protocol(), exercise)
    files = sorted((motion_data / "rendered").glob(f"{exercise}__*.npz"))
    assert files
    agree([(plan, read_npz(file).to_frames()) for file in files], tmp_path)
