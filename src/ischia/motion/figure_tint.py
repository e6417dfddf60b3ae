"""Where a muscle works or stretches: a warm patch on the body. Sizes are shares of the height."""

from __future__ import annotations

from collections.abc import Iterator

from ischia.motion.figure_part import Part, between, thigh_frame
from ischia.motion.figure_trunk import along_spine
from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import Hull, ball
from ischia.motion.skeleton import sided

SIDES = ("_l", "_r")
# Along the bone from and to, how far ahead, how far outwards, radius.
ON_LEG: dict[str, tuple[str, float, float, float, float, float]] = {
    "buttock": ("thigh", -0.08, 0.12, -0.034, 0.010, 0.040),
    "side_hip": ("thigh", -0.16, 0.10, -0.004, 0.024, 0.034),
    "hip_front": ("thigh", -0.06, 0.16, 0.036, 0.0, 0.028),
    "front_thigh": ("thigh", 0.18, 0.84, 0.022, 0.0, 0.029),
    "back_thigh": ("thigh", 0.18, 0.86, -0.022, 0.0, 0.029),
    "inner_thigh": ("thigh", 0.10, 0.70, 0.0, -0.022, 0.028),
    "calf": ("shank", 0.08, 0.56, -0.014, 0.0, 0.024),
}
# Along the spine from and to, how far ahead, how far to the side, radius.
ON_TRUNK: dict[str, tuple[float, float, float, float, float]] = {
    "low_back": (0.16, 0.46, -0.026, 0.0, 0.032),
    "back": (0.42, 0.92, -0.026, 0.0, 0.032),
    "belly": (0.14, 0.52, 0.026, 0.0, 0.034),
    "side": (0.22, 0.56, 0.0, 0.046, 0.032),
}


def tints(points: Points, height: float, names: tuple[str, ...], work: str) -> Iterator[Part]:
    """The patches named, on both sides unless a side is named. Raises `KeyError` when unknown."""
    for given in names:
        name = sided(given, work)
        side = name[-2:] if name[-2:] in SIDES else ""
        plain = name.removesuffix(side) if side else name
        for each in (side,) if side else SIDES:
            yield from _patch(points, height, plain, each)


def _patch(points: Points, height: float, name: str, side: str) -> Iterator[Part]:
    if name == "nerve":
        yield from _nerve(points, height, side)
    elif name in ON_LEG:
        at, hull = _on_leg(points, height, name, side)
        yield Part(f"tint_{name}{side}", "tint", "leg" + side, 6, at, [hull], edge=False)
    elif name == "side" or side == "_r":
        hull = _on_trunk(points, height, name, side)
        yield Part(f"tint_{name}{side}", "tint", "torso", 4.5, points["waist"], [hull], edge=False)


def _on_leg(points: Points, height: float, name: str, side: str) -> tuple[Vector, Hull]:
    bone, first, last, ahead, out, radius = ON_LEG[name]
    sign = 1 if side == "_r" else -1
    hip, knee, ankle = (points[joint + side] for joint in ("hip", "knee", "ankle"))
    axes = thigh_frame(points, side) if bone == "thigh" else points["shank_axes" + side]
    upper, lower = (hip, knee) if bone == "thigh" else (knee, ankle)
    shift = (axes[:, 0] * ahead + axes[:, 2] * out * sign) * height
    ends = [between(upper, lower, share) + shift for share in (first, last)]
    balls = [ball(ends[0], radius * height), ball(ends[1], 0.8 * radius * height)]
    return (hip + knee + ankle) / 3, balls


def _on_trunk(points: Points, height: float, name: str, side: str) -> Hull:
    first, last, ahead, aside, radius = ON_TRUNK[name]
    sign = 1 if side == "_r" else -1
    found: list[Vector] = []
    for share in (first, last):
        middle, axes = along_spine(points, share)
        found.append(middle + (axes[:, 0] * ahead + axes[:, 2] * aside * sign) * height)
    return [ball(middle, radius * height) for middle in found]


def _nerve(points: Points, height: float, side: str) -> Iterator[Part]:
    """The sciatic nerve's way: low back, buttock, back of the thigh, calf."""
    hip, knee, ankle = (points[joint + side] for joint in ("hip", "knee", "ankle"))
    thigh = thigh_frame(points, side)[:, 0] * height
    shank = points["shank_axes" + side][:, 0] * height
    spine, axes = along_spine(points, 0.26)
    line = [
        spine - axes[:, 0] * 0.03 * height,
        hip - 0.036 * thigh,
        between(hip, knee, 0.35) - 0.022 * thigh,
        between(hip, knee, 0.75) - 0.018 * thigh,
        knee - 0.014 * shank,
        between(knee, ankle, 0.5) - 0.012 * shank,
        ankle - 0.006 * shank,
    ]
    at = (hip + knee + ankle) / 3
    yield Part("nerve" + side, "nerve", "leg" + side, 7, at, line=line, edge=False)


TINTS = (*ON_LEG, *ON_TRUNK, "nerve")
