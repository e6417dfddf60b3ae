"""From directions of body parts back to joint angles: the pose that the drawn body must take.

The coordinates of a pose are moved until the drawn body's parts point where the person's parts
pointed (least squares, damped Gauss-Newton steps). What the camera did not see keeps the angle of
the posture that it began from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.bridging import Rows
from ischia.motion.directions import GIRDLE, LIMBS
from ischia.motion.kinematics import Points, forward
from ischia.motion.skeleton import Body, coordinates
from ischia.protocol.movement import SIDES, Pose, Posture

STEPS = 25
NUDGE = 0.5  # degrees for the numerical derivative
STIFFNESS = 0.002  # of a direction: what one degree away from the posture costs
STIFFER = 3.0  # times: what turns and spreads, which the eye does not expect
ABOUT_AS_NEAR = 0.02  # mean square distance of directions, about 8 degrees
DAMPING = 1e-5
LARGEST_STEP = 25.0  # degrees
STILL = 0.05
FREE = (
    "pelvis_tilt", "pelvis_list", "lumbar_bending", "lumbar_rotation", "neck_flexion",
    *(name + side for side in SIDES for name in (
        "hip_flexion", "hip_adduction", "hip_rotation", "knee_flexion",
        "shoulder_flexion", "shoulder_abduction", "shoulder_rotation", "elbow_flexion")),
)  # fmt: skip
SIDEWAYS = ("pelvis_list", "lumbar_bending", "hip_adduction", "shoulder_abduction")
FROM_SIDE = ("pelvis_tilt", "neck", "hip_flexion", "knee", "shoulder_flexion", "elbow")
AXES = {"ahead": (1.0, 0.0, 0.0), "up": (0.0, 1.0, 0.0), "left": (0.0, 0.0, -1.0)}

Seen = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fitted:
    """`pose` has its sides spelt out; `wrong` is the mean square distance of the directions, with
    what it cost to leave the posture."""

    pose: Pose
    wrong: float


def nearest_posture(seen: Seen, postures: Mapping[str, Posture], used: Mapping[str, int]) -> str:
    """The posture whose parts point most nearly as in `seen`.

    Of postures about as near, the one that most movements begin from: `used` counts them.
    """
    parts, axes, wanted = _table(seen)
    body = Body.of()
    apart: dict[str, float] = {}
    for name, posture in postures.items():
        points = forward(body, coordinates(posture.pose))
        shown = np.array([_shown(points, part, axes) for part in parts])
        apart[name] = float(((shown - wanted) ** 2).mean())
    near = [name for name in apart if apart[name] <= min(apart.values()) + ABOUT_AS_NEAR]
    return max(near, key=lambda name: used.get(name, 0))


def fit_pose(seen: Seen, posture: Posture, limits: Mapping[str, tuple[float, float]]) -> Fitted:
    """The pose near `posture` in which the parts point as in `seen` ({"thigh_l.up": 0.3, ...}).

    `limits` are the joints' ranges by coordinate without its side.
    """
    start = coordinates(posture.pose)
    near_only = any("_near" in name for name in seen)
    parts, axes, wanted = _table(seen)
    free = _free(axes)
    body = Body.of()
    turns = ("rotation", "adduction", "abduction", "list", "bending")
    stiffness = STIFFNESS * np.array([STIFFER if any(t in n for t in turns) else 1.0 for n in free])

    def wrong(x: Rows) -> Rows:
        bent = {n: start.get(n, 0.0) + d for n, d in zip(free, x, strict=True)}
        points = forward(body, {**start, **bent})
        shown = np.array([_shown(points, part, axes) for part in parts])
        return np.concatenate([(shown - wanted).ravel(), stiffness * x])

    low, high = _bounds(free, start, limits)
    x = _solve(wrong, np.zeros(len(free)), low, high)
    pose = start | {n: start.get(n, 0.0) + float(d) for n, d in zip(free, x, strict=True)}
    cost = float((wrong(x) ** 2).sum()) / wanted.size
    return Fitted(_both_sides(pose) if near_only else pose, cost)


def _table(seen: Seen) -> tuple[list[str], list[str], Rows]:
    """(parts, axes, directions (parts, axes)) of `seen`."""
    parts = sorted({name.partition(".")[0] for name in seen} - {"hips"})
    axes = [axis for axis in AXES if any(name.endswith(axis) for name in seen)]
    return parts, axes, np.array([[seen[f"{part}.{axis}"] for axis in axes] for part in parts])


def _free(axes: Sequence[str]) -> tuple[str, ...]:
    """The coordinates that these axes tell something about."""
    if "left" not in axes:
        return tuple(name for name in FREE if name.startswith(FROM_SIDE))
    return FREE if "ahead" in axes else tuple(n for n in FREE if n.startswith(SIDEWAYS))


def _bounds(
    free: tuple[str, ...], start: Pose, limits: Mapping[str, tuple[float, float]]
) -> tuple[Rows, Rows]:
    """How far each free coordinate may go from where it begins."""
    ends = [limits.get(name.removesuffix("_l").removesuffix("_r"), (-180, 180)) for name in free]
    begin = np.array([start.get(name, 0.0) for name in free])
    return np.array([low for low, _ in ends]) - begin, np.array([high for _, high in ends]) - begin


def _both_sides(pose: Pose) -> Pose:
    """A side-on picture shows one side; the other is drawn like it."""
    return pose | {n[:-2] + "_r": d for n, d in pose.items() if n.endswith("_l") and n in FREE}


def _shown(points: Points, part: str, axes: Sequence[str]) -> Rows:
    vector = _vector(points, part)
    seen = np.array([float(vector @ axis) for axis in _picture_axes(points, axes)])
    size = 1.0 if part == GIRDLE else float(np.linalg.norm(seen))
    return seen / size if size > 0 else seen


def _picture_axes(points: Points, axes: Sequence[str]) -> list[Rows]:
    """The axes in the world; in a picture of somebody lying, `ahead` is towards the head."""
    found = [np.array(AXES[axis]) for axis in axes]
    trunk = points["shoulder_mid"] - points["pelvis"]
    if "left" not in axes and np.argmax(np.abs(trunk)) != 1:
        found[0] = np.array([np.sign(trunk[0]), 0, 0])
        if abs(trunk[2]) > abs(trunk[0]):  # on the side, facing the camera
            found[0] = np.array([0, 0, np.sign(trunk[2])])
    return found


def _vector(points: Points, part: str) -> Rows:
    ears = (points["ear_l"] + points["ear_r"]) / 2
    if part == "trunk":
        return points["shoulder_mid"] - points["pelvis"]
    if part == "head":
        return ears - points["shoulder_mid"]
    if part == "face":
        return points["nose"] - ears
    if part == GIRDLE:
        wide = points["shoulder_l"] - points["shoulder_r"]
        return wide / float(np.linalg.norm(points["shoulder_mid"] - points["pelvis"]))
    if part in ("pelvis", "shoulders"):
        pair = "hip" if part == "pelvis" else "shoulder"
        return points[pair + "_l"] - points[pair + "_r"]
    limb, _, side = part.rpartition("_")
    suffix = "_l" if side == "near" else "_" + side
    upper, lower = next((upper, lower) for name, upper, lower in LIMBS if name == limb)
    return points[lower + suffix] - points[upper + suffix]


def _solve(wrong: Callable[[Rows], Rows], x: Rows, low: Rows, high: Rows) -> Rows:
    now = wrong(x)
    for _ in range(STEPS):
        slope = np.stack([(wrong(x + step) - now) / NUDGE for step in NUDGE * np.eye(len(x))], 1)
        square = slope.T @ slope + DAMPING * np.eye(len(x))
        change = np.clip(np.linalg.solve(square, -slope.T @ now), -LARGEST_STEP, LARGEST_STEP)
        x, last = np.clip(x + change, low, high), x
        now = wrong(x)
        if np.abs(x - last).max() < STILL:
            break
    return x
