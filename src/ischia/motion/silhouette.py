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

    @property
    def largest(self) -> float:
        """The longest half axis, metres."""
        (a, b, c), (d, e, f), (g, h, i) = self.axes.tolist()
        return max(a * a + d * d + g * g, b * b + e * e + h * h, c * c + f * f + i * i) ** 0.5


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
    return outlines([hull], looking)[0]


def outlines(hulls: Sequence[Hull], looking: Camera) -> list[Vector]:
    """The outline of each hull; many at once cost little more than one."""
    found: dict[int, Vector] = {}
    alike: dict[tuple[int, bool], list[int]] = {}
    for number, hull in enumerate(hulls):
        alike.setdefault((len(hull), _is_large(hull)), []).append(number)
    for (_, large), numbers in alike.items():
        centres = np.array([[body.centre for body in hulls[n]] for n in numbers])
        axes = np.array([[body.axes for body in hulls[n]] for n in numbers])
        rings = _outlined(centres, axes, _ways(FINE if large else COARSE), looking)
        found |= zip(numbers, rings, strict=True)
    return [found[number] for number in range(len(hulls))]


def _is_large(hull: Hull) -> bool:
    return any(body.largest > FINE_M for body in hull)


def _outlined(centres: Vector, axes: Vector, ways: Vector, looking: Camera) -> Vector:
    """(hulls, ways, 2) from centres (hulls, bodies, 3) and half axes (hulls, bodies, 3, 3)."""
    plane = np.array([looking.right, looking.up])
    middle, spread = centres @ plane.T, plane @ axes
    along = ways @ spread
    length = np.sqrt((along * along).sum(axis=3)) + 1e-12
    body = (middle @ ways.T + length).argmax(axis=1)
    hull, way = np.arange(len(centres))[:, None], np.arange(len(ways))
    side = along[hull, body, way] / length[hull, body, way, None]
    return middle[hull, body] + (spread[hull, body] @ side[..., None])[..., 0]


def on_floor(hull: Hull) -> list[Ellipsoid]:
    """The hull pressed flat onto the floor: its shadow when the light stands overhead."""
    level = np.array([1.0, 0.0, 1.0])
    return [Ellipsoid(body.centre * level, body.axes * level[:, None]) for body in hull]


@lru_cache(maxsize=4)
def _ways(count: int) -> Vector:
    angles = 2 * np.pi * np.arange(count) / count
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
