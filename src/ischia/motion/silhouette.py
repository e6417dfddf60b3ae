"""Silhouettes: what the convex hull of a few ellipsoids looks like to a camera.

A hull is given by its outermost point in each of a fixed number of directions. Every outline of a
part therefore has the same number of points in the same order, and one pose can be blended into
the next, which is all that SVG animation can do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ischia.motion.camera import Camera
from ischia.motion.kinematics import Vector

FINE_M = 0.05  # a hull of larger bodies than this gets more points
FINE, COARSE = 24, 14


@dataclass(frozen=True, eq=False)
class Ellipsoid:
    """`centre` in metres; the columns of `axes` are the half axes, metres."""

    centre: Vector
    axes: Vector


Hull = Sequence[Ellipsoid]


def ball(centre: Vector, radius: float) -> Ellipsoid:
    """A sphere, metres."""
    return Ellipsoid(centre, radius * np.eye(3))


def egg(centre: Vector, frame: Vector, ahead: float, up: float, aside: float) -> Ellipsoid:
    """An ellipsoid along a frame whose columns are ahead, up and right; half axes in metres."""
    return Ellipsoid(centre, frame * np.array([ahead, up, aside]))


def outline(hull: Hull, looking: Camera) -> Vector:
    """The hull as it is seen: (n, 2) metres in the picture, y up, anticlockwise.

    `n` depends on the sizes of the bodies alone, never on the camera.
    """
    ways = _ways(FINE if max(float(np.abs(b.axes).max()) for b in hull) > FINE_M else COARSE)
    plane = np.stack([looking.right, looking.up])
    reach = np.full(len(ways), -np.inf)
    points = np.zeros((len(ways), 2))
    for body in hull:
        middle, spread = plane @ body.centre, plane @ body.axes
        along = ways @ spread
        length = np.linalg.norm(along, axis=1) + 1e-12
        far = ways @ middle + length
        edge = middle + (along / length[:, None]) @ spread.T
        points[far > reach] = edge[far > reach]
        reach = np.maximum(reach, far)
    return points


def on_floor(hull: Hull) -> list[Ellipsoid]:
    """The hull pressed flat onto the floor: its shadow when the light stands overhead."""
    level = np.array([1.0, 0.0, 1.0])
    return [Ellipsoid(body.centre * level, body.axes * level[:, None]) for body in hull]


@lru_cache(maxsize=4)
def _ways(count: int) -> Vector:
    angles = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
