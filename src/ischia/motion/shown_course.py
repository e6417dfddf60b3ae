"""How far along the shown movement somebody is, frame by frame, in a whole recording.

The direction in which the demonstrations went (each part's way to the target, the steadier parts
weighing more) turns every frame into one number: 1 is as far as was shown. The other side's
movement is followed too, and whichever has gone further counts, so that either side and both in
turn do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ischia.motion.aligned import STEPS
from ischia.motion.bridging import TINY, Rows, smooth
from ischia.motion.correctness import Form
from ischia.motion.directions import mirrored
from ischia.motion.swings import Course, Turning, swings

SMOOTH_S = 0.7  # as in `periodic`
LOWEST, HIGHEST = 2.0, 98.0  # percentiles that stand for rest and for the farthest
TOP, AWAY = 0.9, 0.1  # shares of a swing: held from here; rest is left here


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """`course` (frames,): 0 rest, 1 as shown; `swapped` (frames,): the other side is further."""

    course: Course
    swapped: Rows
    repetitions: tuple[Turning, ...]
    incomplete: tuple[Turning, ...]


def follow(form: Form, values: Rows, rate: float, count_from: float, notice: float) -> Followed:
    """Find the repetitions of the shown movement in `values` (frames, directions).

    A swing counts from `count_from` of this person's range on; a smaller one, from `notice` on, is
    incomplete.
    """
    calm = smooth(values, rate, SMOOTH_S)
    way = _way(form)
    sides = [
        one - np.percentile(one, LOWEST) for one in (calm @ way, mirrored(form.names, calm) @ way)
    ]
    course = np.maximum(*sides)
    size = float(np.percentile(course, HIGHEST) - np.percentile(course, LOWEST))
    whole = swings(course, count_from * size)
    small = [s for s in swings(course, notice * size) if not _within(s, whole)]
    return Followed(course, (sides[1] > sides[0]).astype(float), tuple(whole), tuple(small))


def times(followed: Followed, swing: Turning, t: Course) -> tuple[float, float, float, float]:
    """Seconds: rest is left, target reached, target left, back at rest."""
    part = followed.course[swing.start : swing.end + 1]
    low = np.linspace(float(part[0]), float(part[-1]), len(part))
    levels = (part - low) / np.maximum(followed.course[swing.peak] - low, TINY)
    away, top = np.flatnonzero(levels > AWAY), np.flatnonzero(levels >= TOP)
    marks = (int(away[0]), int(top[0]), int(top[-1]), int(away[-1]))
    start, reached, left, end = (float(t[swing.start + mark]) for mark in marks)
    return start, reached, left, end


def _way(form: Form) -> Rows:
    """(directions,): its product with a frame is how far that is along the shown way."""
    turn = STEPS + STEPS // 2
    target = form.means[:, turn - 1 : turn + 1].mean(axis=(0, 1))
    way = target / form.spread
    return way / (float(way @ target) or 1.0)


def _within(small: Turning, whole: list[Turning]) -> bool:
    """Whether a swing is one of those that count, or a part of one."""
    return any(small.start <= one.peak <= small.end for one in whole)
