"""What a drawing is made of: parts of one colour, in groups that lie before or behind others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import Hull


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the body, painted in the colour named `paint`.

    `hulls` are painted as one shape; a `line` is drawn instead where there is one. Groups are drawn
    from far to near by their point `at`; within a group parts are drawn by rising `layer`.
    """

    name: str
    paint: str
    group: str
    layer: float
    at: Vector
    hulls: Sequence[Hull] = ()
    line: Sequence[Vector] = ()
    edge: bool = True


def unit(vector: Vector) -> Vector:
    """A vector of length 1 in the same direction."""
    return vector / (float(np.linalg.norm(vector)) or 1.0)


def between(one: Vector, other: Vector, share: float) -> Vector:
    """A point part of the way from one to another."""
    return one + (other - one) * share


def square_to(vector: Vector, along: Vector) -> Vector:
    """What is left of a vector at right angles to the unit vector `along`."""
    return vector - float(vector @ along) * along


def cross(one: Vector, other: Vector) -> Vector:
    """The cross product; ten times as quick as numpy's, which is made for many."""
    (ax, ay, az), (bx, by, bz) = one.tolist(), other.tolist()
    return np.array([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx])


def thigh_frame(points: Points, side: str) -> Vector:
    """The thigh's axes: ahead (where the knee cap looks), up and right, as columns."""
    down = unit(points["knee" + side] - points["hip" + side])
    shank = points["shank_axes" + side]
    bent = square_to(shank[:, 1], down)  # grows with the bend of the knee
    straight = float(-shank[:, 1] @ down) * square_to(shank[:, 0], down)
    ahead = unit(bent + straight)
    return np.stack([ahead, -down, cross(ahead, -down)], axis=1)
