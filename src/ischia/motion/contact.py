"""Keeps a body on what it rests on: the floor, a wall, a seat, or its own knee.

The unknowns are where the body is and the coordinates that may give way; the residuals are how far
the resting points are from where they belong, in metres. Solved by damped Gauss-Newton steps. One
mechanism serves lying, standing, hands on the floor and hands round a knee.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.kinematics import Points, Vector, forward
from ischia.motion.skeleton import Body, bound_points, coordinates, depth, sided
from ischia.protocol.movement import Pose, Rest

STEPS = 25
NUDGE = 1e-4  # degrees or metres for the numerical derivative
STIFFNESS = 0.00015  # metres of residual that one degree of giving way is worth
STOP = 0.003  # the same for one degree beyond what the joint does
DAMPING = 1e-10
STILL_M = 1e-5
LOWEST = "lowest"
# Hands are left out: a wrist that rests lies higher than the hand, which is drawn flat.
ABOVE_FLOOR = ("heel_l", "heel_r", "toe_l", "toe_r", "knee_l", "knee_r", "elbow_l", "elbow_r",
               "pelvis", "head")  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A body at rest in a pose: the coordinates after giving way, and every point in metres."""

    pose: Pose
    root: Vector
    points: Points


Limits = Mapping[str, tuple[float, float]]
UNLIMITED = (-360.0, 360.0)
Residuals = Callable[[Points], list[float]]


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
    residuals = _residuals(body, rests, work, start)

    def at(x: Vector) -> Placed:
        bent = {n: wanted.get(n, 0.0) + d for n, d in zip(giving, x[3:], strict=True)}
        whole = {**wanted, **bent}
        return Placed(whole, x[:3], forward(body, whole, x[:3]))

    aim = np.array([wanted.get(name, 0.0) for name in giving])
    ends = [(limits or {}).get(name, UNLIMITED) for name in giving]
    low, high = np.array([e[0] for e in ends]), np.array([e[1] for e in ends])

    def wrong(x: Vector) -> Vector:
        beyond = aim + x[3:] - np.clip(aim + x[3:], low, high)
        soft = [*(STIFFNESS * x[3:]), *(STOP * beyond), *_anchor(x, start)]
        return np.array([*residuals(at(x).points), *soft])

    return at(_solve(wrong, unknown))


def _names(names: Sequence[str], work: str) -> list[str]:
    return [name for given in names for name in coordinates({given: 0.0}, work)]


def _anchor(x: Vector, start: Placed | None) -> list[float]:
    """Nothing drifts along the floor without a reason."""
    home = np.zeros(3) if start is None else start.root
    return [1e-3 * (x[0] - home[0]), 1e-3 * (x[2] - home[2])]


def _residuals(body: Body, rests: Sequence[Rest], work: str, start: Placed | None) -> Residuals:
    resting: list[Residuals] = []
    for rest in rests:
        for point in bound_points(rest.point, work):
            resting.append(_residual(body, rest, point, work, start))  # noqa: PERF401 - two loops read better
    held = {point for rest in rests for point in bound_points(rest.point, work)}
    loose = [point for point in ABOVE_FLOOR if point not in held]
    skin = {point: depth(point) * body.height for point in loose}

    def all_of(points: Points) -> list[float]:
        found = [value for residual in resting for value in residual(points)]
        return found + [min(0.0, points[p][1] - skin[p]) for p in loose]

    return all_of


def _residual(body: Body, rest: Rest, point: str, work: str, start: Placed | None) -> Residuals:
    skin = depth(point) * body.height
    if point == LOWEST:
        skins = {name: depth(name) * body.height for name in ABOVE_FLOOR}
        return lambda points: [min(points[name][1] - skins[name] for name in skins)]
    if rest.onto == "floor":
        level = rest.height + skin
        return lambda points: [points[point][1] - level]
    if rest.onto == "wall":
        return lambda points: [points[point][0] - skin - rest.height]
    if rest.onto == "place":
        level = rest.height + skin
        if start is None:
            return lambda points: [points[point][1] - level]
        home = start.points[point]
        return lambda points: [*(points[point] - home)]
    other = _partner(rest.onto, point, work)
    gap = skin + depth(other) * body.height
    return lambda points: [0.7 * v for v in _touch(points[point], points[other], gap)]


def _partner(name: str, point: str, work: str) -> str:
    """The point to be held: of the same side, where it has sides and none is said."""
    bound = bound_points(sided(name, work), work)
    same = [candidate for candidate in bound if candidate[-2:] == point[-2:]]
    return (same or list(bound))[0]


def _touch(one: Vector, other: Vector, gap: float) -> list[float]:
    """Zero when two points lie a skin's depth apart."""
    apart = one - other
    distance = float(np.linalg.norm(apart)) or 1e-9
    return [*(apart * (1 - gap / distance))]


def _solve(wrong: Callable[[Vector], Vector], x: Vector) -> Vector:
    now = wrong(x)
    for _ in range(STEPS):
        slope = np.stack([(wrong(x + step) - now) / NUDGE for step in NUDGE * np.eye(len(x))], 1)
        square = slope.T @ slope
        change = np.linalg.solve(square + DAMPING * np.eye(len(x)), -slope.T @ now)
        x = x + np.clip(change, -30, 30)
        now = wrong(x)
        if np.abs(change[:3]).max() < STILL_M and np.abs(change).max() < 0.01:
            break
    return x
