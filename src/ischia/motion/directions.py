"""Where the parts of the body point, frame by frame: what a demonstration is compared by.

Each part (thigh, forearm, trunk ...) is a unit vector, so that tall and short people give the same
numbers, split into what points `left`, `up` and `ahead` of the person. The hips are also seen from
the feet, in trunk lengths. In a picture there is no third axis: side-on `ahead` and `up` are seen,
and only the near side's limbs; from elsewhere `left` and `up`.

Feet are left out: Kinect's toes are noise (they tell correct from incorrect repetitions of UI-PRMD
hardly better than chance), and cameras lose them first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ischia.motion.bridging import Rows, at, bridged, middle, trunk_length, unit
from ischia.motion.landmarks import INDEX
from ischia.motion.recording import Recording
from ischia.motion.tracker.facing import vote

LIMBS = (
    ("thigh", "hip", "knee"),
    ("shank", "knee", "ankle"),
    ("arm", "shoulder", "elbow"),
    ("forearm", "elbow", "wrist"),
)
GROUPS = {
    "trunk": "trunk", "head": "trunk", "pelvis": "girdles", "shoulders": "girdles",
    "arm": "arms", "forearm": "arms", "thigh": "legs", "shank": "legs", "hips": "hips",
}  # fmt: skip
GIRDLE, FACE = "girdle", "face"
LEFT_TO_RIGHT = ("pelvis", "shoulders", GIRDLE)  # these run from the right side to the left
LYING_ON_SIDE = 0.3  # of the hips' width that is level: less means lying on the side
NARROW_SHOULDERS = 0.35  # of the trunk: so narrow they look from the side
VOTES = 50
NEAR_PARTS = ("shoulder", "hip", "knee")


@dataclass(frozen=True, slots=True)
class Directions:
    """`values` is float64 (frames, numbers), `names` such as `thigh_l.up`."""

    names: tuple[str, ...]
    values: Rows


def part_of(name: str) -> str:
    """`thigh_l` of `thigh_l.up`."""
    return name.partition(".")[0]


def plain_part(name: str) -> str:
    """`thigh` of `thigh_l.up`."""
    return part_of(name).removesuffix("_l").removesuffix("_r").removesuffix("_near")


def directions(
    recording: Recording, *, both_sides: bool = False, turned: bool = False
) -> Directions:
    """The directions of every part that is seen.

    `both_sides` gives the limbs of both sides side-on too, good enough to draw by. `turned` adds
    what tells how somebody lies: where the nose points, and the shoulders' width in trunk lengths.
    """
    points = bridged(recording.points())
    if recording.space == "image":
        points[..., 2] = 0.0
    side_on = _side_on(recording, points)
    axes = _room(points) if recording.space == "world" else _picture(points, side_on=side_on)
    names: list[str] = []
    columns: list[Rows] = []
    parts = _parts(points, side_on=side_on, near_only=side_on and not both_sides)
    if turned:
        wide = at(points, "shoulder_l") - at(points, "shoulder_r")
        parts[GIRDLE] = wide / trunk_length(points)
        parts[FACE] = unit(at(points, "nose") - middle(points, "ear"))
    for part, vector in parts.items():
        if np.isfinite(vector).all():
            names += [f"{part}.{axis}" for axis in axes]
            columns += [(vector * axis).sum(axis=1) for axis in axes.values()]
    return Directions(tuple(names), np.stack(columns, axis=1))


def mirrored(names: tuple[str, ...], values: Rows) -> Rows:
    """The same movement done with the other side; the last axis of `values` goes with `names`."""
    place = {name: number for number, name in enumerate(names)}
    order = [place.get(partner(name), number) for name, number in place.items()]
    return values[..., order] * np.array([_sign(name) for name in names])


def partner(name: str) -> str:
    """The same direction of the other side."""
    part, _, axis = name.partition(".")
    if part.endswith(("_l", "_r")):
        part = part[:-1] + ("r" if part.endswith("l") else "l")
    return f"{part}.{axis}"


def _sign(name: str) -> float:
    """What runs from right to left keeps its `left` in a mirror and turns the rest round."""
    sideways = name.endswith(".left")
    return 1.0 if sideways == (part_of(name) in LEFT_TO_RIGHT) else -1.0


def _parts(points: Rows, *, side_on: bool, near_only: bool) -> dict[str, Rows]:
    """Unit vectors by part, each (frames, 3); NaN for what is not seen."""
    hips, shoulders = middle(points, "hip"), middle(points, "shoulder")
    parts = {"trunk": unit(shoulders - hips), "head": unit(middle(points, "ear") - shoulders)}
    if not side_on:
        for part, pair in (("pelvis", "hip"), ("shoulders", "shoulder")):
            parts[part] = unit(at(points, pair + "_l") - at(points, pair + "_r"))
    sides = {"_near": _near(points)} if near_only else {"_l": "_l", "_r": "_r"}
    for limb, upper, lower in LIMBS:
        for suffix, side in sides.items():
            parts[limb + suffix] = unit(at(points, lower + side) - at(points, upper + side))
    parts["hips"] = (hips - middle(points, "ankle")) / trunk_length(points)
    return parts


def _near(points: Rows) -> str:
    """The side that is better seen."""
    left, right = (
        sum(float(np.median(points[:, INDEX[part + side], 3])) for part in NEAR_PARTS)
        for side in ("_l", "_r")
    )
    return "_l" if left >= right else "_r"


def _side_on(recording: Recording, points: Rows) -> bool:
    """Whether a picture shows the person from the side."""
    if recording.space == "world" or recording.view:
        return recording.view == "side" and recording.space == "image"
    across = np.abs(at(points, "shoulder_l")[:, 0] - at(points, "shoulder_r")[:, 0])
    return float(np.median(across)) < NARROW_SHOULDERS * trunk_length(points)


def _picture(points: Rows, *, side_on: bool) -> dict[str, Rows]:
    up = np.array([0.0, -1.0, 0.0])
    if side_on:
        return {"ahead": np.array([_facing(points), 0.0, 0.0]), "up": up}
    return {"left": np.array([1.0, 0.0, 0.0]), "up": up}


def _room(points: Rows) -> dict[str, Rows]:
    up = np.array([0.0, 1.0, 0.0])
    level = np.array([1.0, 0.0, 1.0])
    hips = at(points, "hip_l") - at(points, "hip_r")
    share = np.linalg.norm(hips * level, axis=1) / np.linalg.norm(hips, axis=1)
    if float(np.median(share)) < LYING_ON_SIDE:  # then `left` runs along the trunk
        hips = middle(points, "shoulder") - middle(points, "hip")
    left = unit(hips * level)
    return {"left": left, "up": up, "ahead": np.cross(left, up)}


def _facing(points: Rows) -> float:
    """1 for a person who looks (or, lying, whose head lies) to the right of the picture, or -1."""
    trunk = np.median(middle(points, "shoulder") - middle(points, "hip"), axis=0)
    if abs(trunk[0]) > abs(trunk[1]):
        return 1.0 if trunk[0] > 0 else -1.0
    some = points[:: max(1, len(points) // VOTES)].tolist()
    votes = sum(vote([(p[0], p[1], p[2], p[3]) for p in frame]) for frame in some)
    return 1.0 if votes >= 0 else -1.0
