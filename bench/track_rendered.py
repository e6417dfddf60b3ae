"""How the tracker does on rendered people, whose every repetition, hold and fault is known.

Each set is judged by the plan of its exercise alone; nothing about the set is told. A set is exact
when as many repetitions are counted as were whole, and none of them is an incomplete one. A fault
is found when the repetition that had it carries a fault of the same meaning (MEANS: the sets were
labelled before the exercises' faults were named); any other fault on a repetition, also a right one
on the wrong repetition, is a false alarm. Holds are compared where both have the repetition.

    python bench/track_rendered.py [FOLDER]

FOLDER defaults to ISCHIA_MOTION_DATA or ../shared/motion, `rendered` in it. Rendered people are an
easier world than a living room: these figures are for regression and comparison, not for the field.
"""

from __future__ import annotations

import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ischia.motion.plan import tracker_plan
from ischia.motion.recording import Recording
from ischia.motion.recording_npz import read_npz
from ischia.motion.watching import watch
from ischia.protocol.load import load_protocol

BESIDE = Path(__file__).parents[2] / "shared" / "motion"
SHORT = {"half_range"}
MEANS = {
    "hips_not_high_enough": {"hips_not_high_enough", "too_low", *SHORT},
    "half_range": SHORT,
    "leg_too_low": {"leg_too_low", *SHORT},
    "does_not_stand_fully": {"does_not_stand_fully", *SHORT},
    "hips_lifted": {"hips_lifted", "hips_lift"},
}


@dataclass(frozen=True)
class Result:
    """What one set gave."""

    name: str
    wanted: int
    counted: int
    incomplete_counted: int
    repetitions: int
    faults: int
    found: int
    false_alarms: int
    sides_wrong: int
    hold_errors: tuple[float, ...]

    @property
    def exact(self) -> bool:
        return self.wanted == self.counted and not self.incomplete_counted


def overlap(repetition: dict[str, Any], truth: np.ndarray) -> float:
    """Seconds that a counted and a true repetition share."""
    return min(repetition["end_s"], float(truth[3])) - max(repetition["start_s"], float(truth[0]))


def matched(repetition: dict[str, Any], truths: np.ndarray) -> int | None:
    """The true repetition that this one is: the one it shares most time with."""
    shared = [overlap(repetition, truth) for truth in truths]
    best = int(np.argmax(shared))
    return best if shared[best] > 0 else None


def judged(name: str, recording: Recording, summary: dict[str, Any]) -> Result:
    """Compare a summary with the truth of its set."""
    labels = recording.labels
    truths, counts = labels["truth_repetitions"], labels["truth_counts"]
    named = [str(each).rpartition(":") for each in labels["truth_faults"]]
    faults = {(fault, int(number)) for fault, _, number in named}
    pairs = [(rep, matched(rep, truths)) for rep in summary["repetitions"]]
    found: set[tuple[str, int]] = set()
    alarms = 0
    for repetition, number in pairs:
        for seen in {fault["fault"] for fault in repetition["faults"]}:
            right = {(f, n) for f, n in faults if n == number and seen in MEANS.get(f, {f})}
            found |= right
            alarms += not right
    holds = [
        abs(rep["hold_s"] - float(truths[n][2] - truths[n][1])) for rep, n in pairs if n is not None
    ]
    sides = labels["truth_side"]
    wrong = [rep["side"] != str(sides[n]) for rep, n in pairs if n is not None]
    return Result(
        name=name,
        wanted=int(counts.sum()),
        counted=summary["count"],
        incomplete_counted=sum(n is not None and not counts[n] for _, n in pairs),
        repetitions=len(pairs),
        faults=len(faults),
        found=len(found),
        false_alarms=alarms,
        sides_wrong=sum(wrong),
        hold_errors=tuple(holds),
    )


def main() -> None:
    """Judge every set and print a line for each, then the totals."""
    beside = Path(os.environ.get("ISCHIA_MOTION_DATA", BESIDE)) / "rendered"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    files = sorted(folder.glob("*.npz"))
    if not files:
        print(f"skipped: no rendered sets in {folder} (ours: bench/people; or ISCHIA_MOTION_DATA)")
        return
    protocol = load_protocol()
    results: list[Result] = []
    print("set                              wanted counted exact faults found alarms hold error")
    for file in files:
        recording = read_npz(file)
        plan = tracker_plan(protocol, str(recording.labels["exercise"]))
        result = judged(file.stem, recording, watch(recording, plan))
        results.append(result)
        print_line(result)
    print_totals(results)


def print_line(result: Result) -> None:
    """One set."""
    exact = "yes" if result.exact else "NO"
    hold = f"{statistics.median(result.hold_errors):.2f} s" if result.hold_errors else "-"
    print(
        f"{result.name:32} {result.wanted:6} {result.counted:7} {exact:>5} "
        f"{result.faults:6} {result.found:5} {result.false_alarms:6} {hold:>10}"
    )


def print_totals(results: list[Result]) -> None:
    """All sets."""
    repetitions = sum(result.repetitions for result in results)
    faults = sum(result.faults for result in results)
    holds = [error for result in results for error in result.hold_errors]
    exact = sum(result.exact for result in results)
    found = sum(result.found for result in results)
    alarms = sum(result.false_alarms for result in results)
    wrong = sum(result.sides_wrong for result in results)
    incomplete = sum(result.incomplete_counted for result in results)
    print(f"\nsets exact            {exact} of {len(results)} (reach: 95 %)")
    print(f"incomplete counted    {incomplete} (reach: 0)")
    print(f"fault recall          {found} of {faults} (reach: 0.9)")
    print(f"false alarms          {alarms} in {repetitions} repetitions (reach: 0.05 a repetition)")
    print(f"side wrong or unknown {wrong} of {repetitions}")
    if holds:
        median, most = statistics.median(holds), max(holds)
        print(f"hold time error       median {median:.2f} s, most {most:.2f} s (reach: 0.3 s)")


if __name__ == "__main__":
    main()
