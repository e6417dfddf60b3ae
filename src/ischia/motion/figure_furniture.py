"""Mats, chairs, walls, steps and pillows, put where the body uses them. Sizes are metres.

The working side of a drawn body is the right one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ischia.motion.figure_thing import (
    FLOOR_M,
    Bodies,
    Maker,
    Thing,
    at,
    box,
    level,
    post,
    seat,
    span,
)  # fmt: skip
from ischia.motion.kinematics import Vector

MAT, ACROSS = (1.5, 0.06), (0.62, 0.13)  # at least so long, and so far beyond the joints
SEAT_DEPTH = 0.088  # how far the skin of the seat lies below the hip joints
CALF_DEPTH = 0.052
WALL = 1.9  # how high a wall is drawn
BACK, HIPS = 0.105, 0.135  # how far the skin lies behind the spine and the hip joints
ARM = 0.04


def floor(bodies: Bodies) -> Thing:
    """A patch of floor round all that happens."""
    (x0, x1), (z0, z1) = span(bodies, 0), span(bodies, 2)
    wide, deep = (x1 - x0) / 2 + 0.30, max(0.30, (z1 - z0) / 2 + 0.18)
    middle = at((x0 + x1) / 2, FLOOR_M, (z0 + z1) / 2)
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    ring = [middle + at(wide * np.cos(turn), 0, deep * np.sin(turn)) for turn in turns]
    return Thing("floor", "floor", ring, edge=False, counts=False)


def _mat(bodies: Bodies) -> Iterator[Thing]:
    """Under all of the body at the start."""
    (x0, x1), (z0, z1) = span(bodies[:1], 0), span(bodies[:1], 2)
    ahead = x1 - x0 > z1 - z0
    (long, ends), (wide, sides) = (MAT, ACROSS) if ahead else (ACROSS, MAT)
    grow = at(max(ends, (long - x1 + x0) / 2), 0, max(sides, (wide - z1 + z0) / 2))
    yield from box(at(x0, -0.022, z0) - grow, at(x1, -0.004, z1) + grow, "mat", "mat", counts=False)


def _chair(bodies: Bodies) -> Iterator[Thing]:
    x, y, z = bodies[0]["pelvis"].tolist()
    y -= SEAT_DEPTH
    rear, front, wide = x - 0.20, x + 0.26, 0.21
    back = at(rear + 0.005, y, z)
    yield from box(back + at(-0.015, 0.28, -wide), back + at(0.015, 0.46, wide), "wood", "rest")
    for side in (-wide + 0.03, wide - 0.03):
        yield from post(back + at(0, 0, side), 0.30, 0.015, f"post{side}")
    yield from seat(at(rear, y - 0.04, z - wide), at(front, y, z + wide), "seat")


def _stool(bodies: Bodies) -> Iterator[Thing]:
    """A seat under both calves."""
    ankle, knee = bodies[0]["ankle_r"], bodies[0]["knee_r"]
    y, z = float(min(ankle[1], knee[1])) - CALF_DEPTH, float(bodies[0]["pelvis"][2])
    x0, x1 = float(min(knee[0], ankle[0])) + 0.06, float(max(knee[0], ankle[0])) + 0.06
    yield from seat(at(x0, y - 0.05, z - 0.22), at(x1, y, z + 0.22), "stool")


def _wall_across(x: float, bodies: Bodies) -> Iterator[Thing]:
    """A wall across the way ahead, its face at `x`."""
    z = float(bodies[0]["pelvis"][2])
    corners = ((FLOOR_M, -0.55), (FLOOR_M, 0.45), (WALL, 0.45), (WALL, -0.55))
    yield Thing("wall", "wall", [at(x, y, z + aside) for y, aside in corners])


def _wall(bodies: Bodies) -> Iterator[Thing]:
    """Behind the back that leans on it."""
    yield from _wall_across(span(bodies, 0, ("back",))[0] - BACK, bodies)


def _back_wall(bodies: Bodies) -> Iterator[Thing]:
    """Behind the hips, which just touch it at the end."""
    yield from _wall_across(span(bodies, 0, ("pelvis",))[0] - HIPS, bodies)


def _front_wall(bodies: Bodies) -> Iterator[Thing]:
    """Before the hands that lean on it."""
    yield from _wall_across(span(bodies, 0, ("finger_l", "finger_r"))[1] + 0.02, bodies)


def _side_wall(bodies: Bodies) -> Iterator[Thing]:
    """Beside the elbow of the working side, which leans on it."""
    x, z = float(bodies[0]["pelvis"][0]), float(bodies[0]["elbow_r"][2]) + ARM
    yield from box(at(x - 0.5, FLOOR_M, z), at(x + 0.12, WALL, z + 0.07), "wall", "wall")


def _step_under(middle: Vector, height: float) -> Iterator[Thing]:
    low, high = level(middle) - at(0.17, 0.02, 0.15), level(middle) + at(0.17, height, 0.15)
    yield from box(low, high, "wood", "step")


def _step(bodies: Bodies) -> Iterator[Thing]:
    """Under the working foot."""
    heel, toe = bodies[0]["heel_r"], bodies[0]["toe_r"]
    yield from _step_under((heel + toe) / 2, float(min(heel[1], toe[1])))


def _heel_step(bodies: Bodies) -> Iterator[Thing]:
    """Under the working heel."""
    yield from _step_under(bodies[0]["heel_r"], float(bodies[0]["heel_r"][1]))


def _pillow(bodies: Bodies) -> Iterator[Thing]:
    head = bodies[0]["head"]
    high = max(0.04, float(head[1]) - 0.085)
    low = level(head)
    yield from box(low - at(0.14, 0, 0.17), low + at(0.16, high, 0.17), "cloth", "pillow")


def _belly_pillow(bodies: Bodies) -> Iterator[Thing]:
    middle = level((bodies[0]["pelvis"] + bodies[0]["waist"]) / 2)
    yield from box(middle - at(0.16, 0.01, 0.22), middle + at(0.16, 0.06, 0.22), "cloth", "pillow")


FURNITURE: dict[str, Maker] = {
    "mat": _mat, "chair": _chair, "stool": _stool, "wall": _wall, "front_wall": _front_wall,
    "back_wall": _back_wall, "side_wall": _side_wall, "step": _step, "heel_step": _heel_step,
    "pillow": _pillow, "belly_pillow": _belly_pillow,
}  # fmt: skip
