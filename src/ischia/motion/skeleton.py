"""A human skeleton: bone lengths, and the coordinates that move it.

World axes, metres: x ahead of a standing person, y up, z to the person's right (ISB; Wu et al.
2002, 2005). Lengths as shares of the body's height are those of Drillis and Contini (1964) as
printed in Winter, Biomechanics and Motor Control of Human Movement; the split of the trunk and the
depths of the soft parts are our own choice, made so that the drawing looks right.
"""

from __future__ import annotations

from dataclasses import dataclass

from ischia.protocol.movement import LIMB_COORDINATES, ROLES, SIDES, Pose

HEIGHT_M = 1.70


@dataclass(frozen=True)
class Body:
    """Lengths in metres. A `Body.of(height)` has average proportions."""

    height: float
    hip_half_width: float
    shoulder_half_width: float
    pelvis: float
    lumbar: float
    thorax: float
    neck: float
    head: float
    upper_arm: float
    forearm: float
    hand: float
    thigh: float
    shank: float
    foot: float
    heel: float
    ankle_height: float

    @classmethod
    def of(cls, height: float = HEIGHT_M, legs: float = 1.0, shoulders: float = 1.0) -> Body:
        """A body of this height (m); `legs` and `shoulders` scale the leg length and the width."""
        return cls(
            height=height,
            hip_half_width=0.055 * height,
            shoulder_half_width=0.112 * height * shoulders,
            pelvis=0.085 * height,
            lumbar=0.095 * height,
            thorax=0.108 * height,
            neck=0.060 * height,
            head=0.075 * height,
            upper_arm=0.186 * height,
            forearm=0.146 * height,
            hand=0.095 * height,
            thigh=0.245 * height * legs,
            shank=0.246 * height * legs,
            foot=0.115 * height,
            heel=0.032 * height,
            ankle_height=0.039 * height,
        )


# How far the skin lies from a point, as a share of the body's height: what touches the floor.
DEPTH = {
    "pelvis": 0.062, "low_back": 0.010, "back": 0.062, "chest": 0.062, "head": 0.055,
    "forehead": 0.055, "hand": 0.014, "elbow": 0.024, "knee": 0.030, "heel": 0.0, "toe": 0.0,
    "ankle": 0.026, "side_hip": 0.032, "shoulder_side": 0.038, "seat": 0.062, "wrist": 0.030,
    "thigh": 0.022, "lap": 0.004, "belly": 0.010, "breast": 0.0,
}  # fmt: skip


def depth(point: str) -> float:
    """The share of the body's height between a named point and the skin."""
    return DEPTH.get(plain(point), 0.0)


def plain(name: str) -> str:
    """A name without its side."""
    for suffix in (*SIDES, *ROLES):
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return name


def sided(name: str, work: str) -> str:
    """`_work` and `_other` as the side that they mean; `work` is "l" or "r"."""
    other = "r" if work == "l" else "l"
    if name.endswith("_work"):
        return f"{plain(name)}_{work}"
    if name.endswith("_other"):
        return f"{plain(name)}_{other}"
    return name


def coordinates(pose: Pose, work: str = "l") -> Pose:
    """A pose with every side spelt out: what has no side holds for both."""
    both: Pose = {}
    one: Pose = {}
    for name, degrees in pose.items():
        known = sided(name, work)
        if known in LIMB_COORDINATES:
            both |= {known + side: degrees for side in SIDES}
        else:
            one[known] = degrees
    return {**both, **one}


def bound_points(names: tuple[str, ...] | str, work: str = "l") -> tuple[str, ...]:
    """Named points with every side spelt out; `hand` is both hands."""
    from ischia.protocol.movement import SIDED_POINTS

    names = (names,) if isinstance(names, str) else names
    found: list[str] = []
    for name in names:
        known = sided(name, work)
        found += [known + side for side in SIDES] if known in SIDED_POINTS else [known]
    return tuple(found)
