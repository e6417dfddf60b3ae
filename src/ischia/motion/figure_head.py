"""The head: hair all round, the face laid on it, an ear and the eyes. Shares of the height."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ischia.motion.camera import Camera
from ischia.motion.figure_part import Part, unit
from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import Ellipsoid, ball, egg

TURNED_AWAY = -0.35  # the face is drawn before the hair when it looks away by more than this
SEEN = 0.12


def head(points: Points, height: float, looking: Camera) -> Iterator[Part]:
    """Parts of the head; which of them are seen depends on the camera."""
    axes, middle = points["head_axes"], points["head"]
    ahead, right = axes[:, 0], axes[:, 2]

    def at(forward: float, up: float, aside: float = 0.0) -> Vector:
        return middle + axes @ (np.array([forward, up, aside]) * height)

    def oval(forward: float, up: float, half: tuple[float, float, float]) -> Ellipsoid:
        return egg(at(forward, up), axes, *(size * height for size in half))

    skull = oval(-0.006, 0.012, (0.058, 0.054, 0.047))
    nape = oval(-0.030, -0.024, (0.026, 0.026, 0.034))
    crown = oval(0.014, 0.038, (0.038, 0.028, 0.040))
    brow = oval(0.020, 0.010, (0.033, 0.026, 0.036))
    cheek = oval(0.018, -0.012, (0.034, 0.032, 0.035))
    jaw = oval(0.022, -0.037, (0.027, 0.022, 0.026))
    nose = (
        ball(at(0.048, 0.002), 0.007 * height), ball(at(0.061, -0.014), 0.0072 * height),
        ball(at(0.045, -0.018), 0.008 * height),
    )  # fmt: skip
    away = float(ahead @ looking.near) < TURNED_AWAY
    face = [(brow, cheek), (cheek, jaw), nose]
    yield Part("hair", "hair", "head", 3 if away else 1, middle, [(skull, crown), (skull, nape)])
    yield Part("face", "skin", "head", 2, middle, face)
    for side, sign in (("_l", -1), ("_r", 1)):
        ear_seen = float(sign * right @ looking.near) > -SEEN
        eye_seen = not away and float(unit(0.9 * ahead + 0.45 * sign * right) @ looking.near) > SEEN
        ear = egg(at(-0.006, -0.010, sign * 0.042), axes, *_sized(EAR, height, seen=ear_seen))
        eye = egg(at(0.047, -0.001, sign * 0.017), axes, *_sized(EYE, height, seen=eye_seen))
        yield Part("ear" + side, "skin", "head", 4, middle, [(ear,)], edge=ear_seen)
        yield Part("eye" + side, "line", "head", 5, middle, [(eye,)], edge=False)


EAR = (0.009, 0.014, 0.004)
EYE = (0.004, 0.0058, 0.004)


def _sized(
    half: tuple[float, float, float], height: float, *, seen: bool
) -> tuple[float, float, float]:
    """Half axes in metres; nothing where it is not seen, so that every frame has the same parts."""
    share = height if seen else 0.0
    return half[0] * share, half[1] * share, half[2] * share
