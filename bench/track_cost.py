"""What a frame costs the tracker, on CPython and on MicroPython in WebAssembly (through node).

The same frames through both: a bridge, a bird dog and a knee to the chest, drawn by the movement
specifications themselves, so that no recording is needed. Aim: median 0.2 ms a frame on CPython,
1 ms on MicroPython, 99th percentile 5 ms. Run it on a quiet machine. Then: recordings judged a
second on all cores.

    python bench/track_cost.py

MicroPython is the one that the camera page loads (`make assets`).
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from ischia.motion.plan import ideal_camera, landmarks_of, tracker_plan
from ischia.motion.pose import course, moments
from ischia.motion.skeleton import Body
from ischia.motion.tracker.tracker import Tracker
from ischia.protocol.load import load_protocol
from motion_data import table, write_section

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/ischia/web/static/vendor/micropython"
EXERCISES = ("bridge", "bird_dog", "single_knee_to_chest")
REPETITIONS = 10
REST = 15  # frames between repetitions
RATE = 15
BATCH = 200
Frames = list[tuple[float, list[tuple[float, float, float, float]]]]


def frames_of(exercise: str) -> Frames:
    """Repetitions with a rest before each, at 15 frames a second, in picture heights."""
    protocol = load_protocol()
    movement = protocol.movements[exercise]
    looking = ideal_camera(movement)
    found = moments(Body.of(), course(protocol, movement), per_second=RATE)
    drawn = [landmarks_of(moment.body.points, looking) for moment in found]
    people = [[(x / 2.4 + 0.6, y / 2.4 + 0.8, z, seen) for x, y, z, seen in body] for body in drawn]
    once = [people[0]] * REST + people
    return [(number / RATE, person) for number, person in enumerate(once * REPETITIONS)]


def cpython(jobs: list[tuple[dict[str, Any], Frames]]) -> tuple[list[float], int]:
    """Milliseconds of every frame, and the repetitions counted."""
    spent: list[float] = []
    counted = 0
    for plan, frames in jobs:
        tracker = Tracker(plan)
        for t, person in frames:
            before = time.perf_counter()
            tracker.frame(t, person)
            spent.append(1000 * (time.perf_counter() - before))
        counted += tracker.summary()["count"]
    return spent, counted


def micropython(jobs: list[tuple[dict[str, Any], Frames]]) -> tuple[list[float], int] | None:
    """The same on MicroPython; None where node or the package is absent."""
    node = shutil.which("node")
    if node is None or not PACKAGE.is_dir():
        return None
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "jobs.json"
        written.write_text(json.dumps([{"plan": plan, "frames": frames} for plan, frames in jobs]))
        command = [node, str(ROOT / "bench" / "micropython.mjs"), str(PACKAGE)]
        command += [str(ROOT / "src" / "ischia" / "motion"), str(written)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    spent = [each for answer in answers for each in answer["milliseconds"]]
    return spent, sum(answer["summary"]["count"] for answer in answers)


def row(name: str, found: tuple[list[float], int] | None) -> tuple[object, ...]:
    """Median, 99th percentile, most."""
    if found is None:
        return (name, "node or the package is absent", "", "", "")
    spent, counted = found
    high, middle = statistics.quantiles(spent, n=100)[98], statistics.median(spent)
    return (name, f"{middle:.3f}", f"{high:.3f}", f"{max(spent):.1f}", counted)


def batch(job: tuple[dict[str, Any], Frames]) -> int:
    """One recording judged."""
    return cpython([job])[1]


def main() -> None:
    """Both Pythons on the same frames, then a batch on all cores."""
    protocol = load_protocol()
    jobs = [(tracker_plan(protocol, name), frames_of(name)) for name in EXERCISES]
    head = ("milliseconds a frame", "median", "99th percentile", "most", "counted of 30")
    text = table(head, [row("CPython", cpython(jobs)), row("MicroPython", micropython(jobs))])
    begun = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        list(pool.map(batch, [jobs[number % len(jobs)] for number in range(BATCH)], chunksize=5))
    took = time.perf_counter() - begun
    seconds = BATCH * statistics.mean(len(frames) for _, frames in jobs) / RATE
    text += f"\nMany recordings, {os.cpu_count()} cores: {BATCH / took:.0f} a second, "
    text += f"{seconds / took:.0f} times as fast as they were recorded.\n"
    write_section("track_cost", text)


if __name__ == "__main__":
    main()
