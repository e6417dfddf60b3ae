"""A person as parts in the order in which they are painted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ischia.motion.camera import Camera
from ischia.motion.figure_head import head
from ischia.motion.figure_limbs import arm, leg
from ischia.motion.figure_part import Part
from ischia.motion.figure_tint import tints
from ischia.motion.figure_trunk import trunk
from ischia.motion.kinematics import Points
from ischia.motion.silhouette import Hull, ball, on_floor
from ischia.motion.skeleton import HEIGHT_M

SIDES = ("_l", "_r")
BENEATH_M = -1.0  # the shadow lies before everything else
HEAD_FIRST_M = 0.16  # the head is painted before the trunk when it is farther by more than this
HIPS_LAST_M = 0.10  # the shorts are painted after the shirt when they are nearer by more than this
ON_TOP_M = 0.012  # a limb beside the trunk counts as before it


def person(
    points: Points, looking: Camera, tint: tuple[str, ...] = (), work: str = "r",
    height: float = HEIGHT_M,
) -> list[Part]:  # fmt: skip
    """Every part of a placed body; `work` is the side on which `_work` tints lie."""
    parts: list[Part] = [shadow(points, height)]
    for side in SIDES:
        parts += [*leg(points, height, side), *arm(points, height, side)]
    parts += [*trunk(points, height), *head(points, height, looking)]
    return [*parts, *tints(points, height, tint, work)]


def shadow(points: Points, height: float) -> Part:
    """The shadow on the floor, as if the light stood overhead."""
    hulls = [on_floor(hull) for hull in _rough(points, height)]
    return Part("shadow", "shadow", "shadow", 0, np.zeros(3), hulls, edge=False)


def _rough(points: Points, height: float) -> list[Hull]:
    def bone(one: str, other: str, r1: float, r2: float) -> Hull:
        return [ball(points[one], r1 * height), ball(points[other], r2 * height)]

    found = [bone("pelvis", "shoulder_mid", 0.075, 0.065), bone("neck", "crown", 0.03, 0.03)]
    for side in SIDES:
        found.append(bone("hip" + side, "knee" + side, 0.05, 0.03))
        found.append(bone("knee" + side, "ankle" + side, 0.03, 0.02))
        found.append(bone("heel" + side, "toe" + side, 0.02, 0.02))
        found.append(bone("shoulder" + side, "elbow" + side, 0.03, 0.02))
        found.append(bone("elbow" + side, "hand" + side, 0.02, 0.015))
    return found


def painting_order(moments: Sequence[Sequence[Part]], looking: Camera) -> list[str]:
    """Names of all parts from the first painted to the last, by the mean depth over a movement."""
    depth: dict[str, list[float]] = {}
    place: dict[str, tuple[str, float]] = {}
    for parts in moments:
        for part in parts:
            depth.setdefault(part.name, []).append(looking.depth(part.at))
            place[part.name] = (part.group, part.layer)
    mean = {name: sum(values) / len(values) for name, values in depth.items()}
    groups = _group_depths(mean, place)
    hips_last = mean["hips"] > mean["shirt"] + HIPS_LAST_M

    def key(name: str) -> tuple[float, str, float]:
        group, layer = place[name]
        late = 4.2 if name == "hips" and hips_last else layer
        return (groups[group], group, late)

    return sorted(mean, key=key)


def _group_depths(mean: dict[str, float], place: dict[str, tuple[str, float]]) -> dict[str, float]:
    found = {group: mean[name] for name, (group, _) in place.items() if name == group}
    found["shadow"] = BENEATH_M * 100
    torso = mean["shirt"]
    found["torso"] = torso
    for group in found:
        if group.startswith(("leg", "arm")):
            found[group] += ON_TOP_M
    behind = mean["face"] < torso - HEAD_FIRST_M
    found["head"] = torso - 0.001 if behind else max(torso + 0.001, mean["face"])
    return found
