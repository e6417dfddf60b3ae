"""Forward kinematics: from a body and its joint angles to the points of the body in space.

Rotations are taken in the order in which `protocol.movement` names them. Points are metres.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ischia.motion.skeleton import Body
from ischia.protocol.movement import Pose

Vector: TypeAlias = NDArray[np.float64]
Points: TypeAlias = dict[str, Vector]
LEFT, RIGHT = "_l", "_r"
# Where a hand holds a thigh from behind, or lies on it; ahead and up, as shares of its length.
BEHIND_THIGH, ON_THIGH = np.array([-0.10, -0.62, 0.0]), np.array([0.16, -0.72, 0.0])


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

    `pose` has its sides spelt out (`skeleton.coordinates`); what it does not name is 0.
    """
    points: Points = {}
    pelvis = _pelvis(pose)
    hips = np.zeros(3) if root is None else root
    _trunk(points, body, pose, pelvis, hips)
    for side in (LEFT, RIGHT):
        _leg(points, body, pose, pelvis, side)
        _arm(points, body, pose, side)
    return points


def _get(pose: Pose, name: str) -> float:
    return pose.get(name, 0.0)


def _pelvis(pose: Pose) -> Vector:
    turn, lean, tilt = (_get(pose, f"pelvis_{name}") for name in ("rotation", "list", "tilt"))
    return about(1, turn) @ about(0, lean) @ about(2, tilt)


def _trunk(points: Points, body: Body, pose: Pose, pelvis: Vector, hips: Vector) -> None:
    """The spine bends in equal parts at the sacrum and below the ribs."""
    bend = (
        about(2, _get(pose, "lumbar_extension") / 2)
        @ about(0, _get(pose, "lumbar_bending") / 2)
        @ about(1, _get(pose, "lumbar_rotation") / 2)
    )
    lumbar = pelvis @ bend
    thorax = lumbar @ bend
    neck = thorax @ about(2, -_get(pose, "neck_flexion"))
    up = np.array([0.0, 1.0, 0.0])
    ahead = np.array([1.0, 0.0, 0.0])
    points["pelvis"] = hips
    points["sacrum"] = hips + pelvis @ (body.pelvis * up)
    points["waist"] = points["sacrum"] + lumbar @ (body.lumbar * up)
    points["shoulder_mid"] = points["waist"] + thorax @ (body.thorax * up)
    points["neck"] = points["shoulder_mid"] + thorax @ (body.neck * 0.5 * up)
    points["head"] = points["neck"] + neck @ (body.neck * 0.5 * up + body.head * 0.75 * up)
    points["crown"] = points["head"] + neck @ (body.head * 0.8 * up)
    points["nose"] = points["head"] + neck @ (body.head * (0.78 * ahead - 0.15 * up))
    points["forehead"] = points["head"] + neck @ (body.head * 0.3 * up)
    small = (points["sacrum"] + points["waist"]) / 2
    points["low_back"] = small - pelvis @ (0.05 * body.height * ahead)
    points["back"] = points["waist"] + thorax @ (body.thorax * 0.7 * up)
    points["chest"] = points["back"]
    points["belly"] = small + pelvis @ (0.045 * body.height * ahead)
    half = body.head * 0.55 * np.array([0.0, 0.0, 1.0])
    low = body.head * -0.05 * up
    points["ear_r"], points["ear_l"] = (points["head"] + neck @ (low + s * half) for s in (1, -1))
    wide = body.shoulder_half_width * np.array([0.0, 0.0, 1.0])
    for side, sign in ((RIGHT, 1), (LEFT, -1)):
        points["shoulder" + side] = points["shoulder_mid"] + thorax @ (sign * wide)
        points["shoulder_side" + side] = points["shoulder" + side]
    points["thorax_axes"], points["pelvis_axes"], points["head_axes"] = thorax, pelvis, neck


def _leg(points: Points, body: Body, pose: Pose, pelvis: Vector, side: str) -> None:
    sign = 1 if side == RIGHT else -1
    down, ahead = np.array([0.0, -1.0, 0.0]), np.array([1.0, 0.0, 0.0])
    out = sign * body.hip_half_width * np.array([0.0, 0.0, 1.0])
    thigh = (
        pelvis
        @ about(2, _get(pose, "hip_flexion" + side))
        @ about(0, sign * _get(pose, "hip_adduction" + side))
        @ about(1, sign * _get(pose, "hip_rotation" + side))
    )
    shank = thigh @ about(2, -_get(pose, "knee_flexion" + side))
    foot = shank @ about(2, _get(pose, "ankle_dorsiflexion" + side))
    points["hip" + side] = points["pelvis"] + pelvis @ out
    points["side_hip" + side] = points["hip" + side] + pelvis @ (0.5 * out)
    points["seat" + side] = points["hip" + side]
    points["knee" + side] = points["hip" + side] + thigh @ (body.thigh * down)
    points["thigh" + side] = points["hip" + side] + thigh @ (body.thigh * BEHIND_THIGH)
    points["lap" + side] = points["hip" + side] + thigh @ (body.thigh * ON_THIGH)
    points["ankle" + side] = points["knee" + side] + shank @ (body.shank * down)
    sole = points["ankle" + side] + foot @ (body.ankle_height * down)
    points["heel" + side] = sole - foot @ (body.heel * ahead)
    points["toe" + side] = sole + foot @ (body.foot * ahead)
    points["shank_axes" + side], points["foot_axes" + side] = shank, foot


def _arm(points: Points, body: Body, pose: Pose, side: str) -> None:
    sign = 1 if side == RIGHT else -1
    down = np.array([0.0, -1.0, 0.0])
    upper = (
        points["thorax_axes"]
        @ about(2, _get(pose, "shoulder_flexion" + side))
        @ about(0, -sign * _get(pose, "shoulder_abduction" + side))
        @ about(1, sign * _get(pose, "shoulder_rotation" + side))
    )
    lower = upper @ about(2, _get(pose, "elbow_flexion" + side))
    points["elbow" + side] = points["shoulder" + side] + upper @ (body.upper_arm * down)
    points["wrist" + side] = points["elbow" + side] + lower @ (body.forearm * down)
    points["hand" + side] = points["wrist" + side] + lower @ (body.hand * 0.55 * down)
    points["finger" + side] = points["wrist" + side] + lower @ (body.hand * down)
