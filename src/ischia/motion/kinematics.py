"""Forward kinematics: from a body and its joint angles to the points of the body in space.

Rotations are taken in the order in which `protocol.movement` names them. Points are metres.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ischia.motion.chain import ORIGIN, Triple, chain_of, posed
from ischia.motion.skeleton import Body, plain
from ischia.protocol.movement import SIDES, Pose

Vector: TypeAlias = NDArray[np.float64]
Points: TypeAlias = dict[str, Vector]
AXES = ("thorax", "pelvis", "head", *(part + side for part in ("shank", "foot") for side in SIDES))


def about(axis: int, degrees: float) -> Vector:
    """The rotation about an axis: 0 x (ahead), 1 y (up), 2 z (right)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    if axis == 0:
        return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    if axis == 1:
        return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def forward(body: Body, pose: Pose, root: Vector | None = None) -> Points:
    """Every named point of the body, with the middle of the hips at `root`.

    `pose` has its sides spelt out (`skeleton.coordinates`); what it does not name is 0. Beside the
    points are the axes of some segments: columns ahead, up, right ("pelvis_axes", "foot_axes_l").
    """
    now = posed(chain_of(body), pose, ORIGIN if root is None else _triple(root))
    names = now.chain.points
    places = np.array([now.point(name) for name in names])
    points: Points = dict(zip(names, places, strict=True))
    for segment in AXES:
        part = plain(segment)
        points[f"{part}_axes{segment.removeprefix(part)}"] = np.array(now.axes[segment]).T
    return points


def _triple(vector: Vector) -> Triple:
    ahead, up, right = vector.tolist()
    return ahead, up, right
