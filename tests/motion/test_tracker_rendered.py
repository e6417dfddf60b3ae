"""The tracker on rendered people, whose every repetition and fault is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ischia.motion.plan import tracker_plan
from ischia.motion.recording import Recording
from ischia.motion.recording_npz import read_npz
from ischia.motion.watching import watch
from ischia.protocol.load import load_protocol

Judged = dict[str, tuple[Recording, dict[str, Any]]]


@pytest.fixture(scope="module")
def judged(motion_data: Path) -> Judged:
    """Each set with the summary that the plan of its exercise gave."""
    protocol = load_protocol()
    found: Judged = {}
    for file in sorted((motion_data / "rendered").glob("*.npz")):
        recording = read_npz(file)
        plan = tracker_plan(protocol, str(recording.labels["exercise"]))
        found[file.stem] = recording, watch(recording, plan)
    assert found
    return found


def times(truth: NDArray[np.generic]) -> list[list[float]]:
    """start, target reached, target left, end of each repetition."""
    return truth.astype(float).tolist()


def test_as_many_are_counted_as_were_done(judged: Judged) -> None:
    wrong = {
        name: (summary["count"], int(recording.labels["truth_counts"].sum()))
        for name, (recording, summary) in judged.items()
        if summary["count"] != recording.labels["truth_counts"].sum()
    }
    assert len(wrong) <= 0.05 * len(judged), wrong


def test_incomplete_ones_are_not_counted(judged: Judged) -> None:
    for recording, summary in judged.values():
        labels = recording.labels
        for begin, _, _, end in times(labels["truth_repetitions"][labels["truth_counts"] == 0]):
            middle = (begin + end) / 2
            assert not any(r["start_s"] < middle < r["end_s"] for r in summary["repetitions"])
            assert any(a["start_s"] < middle < a["end_s"] for a in summary["incomplete"])


def test_faults_are_found_and_none_invented(judged: Judged) -> None:
    """By repetition: the sets name their faults in their own words."""
    true = found = alarms = repetitions = 0
    for recording, summary in judged.values():
        faulty = {int(str(each).rpartition(":")[2]) for each in recording.labels["truth_faults"]}
        seen = {fault["repetition"] for fault in summary["faults"]}
        true += len(faulty)
        found += len(faulty & seen)
        alarms += len(seen - faulty)
        repetitions += summary["count"]
    assert true >= 10
    assert found >= 0.9 * true
    assert alarms <= 0.05 * repetitions


def test_holds_are_timed(judged: Judged) -> None:
    errors: list[float] = []
    for recording, summary in judged.values():
        labels = recording.labels
        whole = times(labels["truth_repetitions"][labels["truth_counts"] == 1])
        if len(whole) == summary["count"]:
            pairs = zip(summary["repetitions"], whole, strict=True)
            errors += [abs(seen["hold_s"] - (left - top)) for seen, (_, top, left, _) in pairs]
    assert sorted(errors)[len(errors) // 2] <= 0.3
