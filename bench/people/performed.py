"""A set as a person does it: a pose at every moment, and what is true of it.

The same course of a movement that the drawing and the synthetic recordings follow, with the body's
own lengths, uneven depth and tempo, and a little unrest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ischia.motion.pose import course, moments
from ischia.motion.skeleton import Body
from ischia.motion.synthetic import INCOMPLETE, Attempt, Posed, Truth, performed_share
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Pose

Rows = NDArray[np.float64]

PER_SECOND = 8.0  # poses that are worked out; between them angles run in straight lines
UNREST_DEG, UNREST_S = 0.6, 1.5
TURNED = ("pelvis_rotation", "pelvis_list", "lumbar_bending", "lumbar_rotation")
REPETITIONS = 3
LONG_HOLD_S = 3.0  # longer ones are cut to about this: pictures cost time
ONE_SIDED = ("per_side", "alternating")


@dataclass(frozen=True, eq=False)
class Performance:
    """`poses` and `roots` (n, 3) at the moments `times`, and the truth of every attempt."""

    times: Rows
    poses: list[Pose]
    roots: Rows
    truth: list[Truth]

    def at(self, second: float) -> tuple[Pose, Rows]:
        """The pose and the place of the hips between two moments."""
        after = int(np.clip(np.searchsorted(self.times, second), 1, len(self.times) - 1))
        before = after - 1
        length = max(self.times[after] - self.times[before], 1e-9)
        share = float(np.clip((second - self.times[before]) / length, 0, 1))
        a, b = self.poses[before], self.poses[after]
        pose = {n: (1 - share) * a.get(n, 0.0) + share * b.get(n, 0.0) for n in {**a, **b}}
        return pose, (1 - share) * self.roots[before] + share * self.roots[after]


def attempts(
    protocol: Protocol, exercise: str, fault: str, rng: np.random.Generator
) -> list[Attempt]:
    """A set: three repetitions and one that turns back; with `fault`, two of four have it."""
    movement = protocol.movements[exercise]
    first = "r" if movement.laterality in ONE_SIDED and rng.random() < 0.5 else "l"
    other = "l" if first == "r" else "r"
    held = sum(phase.seconds for phase in movement.phases if phase.part == "hold")
    found: list[Attempt] = []
    for number in range(REPETITIONS + 1):
        side = other if movement.laterality == "alternating" and number % 2 else first
        turns_back = not fault and number == 2
        depth = depth_for(protocol, exercise, INCOMPLETE) if turns_back else rng.uniform(0.92, 1)
        wrong = fault if fault and number % 2 else ""
        found.append(
            Attempt(
                side=side,
                depth=round(depth, 2),
                fault=wrong,
                pace=rng.uniform(0.9, 1.2),
                hold_s=_hold(held, rng, turns_back=turns_back),
                rest_s=rng.uniform(1.0, 1.8) + (2.5 if number == 2 else 0),
            )
        )
    return found


def _hold(held: float, rng: np.random.Generator, *, turns_back: bool) -> float | None:
    """Seconds at the top: who turns back does not hold; None is the specification's own."""
    long = rng.uniform(2.4, 3.4)
    if turns_back:
        return min(held, rng.uniform(0.3, 0.6))
    return long if held > LONG_HOLD_S else None


def depth_for(protocol: Protocol, exercise: str, share: float) -> float:
    """How deep the poses go for the movement's signal to go `share` of its way."""
    low, high = 0.0, 1.0
    for _ in range(5):
        middle = (low + high) / 2
        if performed_share(protocol, exercise, middle) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def perform(protocol: Protocol, exercise: str, tries: Sequence[Attempt], body: Body) -> Performance:
    """The set, done by a body."""
    times: list[Rows] = []
    poses: list[Pose] = []
    roots: list[Rows] = []
    truth: list[Truth] = []
    now = 0.0
    for attempt in tries:
        path = course(protocol, exercise, attempt.fault)
        found = moments(body, path, per_second=PER_SECOND, depth=attempt.depth)
        own = [_sided(m.body.pose, m.body.root, attempt.side) for m in found]
        parts = tuple(path.phases[m.phase].part for m in found)
        nothing = np.zeros((len(found), 0, 3))
        posed = Posed(np.array([m.t for m in found]), parts, nothing, nothing)
        now += attempt.rest_s
        seconds = posed.paced(attempt)
        times.append(now + seconds)
        truth.append(posed.truth(attempt, now, seconds))
        poses += [pose for pose, _ in own]
        roots += [root for _, root in own]
        now = float(times[-1][-1])
    return Performance(
        np.concatenate([np.zeros(1), *times, np.array([now + 1.2])]),
        [poses[0], *poses, poses[-1]],
        np.stack([roots[0], *roots, roots[-1]]),
        truth,
    )


def _sided(pose: Pose, root: Rows, side: str) -> tuple[Pose, Rows]:
    """The pose with the left side working, or its mirror image."""
    if side == "l":
        return pose, root
    swapped: Pose = {}
    for name, degrees in pose.items():
        ending = {"_l": "_r", "_r": "_l"}.get(name[-2:])
        if ending:
            swapped[name[:-2] + ending] = degrees
        else:
            swapped[name] = -degrees if name in TURNED else degrees
    return swapped, root * [1, 1, -1]


class Unrest:
    """Angles that wander a little, each for itself."""

    def __init__(self, names: Sequence[str], rate: float, rng: np.random.Generator) -> None:
        self.rng, self.keep = rng, float(np.exp(-1 / (rate * UNREST_S)))
        self.now = dict.fromkeys(names, 0.0)

    def on(self, pose: Pose) -> Pose:
        """The pose of the next frame with it."""
        fresh = UNREST_DEG * float(np.sqrt(1 - self.keep**2))
        for name in self.now:
            self.now[name] = self.keep * self.now[name] + fresh * float(self.rng.standard_normal())
        return {name: degrees + self.now.get(name, 0.0) for name, degrees in pose.items()}
