"""Arms, legs, hands and feet as hulls of round bodies. Sizes are shares of the body's height."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from ischia.motion.figure_part import Part, between, cross, square_to, thigh_frame, unit
from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import Ellipsoid, Hull, ball, egg

# Along the limb (0 to 1), radius, and how far the middle lies ahead of the bone.
THIGH = ((0.02, 0.056, 0.0), (0.30, 0.053, 0.008), (0.72, 0.040, 0.004), (1.0, 0.033, 0.0))
SHANK = ((0.0, 0.033, 0.0), (0.28, 0.0335, -0.010), (0.62, 0.024, -0.002), (1.0, 0.0195, 0.0))
SHORTS = ((0.0, 0.060, 0.0), (0.30, 0.0565, 0.008), (0.60, 0.049, 0.006))
UPPER_ARM = ((0.0, 0.033, 0.0), (0.40, 0.029, 0.0), (1.0, 0.022, 0.0))
FOREARM = ((0.0, 0.022, 0.0), (0.28, 0.0235, 0.0), (1.0, 0.0145, 0.0))
SLEEVE = ((0.0, 0.037, 0.0), (0.30, 0.035, 0.0), (0.54, 0.033, 0.0))
RESTING = 0.06  # a hand whose wrist is lower than this may lie on the floor
FINGER_LONG, FINGER_HIGH = 0.086, 0.008


def leg(points: Points, height: float, side: str) -> Iterator[Part]:
    """Skin from the hip to the toes, and the leg of the shorts over it."""
    hip, knee, ankle = (points[name + side] for name in ("hip", "knee", "ankle"))
    thigh, shank = thigh_frame(points, side), points["shank_axes" + side]
    skin = [
        *chain(hip, knee, THIGH, height, thigh[:, 0]),
        *chain(knee, ankle, SHANK, height, shank[:, 0]),
        *_foot(points, height, side),
    ]
    at, group = (hip + knee + ankle) / 3, "leg" + side
    yield Part("leg" + side, "skin", group, 0, at, skin)
    shorts = chain(hip, knee, SHORTS, height, thigh[:, 0])
    yield Part("shorts" + side, "shorts", group, 1, at, shorts)


def arm(points: Points, height: float, side: str) -> Iterator[Part]:
    """Skin from the shoulder to the fingers, and the sleeve over it."""
    shoulder, elbow, wrist = (points[name + side] for name in ("shoulder", "elbow", "wrist"))
    ahead = points["thorax_axes"][:, 0]
    skin = [
        *chain(shoulder, elbow, UPPER_ARM, height, ahead),
        *chain(elbow, wrist, FOREARM, height, ahead),
        *_hand(points, height, side),
    ]
    at, group = (shoulder + 2 * elbow + wrist) / 4, "arm" + side
    yield Part("arm" + side, "skin", group, 0, at, skin)
    sleeve = chain(shoulder, elbow, SLEEVE, height, ahead)
    yield Part("sleeve" + side, "shirt", group, 1, at, sleeve)


def chain(
    upper: Vector,
    lower: Vector,
    sizes: Sequence[tuple[float, float, float]],
    height: float,
    ahead: Vector,
) -> list[Hull]:
    """Balls along a bone, each joined to the next."""
    balls = [
        ball(between(upper, lower, along) + ahead * forward * height, radius * height)
        for along, radius, forward in sizes
    ]
    return list(pairwise(balls))


def _foot(points: Points, height: float, side: str) -> list[Hull]:
    ankle, heel, toe = (points[name + side] for name in ("ankle", "heel", "toe"))
    axes = points["foot_axes" + side]
    up, along = axes[:, 1] * height, unit(toe - heel) * height
    back = ball(heel + 0.017 * up, 0.017 * height)
    arch = ball(between(heel, toe, 0.42) + 0.019 * up, 0.0175 * height)
    front = egg(between(heel, toe, 0.7) + 0.013 * up, axes, *_of(height, 0.018, 0.013, 0.024))
    tip = egg(toe + 0.009 * up - 0.016 * along, axes, *_of(height, 0.016, 0.009, 0.021))
    return [[ball(ankle, 0.0195 * height), back, arch], [back, arch, front], [front, tip]]


def _hand(points: Points, height: float, side: str) -> list[Hull]:
    elbow, wrist, finger = (points[name + side] for name in ("elbow", "wrist", "finger"))
    way = _fingers(points, unit(finger - wrist), wrist, height)
    lies = wrist[1] < RESTING * height
    thumb_way = np.array([0, 1.0, 0]) if lies else unit(elbow - points["shoulder" + side]) + 0.01
    across = unit(cross(way, thumb_way))
    frame = np.stack([cross(across, way), way, across], axis=1)
    palm = egg(wrist + way * 0.034 * height, frame, *_of(height, 0.0115, 0.022, 0.019))
    tip = egg(wrist + way * 0.074 * height, frame, *_of(height, 0.0075, 0.014, 0.014))
    thumb = ball(wrist + way * 0.040 * height + across * 0.016 * height, 0.0085 * height)
    joint: Ellipsoid = ball(wrist, 0.0145 * height)
    return [[joint, palm], [palm, tip], [palm, thumb]]


def _fingers(points: Points, way: Vector, wrist: Vector, height: float) -> Vector:
    """Where the fingers point: along the forearm, but flat where the floor is in the way."""
    lowest = (FINGER_HIGH * height - wrist[1]) / (FINGER_LONG * height)
    if wrist[1] > RESTING * height or way[1] >= lowest:
        return way
    up = np.array([0, 1.0, 0])
    level = square_to(way, up) + 0.6 * square_to(points["thorax_axes"][:, 1], up)
    if float(np.linalg.norm(level)) < 0.2:
        level = np.array([1.0, 0, 0])
    slope = min(0.9, max(-0.9, lowest))
    return unit(level) * (1 - slope * slope) ** 0.5 + slope * up


def _of(height: float, *shares: float) -> tuple[float, ...]:
    return tuple(share * height for share in shares)
