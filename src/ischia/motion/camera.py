"""An orthographic camera: where points of the body fall in a picture, and how near they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ischia.motion.kinematics import Points, Vector, about
from ischia.protocol.movement import View

# Turn about the vertical and tilt downwards, in degrees. From the side the person looks right.
VIEWS: dict[str, tuple[float, float]] = {
    "side": (-14, 7),
    "front": (90, 5),
    "feet": (90, 48),
    "three_quarter": (42, 16),
    "other_side": (148, 12),
}


@dataclass(frozen=True)
class Camera:
    """`right`, `up` and `near` (towards the camera) are unit vectors in the world."""

    right: Vector
    up: Vector
    near: Vector

    def flat(self, point: Vector) -> tuple[float, float]:
        """Where a point is in the picture, in metres, y up."""
        return float(point @ self.right), float(point @ self.up)

    def depth(self, point: Vector) -> float:
        """How near a point is, in metres: more is nearer."""
        return float(point @ self.near)


def camera(view: View | str, *, turn: float = 0.0, tilt: float = 0.0) -> Camera:
    """The camera for a view; `turn` and `tilt` (degrees) are added to it."""
    yaw, down = VIEWS[view]
    frame = about(1, yaw + turn).T
    look = about(0, -down - tilt).T
    right = frame.T @ np.array([1.0, 0.0, 0.0])
    up = frame.T @ (look.T @ np.array([0.0, 1.0, 0.0]))
    near = frame.T @ (look.T @ np.array([0.0, 0.0, 1.0]))
    return Camera(right, up, near)


def mirrored(points: Points) -> Points:
    """The same body done with the other side: left and right exchanged."""
    flip = np.array([1.0, 1.0, -1.0])
    found: Points = {}
    for name, value in points.items():
        other = name[:-1] + {"l": "r", "r": "l"}[name[-1]] if name[-2:] in ("_l", "_r") else name
        if value.ndim == 1:
            found[other] = value * flip
        else:
            found[other] = flip[:, None] * value * flip[None, :]
    return found


def tilt_of(vector: Vector) -> float:
    """The angle of a vector to the vertical, degrees."""
    return math.degrees(math.acos(float(vector[1]) / (float(np.linalg.norm(vector)) or 1.0)))
