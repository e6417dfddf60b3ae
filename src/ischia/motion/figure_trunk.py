"""Trunk, neck and the drawn spine. Sizes are shares of the body's height."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ischia.motion.figure_part import Part, cross, square_to, unit
from ischia.motion.kinematics import Points, Vector
from ischia.motion.silhouette import Ellipsoid, ball, egg

# Along the spine from the hips (0) to between the shoulders (1), how far ahead of it the middle of
# the section lies, half its depth and half its width.
SECTIONS = (
    (-0.06, -0.006, 0.060, 0.074), (0.06, -0.012, 0.066, 0.094), (0.18, -0.012, 0.064, 0.097),
    (0.32, -0.004, 0.056, 0.086), (0.46, 0.002, 0.052, 0.080), (0.62, 0.004, 0.058, 0.088),
    (0.78, 0.006, 0.062, 0.096), (0.90, 0.000, 0.054, 0.094), (1.0, -0.006, 0.040, 0.078),
)  # fmt: skip
HIPS = 4  # sections that the shorts cover
THICK = 0.030  # half the length of a section along the spine
SPINE = (0.04, 0.14, 0.24, 0.34, 0.44, 0.54, 0.66, 0.78, 0.90, 1.0)
BEHIND = 0.036  # the drawn spine lies so far behind the middle


def trunk(points: Points, height: float) -> Iterator[Part]:
    """Shorts round the hips, the shirt, the neck, and the spine on the shirt."""
    sections = [_section(points, height, *given) for given in SECTIONS]
    hips, waist, neck = points["pelvis"], points["waist"], points["neck"]
    thorax = points["thorax_axes"]
    shorts = list(pairwise(sections[:HIPS]))
    shirt = list(pairwise(sections[HIPS - 2 :]))
    base = points["shoulder_mid"] + thorax[:, 1] * 0.012 * height
    middle = ball(base, 0.034 * height)
    yokes = [(middle, ball(points["shoulder" + side], 0.033 * height)) for side in SIDES]
    collar = ball(base - thorax[:, 0] * 0.002 * height, 0.030 * height)
    head = points["head_axes"]
    under_skull = points["head"] - (0.030 * head[:, 1] + 0.008 * head[:, 0]) * height
    throat = (collar, ball(under_skull, 0.0265 * height))
    yield Part("neck", "skin", "torso", 2, neck, [throat])
    yield Part("hips", "shorts", "torso", 3, hips, shorts)
    yield Part("shirt", "shirt", "torso", 4, waist, [*shirt, *yokes])
    yield Part("spine", "spine", "torso", 5, waist, line=spine(points, height), edge=False)


SIDES = ("_l", "_r")


def spine(points: Points, height: float) -> list[Vector]:
    """Points of the spine, from the sacrum to the skull."""
    line: list[Vector] = []
    for along in SPINE:
        middle, frame = along_spine(points, along)
        line.append(middle - frame[:, 0] * BEHIND * (1 - 0.35 * along) * height)
    neck, head = points["neck"], points["head_axes"]
    return [*line, neck - head[:, 0] * 0.016 * height]


def along_spine(points: Points, along: float) -> tuple[Vector, Vector]:
    """A point of the spine's curve and its axes; `along` from the hips (0) to the shoulders (1).

    The curve leaves the pelvis and enters the rib cage in the directions that these have.
    """
    low, high = points["pelvis_axes"], points["thorax_axes"]
    first, last = points["pelvis"], points["shoulder_mid"]
    knots = [first, points["sacrum"], points["waist"], last]
    length = sum(float(np.linalg.norm(b - a)) for a, b in pairwise(knots))
    s = along
    middle = (
        (2 * s**3 - 3 * s**2 + 1) * first
        + (s**3 - 2 * s**2 + s) * length * low[:, 1]
        + (-2 * s**3 + 3 * s**2) * last
        + (s**3 - s**2) * length * high[:, 1]
    )
    share = min(1.0, max(0.0, s * s * (3 - 2 * s)))
    blend = low * (1 - share) + high * share
    up = unit(blend[:, 1])
    ahead = unit(square_to(blend[:, 0], up))
    return middle, np.stack([ahead, up, cross(ahead, up)], axis=1)


def _section(
    points: Points, height: float, along: float, ahead: float, deep: float, wide: float
) -> Ellipsoid:
    middle, frame = along_spine(points, along)
    centre = middle + frame[:, 0] * ahead * height
    return egg(centre, frame, deep * height, THICK * height, wide * height)
