"""Keeps a body on what it rests on: the floor, a wall, a seat, or its own knee.

The unknowns are where the body is and the coordinates that may give way; the residuals are how far
the resting points are from where they belong, in metres. Solved by damped Gauss-Newton steps, with
the slopes that the chain of segments itself gives. One mechanism serves lying, standing, hands on
the floor and hands round a knee.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from ischia.motion.chain import Chain, Triple, chain_of, posed
from ischia.motion.kinematics import Points, Vector, forward
from ischia.motion.resting import Rows, rows
from ischia.motion.skeleton import Body, coordinates
from ischia.motion.slopes import Lever, lever_of, slopes
from ischia.protocol.movement import Pose, Rest

STEPS = 200
STIFFNESS = 0.00015  # metres of residual that one degree of giving way is worth
STOP = 0.003  # the same for one degree beyond what the joint does
DRIFT = 1e-3  # the same for a metre along the floor
DAMPING, STIFFER = 1e-9, 8.0  # how much more careful after a step that made it worse
STILL_M, STILL_DEG = 1e-5, 0.01
LARGEST_STEP = 30.0


@dataclass(frozen=True)
class Placed:
    """A body at rest in a pose: the coordinates after giving way, and every point in metres."""

    pose: Pose
    root: Vector
    points: Points


Limits = Mapping[str, tuple[float, float]]
System: TypeAlias = tuple[Vector, Vector, float]
UNLIMITED = (-360.0, 360.0)


def place(
    body: Body,
    pose: Pose,
    rests: Sequence[Rest],
    *,
    free: Sequence[str] = (),
    work: str = "l",
    start: Placed | None = None,
    near: Placed | None = None,
    limits: Limits | None = None,
) -> Placed:
    """The body in `pose`, moved and bent so that it rests where it should.

    `start` is where it was at first, for what stays in place; `near` a pose close by to begin from.
    `limits` are the lowest and the highest degrees of the coordinates that may give way.
    """
    wanted = coordinates(pose, work)
    giving = tuple(dict.fromkeys(_names((*free, *(n for r in rests for n in r.along)), work)))
    first = near or start
    unknown = np.zeros(3 + len(giving))
    if first is not None:
        unknown[:3] = first.root
        unknown[3:] = [first.pose.get(n, 0.0) - wanted.get(n, 0.0) for n in giving]
    task = _Task(
        chain=chain_of(body),
        lever=lever_of(body, giving),
        wanted=wanted,
        giving=giving,
        rows=rows(body, rests, work, None if start is None else _home(start)),
        ends=np.array([(limits or {}).get(name, UNLIMITED) for name in giving]).reshape(-1, 2),
        root=np.zeros(3) if start is None else start.root,
    )
    x = _solve(task, unknown)
    whole = task.bent(x)
    return Placed(whole, x[:3], forward(body, whole, x[:3]))


def _names(names: Sequence[str], work: str) -> list[str]:
    return [name for given in names for name in coordinates({given: 0.0}, work)]


def _home(start: Placed) -> Callable[[str], Triple]:
    def home(point: str) -> Triple:
        x, y, z = start.points[point].tolist()
        return x, y, z

    return home


@dataclass(frozen=True)
class _Task:
    """The least squares: x is where the body is, then how far each coordinate of `giving` gives."""

    chain: Chain
    lever: Lever
    wanted: Pose
    giving: tuple[str, ...]
    rows: Rows
    ends: Vector
    root: Vector

    def bent(self, x: Vector) -> Pose:
        given = zip(self.giving, x[3:].tolist(), strict=True)
        return self.wanted | {name: self.wanted.get(name, 0.0) + d for name, d in given}

    def system(self, x: Vector) -> System:
        """The normal matrix, half the gradient, and how far all is from right (squared metres)."""
        ahead, up, right = x[:3].tolist()
        now = posed(self.chain, self.bent(x), (ahead, up, right))
        wrong, slope = slopes(self.lever, now, self.rows(now))
        soft, pull, loss = self._soft(x)
        cost = float(wrong @ wrong) + loss
        return slope.T @ slope + np.diag(soft), slope.T @ wrong + pull, cost

    def _soft(self, x: Vector) -> tuple[Vector, Vector, float]:
        """Nothing gives way, passes its end or drifts along the floor without a reason."""
        aim = np.array([self.wanted.get(name, 0.0) for name in self.giving])
        beyond = aim + x[3:] - np.clip(aim + x[3:], *self.ends.T)
        drift, moved = np.array([DRIFT**2, 0.0, DRIFT**2]), x[:3] - self.root
        soft = [drift, STIFFNESS**2 + STOP**2 * (beyond != 0)]
        pull = [drift * moved, STIFFNESS**2 * x[3:] + STOP**2 * beyond]
        loss = drift @ moved**2 + STIFFNESS**2 * (x[3:] @ x[3:]) + STOP**2 * (beyond @ beyond)
        return np.concatenate(soft), np.concatenate(pull), float(loss)


def _solve(task: _Task, x: Vector) -> Vector:
    """Steps that never make it worse (Levenberg and Marquardt)."""
    damping = DAMPING
    square, slope, cost = task.system(x)
    for _ in range(STEPS):
        change = np.linalg.solve(square + damping * np.eye(len(x)), -slope)
        change = np.clip(change, -LARGEST_STEP, LARGEST_STEP)
        there = task.system(x + change)
        worse = there[2] > cost
        small = np.abs(change[:3]).max() < STILL_M and np.abs(change).max() < STILL_DEG
        if not worse:
            x, (square, slope, cost) = x + change, there
        if small and (worse or damping <= DAMPING):
            break  # a shorter step still would not be seen
        damping = damping * STIFFER if worse else max(DAMPING, damping / STIFFER)
    return x
