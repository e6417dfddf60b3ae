"""Drawing every exercise, moving and still from one drawing, and the share that placing takes.

CPU seconds of this process, one thread. Names of exercises as arguments draw only those.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # before numpy: other threads only get in the way

from ischia.motion.figure_scene import PER_SECOND, draw
from ischia.motion.figure_svg import svg_of
from ischia.motion.pose import course, moments
from ischia.motion.skeleton import Body
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

TARGET_S = 8.0


def cost(protocol: Protocol, exercise: str) -> tuple[float, float]:
    """CPU seconds to draw an exercise in both forms, and of placing its body alone."""
    started = time.process_time()
    drawing = draw(protocol, exercise)
    svg_of(drawing)
    svg_of(drawing, still=True)
    drawn = time.process_time()
    moments(Body.of(), course(protocol, exercise), per_second=PER_SECOND)
    return drawn - started, time.process_time() - drawn


def main(names: list[str]) -> int:
    """Print the median, the slowest and the total; fail when the target is missed."""
    protocol = load_protocol()
    chosen = names or list(protocol.movements)
    draw(protocol, chosen[0])  # what is made once and kept
    costs = {name: cost(protocol, name) for name in chosen}
    whole = [one for one, _ in costs.values()]
    placing = [one for _, one in costs.values()]
    slowest = max(costs, key=lambda name: costs[name][0])
    print(f"{len(chosen)} exercises, moving and still, CPU of one thread")
    print(f"drawing  median {1000 * statistics.median(whole):.0f} ms, total {sum(whole):.1f} s,"
          f" slowest {1000 * max(whole):.0f} ms ({slowest})")  # fmt: skip
    print(f"of it placing  median {1000 * statistics.median(placing):.0f} ms,"
          f" total {sum(placing):.1f} s")  # fmt: skip
    print(f"target: total under {TARGET_S:g} s")
    return 0 if sum(whole) < TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
