"""The shape of a thing in a drawing, and boxes and posts to make it from. Sizes are metres."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from ischia.motion.figure_part import Part
from ischia.motion.kinematics import Points, Vector

SIDES = ("_l", "_r")
FLOOR_M = -0.03  # the drawn floor lies below the mat


@dataclass(frozen=True, eq=False)
class Thing:
    """One face of a thing: a ring of points in space, painted behind the person unless `before`.

    What `counts` is kept in the picture as a whole. A face that has a way `out` is painted only
    where it looks at the camera.
    """

    name: str
    paint: str
    ring: Sequence[Vector]
    before: bool = False
    edge: bool = True
    line: bool = False
    counts: bool = True
    out: tuple[int, int, int] | None = None


Bodies: TypeAlias = Sequence[Points]
Maker: TypeAlias = Callable[[Bodies], Iterator[Thing]]
Holder: TypeAlias = Callable[[Points, Bodies], Iterator[Part]]


def at(x: float, y: float, z: float) -> Vector:
    """A point in space."""
    return np.array([x, y, z])


def box(
    low: Vector, high: Vector, paint: str, name: str, *, counts: bool = True
) -> Iterator[Thing]:
    """An upright box."""
    (x0, y0, z0), (x1, y1, z1) = low.tolist(), high.tolist()
    side = paint + "-side"
    faces = (
        ("left", side, (-1, 0, 0), ((x0, y0, z0), (x0, y0, z1), (x0, y1, z1), (x0, y1, z0))),
        ("back", side, (0, 0, -1), ((x0, y0, z0), (x1, y0, z0), (x1, y1, z0), (x0, y1, z0))),
        ("right", side, (1, 0, 0), ((x1, y0, z0), (x1, y0, z1), (x1, y1, z1), (x1, y1, z0))),
        ("front", side, (0, 0, 1), ((x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1))),
        ("top", paint, (0, 1, 0), ((x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1))),
    )
    for face, colour, out, corners in faces:
        ring = [at(*corner) for corner in corners]
        yield Thing(f"{name}_{face}", colour, ring, counts=counts, out=out)


def post(foot: Vector, height: float, half: float, name: str) -> Iterator[Thing]:
    """An upright wooden post on `foot`."""
    around = at(half, 0, half)
    yield from box(foot - around, foot + around + at(0, height, 0), "wood", name)


def seat(low: Vector, high: Vector, name: str) -> Iterator[Thing]:
    """A wooden board on four legs that stand on the floor."""
    inset, half = 0.03, 0.017
    for x in (float(low[0]) + inset, float(high[0]) - inset):
        for z in (float(low[2]) + inset, float(high[2]) - inset):
            yield from post(at(x, 0, z), float(high[1]), half, f"{name}_leg{x:.2f}{z:.2f}")
    yield from box(low, high, "wood", name)


def span(bodies: Bodies, axis: int, names: Sequence[str] = ()) -> tuple[float, float]:
    """The least and the greatest coordinate of all points, or of those named."""
    found = [
        float(point[axis])
        for points in bodies
        for name, point in points.items()
        if point.ndim == 1 and (not names or name in names)
    ]
    return min(found), max(found)


def level(point: Vector) -> Vector:
    """The point on the floor below."""
    return point * at(1, 0, 1)
