"""Things that move with the body, and the bike and the water that it moves in. Sizes are metres."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ischia.motion.figure_part import Part, between, thigh_frame, unit
from ischia.motion.figure_thing import FLOOR_M, SIDES, Bodies, Holder, Maker, Thing, at, level, span
from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import ball

BALL = 0.085
BOX, BOX_EDGE, BOX_BELOW = (0.13, 0.09, 0.15), 0.012, 0.03  # half its sides; rounded corners
BEHIND_HIPS, BEHIND_HEAD = 0.125, 0.105  # where a stick along the back touches
WHEEL = 0.17


def _ball(points: Points, _: Bodies) -> Iterator[Part]:
    middle = (points["knee_l"] + points["knee_r"]) / 2
    yield Part("ball", "ball", "leg_l", 8, middle, [(ball(middle, BALL),)])


def _towel(points: Points, _: Bodies) -> Iterator[Part]:
    """Behind the working thigh, an end in each hand."""
    middle = between(points["hip_r"], points["knee_r"], 0.6)
    aside = thigh_frame(points, "_r")[:, 2] * 0.09
    for side, beside in (("_l", middle - aside), ("_r", middle + aside)):
        line = [points["hand" + side], beside, points["thigh_r"]]
        yield Part("towel" + side, "towel", "arm" + side, -1, middle, line=line, edge=False)


def _strap(points: Points, _: Bodies) -> Iterator[Part]:
    """Round the working ankle, its end in the hand of that side."""
    line = [points["hand_r"], points["ankle_r"]]
    yield Part("strap", "towel", "arm_r", -1, points["elbow_r"], line=line, edge=False)


def _stick(points: Points, _: Bodies) -> Iterator[Part]:
    """Along the back, from the tail bone to above the head."""
    low = points["pelvis"] - points["pelvis_axes"][:, 0] * BEHIND_HIPS
    high = points["head"] - points["head_axes"][:, 0] * BEHIND_HEAD
    way = unit(high - low)
    line = [low - 0.12 * way, high + 0.22 * way]
    yield Part("stick", "wood", "torso", 6, points["waist"], line=line, edge=False)


def _box(points: Points, _: Bodies) -> Iterator[Part]:
    """Level between the hands, whichever way they turn."""
    middle = (points["hand_l"] + points["hand_r"]) / 2 - at(0, BOX_BELOW, 0)
    corners = [
        ball(middle + at(x * BOX[0], y * BOX[1], z * BOX[2]), BOX_EDGE)
        for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)
    ]  # fmt: skip
    yield Part("box", "wood", "arm_r", -1, middle, [tuple(corners)])


def _pedals(points: Points, bodies: Bodies) -> Iterator[Part]:
    hub = _hub(bodies)
    for side in SIDES:
        foot = _ball_of_foot(points, side)
        axle = at(float(hub[0]), float(hub[1]), float(foot[2]))
        yield Part(
            "crank" + side, "metal", "leg" + side, -1, points["knee" + side],
            line=[axle, foot], edge=False,
        )  # fmt: skip


def _ball_of_foot(points: Points, side: str) -> Vector:
    return between(points["heel" + side], points["toe" + side], 0.65)


def _hub(bodies: Bodies) -> Vector:
    """The middle of the circle that the feet go round."""
    return np.mean([_ball_of_foot(p, side) for p in bodies for side in SIDES], axis=0)


def _bike(bodies: Bodies) -> Iterator[Thing]:
    hub, saddle = _hub(bodies), bodies[0]["pelvis"] - at(0.03, 0.105, 0)
    bar = (bodies[0]["hand_l"] + bodies[0]["hand_r"]) / 2 - at(0, 0.03, 0)
    rear, front = level(hub) - at(0.42, 0, 0), level(hub) + at(0.45, 0, 0)
    tubes = (
        (rear, front), (hub, level(hub)), (hub, saddle), (hub, bar - at(0.07, 0.28, 0)),
        (front - at(0.12, 0, 0), bar), (bar - at(0, 0, 0.2), bar + at(0, 0, 0.2)),
    )  # fmt: skip
    for number, tube in enumerate(tubes):
        yield Thing(f"tube{number}", "metal", tube, edge=False, line=True)
    turns = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    wheel = hub + at(0.24, 0.02, 0)
    round_wheel = [wheel + at(WHEEL * np.cos(turn), WHEEL * np.sin(turn), 0) for turn in turns]
    yield Thing("wheel", "metal-side", round_wheel)
    top = ((-0.15, 0.02), (-0.13, 0.045), (0.13, 0.03), (0.14, 0.0))
    yield Thing("saddle", "metal-side", [saddle + at(x, y, 0) for x, y in top])


def _water(bodies: Bodies) -> Iterator[Thing]:
    (x0, x1), (z0, z1) = span(bodies, 0), span(bodies, 2)
    y, z = float(bodies[0]["waist"][1]) + 0.10, (z0 + z1) / 2
    left, right = x0 - 0.3, x1 + 0.3
    across = np.linspace(right, left, 25)
    wave = [at(x, y + 0.012 * np.sin(25 * x), z) for x in across.tolist()]
    ring = [at(left, FLOOR_M, z), at(right, FLOOR_M, z), *wave]
    yield Thing("water", "water", ring, before=True, edge=False, counts=False)


AROUND: dict[str, Maker] = {"bike": _bike, "water": _water}
HELD: dict[str, Holder] = {
    "ball": _ball, "towel": _towel, "strap": _strap, "stick": _stick, "bike": _pedals, "box": _box,
}  # fmt: skip
