"""What a frame costs the tracker, on CPython and on MicroPython in WebAssembly (through node).

The same frames through both: a bridge, a bird dog and a knee to the chest, drawn by the movement
specifications themselves, so that no recording is needed. Reach: median 0.2 ms a frame on CPython,
1 ms on MicroPython, 99th percentile 5 ms. Run it on a quiet machine. Then: recordings judged a
second on all cores.

    python bench/track_cost.py

MicroPython is looked for in assets/node_modules (npm ci in assets/) or ISCHIA_NODE_MODULES.
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

ROOT = Path(__file__).parents[1]
PACKAGE = Path("@micropython") / "micropython-webassembly-pyscript"
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
    places = [os.environ.get("ISCHIA_NODE_MODULES", ""), str(ROOT / "assets" / "node_modules")]
    package = next((Path(p) / PACKAGE for p in places if p and (Path(p) / PACKAGE).is_dir()), None)
    if node is None or package is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "jobs.json"
        written.write_text(json.dumps([{"plan": plan, "frames": frames} for plan, frames in jobs]))
        command = [node, str(ROOT / "bench" / "micropython.mjs"), str(package)]
        command += [str(ROOT / "src" / "ischia" / "motion"), str(written)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    spent = [each for answer in answers for each in answer["milliseconds"]]
    return spent, sum(answer["summary"]["count"] for answer in answers)


def show(name: str, found: tuple[list[float], int] | None) -> None:
    """Median and 99th percentile."""
    if found is None:
        print(f"{name:12} skipped: node or {PACKAGE} is absent (npm ci in assets/)")
        return
    spent, counted = found
    high = statistics.quantiles(spent, n=100)[98]
    middle = statistics.median(spent)
    print(f"{name:12} {middle:8.3f} {high:8.3f} {max(spent):8.3f} {len(spent):8} {counted:8}")


def batch(job: tuple[dict[str, Any], Frames]) -> int:
    """One recording judged."""
    return cpython([job])[1]


def main() -> None:
    """Both Pythons on the same frames, then a batch on all cores."""
    protocol = load_protocol()
    jobs = [(tracker_plan(protocol, name), frames_of(name)) for name in EXERCISES]
    print("milliseconds a frame")
    print(f"{'':12} {'median':>8} {'p99':>8} {'most':>8} {'frames':>8} {'counted':>8}")
    show("CPython", cpython(jobs))
    show("MicroPython", micropython(jobs))
    begun = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        list(pool.map(batch, [jobs[number % len(jobs)] for number in range(BATCH)], chunksize=5))
    took = time.perf_counter() - begun
    minutes = BATCH * len(jobs[0][1]) / RATE / 60
    print(f"\nbatch: {BATCH / took:.0f} recordings a second on {os.cpu_count()} cores ")
    print(f"       ({minutes / took * 60:.0f} times as fast as they were recorded)")


if __name__ == "__main__":
    main()
