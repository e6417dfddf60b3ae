"""One day of adaptation, beside the floor: the same plan copied with one more day on it."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.dose import amount
from ischia.care.plan import Day, PlanState, new_item, new_plan
from ischia.care.response import Pain, Response
from ischia.protocol.load import load_protocol

ROUNDS = 15
TARGET_MS = 0.2
EXERCISES = ("bridge", "bird_dog_leg", "clam", "prone_on_elbows", "walking")
GOOD = Response(
    pain_before=Pain(2, 2), pain_after=Pain(2, 2), pain_next_morning=Pain(2, 2),
    zone_before=3, zone_after=3, zone_next_morning=3, tingling=0, settled_within_hours=0,
    effort=4, form_score=90, done_share=1, flare_felt=False, danger=False,
)  # fmt: skip
AMBER = replace(GOOD, pain_after=Pain(4, 2), settled_within_hours=2)
RED = replace(GOOD, pain_after=Pain(6, 2), settled_within_hours=2)
FLARE = replace(GOOD, flare_felt=True)


def median_ms(work: Callable[[], object]) -> float:
    """The median of several rounds, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def main() -> int:
    """Print the medians over a diary of 60 days; fail when the target is missed."""
    protocol = load_protocol()
    doses = {name: amount(protocol.exercises[name].dose, 0) for name in EXERCISES}
    items = tuple(new_item(protocol, name, dose, 4, 2) for name, dose in doses.items())
    state: PlanState = new_plan(protocol, "restore", 4, items)
    diary = [*[GOOD] * 20, AMBER, AMBER, *[GOOD] * 8, RED, *[GOOD] * 9, FLARE, *[GOOD] * 19]
    steps: list[float] = []
    floor: list[float] = []
    for response in diary:
        day = Day(sessions=(response, response))
        steps.append(median_ms(lambda s=state, d=day: adapt(protocol, s, d)))
        floor.append(median_ms(lambda s=state: replace(s, days=s.days + 1)))
        state = adapt(protocol, state, day).value
    step, bare = statistics.median(steps), statistics.median(floor)
    print(f"{len(diary)} days, two sessions each, {len(items)} exercises")
    print(f"copy of the plan      median {bare:.4f} ms")
    print(f"one day of adaptation median {step:.4f} ms, slowest day {max(steps):.4f} ms")
    print(f"ratio {step / bare:.0f}; target: median under {TARGET_MS} ms")
    return 0 if step < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
