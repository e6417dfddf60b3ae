"""How the tracker does on rendered people, whose every repetition, hold and fault is known.

Each set is judged by the plan of its exercise alone; nothing about the set is told. A set is exact
when as many repetitions are counted as were whole, and none of them is an incomplete one. A fault
is found when the repetition that had it carries a fault of the same meaning (MEANS: the sets were
labelled before the exercises' faults were named); any other fault on a repetition, also a right one
on the wrong repetition, is a false alarm. Holds are compared where both have the repetition.

    python bench/track_rendered.py [FOLDER]

FOLDER defaults to `rendered` in ISCHIA_MOTION_DATA or ../shared/motion; only then the table on the
page is written. Rendered people are an easier world than a living room: these figures are for
regression and comparison, not for the field.
"""

from __future__ import annotations

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
from motion_data import folder, table, write_section

HEAD = ("set", "counted", "incomplete counted", "faults found", "false alarms", "hold error")
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


def main() -> int:
    """Judge every set; a line for each, then the totals. Fails when an aim is missed."""
    beside = folder() / "rendered"
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else beside
    files = sorted(place.glob("*.npz"))
    if not files:
        print(f"skipped: no rendered sets in {place}; bench/people makes some")
        return 0
    protocol = load_protocol()
    results: list[Result] = []
    for file in files:
        recording = read_npz(file)
        plan = tracker_plan(protocol, str(recording.labels["exercise"]))
        results.append(judged(file.stem, recording, watch(recording, plan)))
    text = f"{table(HEAD, [line(result) for result in results])}\n{totals(results)}"
    if place == beside:
        write_section("track_rendered", text)
    else:
        print(text)
    return 0 if reached(results) else 1


def line(result: Result) -> tuple[object, ...]:
    """One set."""
    hold = f"{statistics.median(result.hold_errors):.2f} s" if result.hold_errors else ""
    counted = f"{result.counted} of {result.wanted}"
    faults = f"{result.found} of {result.faults}" if result.faults else ""
    return (result.name, counted, result.incomplete_counted, faults, result.false_alarms, hold)


def totals(results: list[Result]) -> str:
    """All sets, beside what is to be reached."""
    repetitions = sum(result.repetitions for result in results)
    holds = [error for result in results for error in result.hold_errors]
    wrong = sum(result.sides_wrong for result in results)
    rows = [
        ("sets exact", f"{sum(r.exact for r in results)} of {len(results)}", "95 %"),
        ("incomplete ones counted", sum(r.incomplete_counted for r in results), "0"),
        (
            "fault recall",
            f"{sum(r.found for r in results)} of {sum(r.faults for r in results)}",
            "0.9",
        ),
        ("false alarms", f"{sum(r.false_alarms for r in results)} in {repetitions}", "0.05 each"),
        ("hold time error, median", f"{statistics.median(holds):.2f} s" if holds else "", "0.3 s"),
        ("side wrong or unknown", f"{wrong} of {repetitions}", ""),
    ]
    return table(("all sets", "reached", "aim"), rows)


def reached(results: list[Result]) -> bool:
    """Whether every aim is."""
    faults, repetitions = sum(r.faults for r in results), sum(r.repetitions for r in results)
    exact = sum(result.exact for result in results) >= 0.95 * len(results)
    recall = sum(result.found for result in results) >= 0.9 * faults
    calm = sum(result.false_alarms for result in results) <= 0.05 * repetitions
    return exact and recall and calm


if __name__ == "__main__":
    sys.exit(main())
