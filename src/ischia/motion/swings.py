"""Turning points of a course: where it turns back for good, and the swings between them.

A turn counts once the course has come back from it by `least`; smaller wiggles are passed over.
This is how rainflow counting finds its reversals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Course = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turning:
    """Out and back: frame numbers of the start, the farthest point and the end; size of the way."""

    start: int
    peak: int
    end: int
    size: float


def turns(course: Course, least: float) -> list[tuple[int, int]]:
    """(1 for a top or -1 for a bottom, frame), in order. `least` is in the course's own units."""
    found: list[tuple[int, int]] = []
    high = low = way = 0
    for frame, value in enumerate(course.tolist()):
        if value > course[high]:
            high = frame
        if value < course[low]:
            low = frame
        if way >= 0 and course[high] - value >= least:
            found.append((1, high))
            way, low = -1, frame
        elif way <= 0 and value - course[low] >= least:
            found.append((-1, low))
            way, high = 1, frame
    return found


def swings(course: Course, least: float) -> list[Turning]:
    """Every top that the course rose to and came back from by `least`, with the bottoms beside it.

    Where there is no bottom before the first top or after the last, the lowest place there is one.
    """
    marks = turns(course, least)
    found: list[Turning] = []
    for place, (kind, peak) in enumerate(marks):
        if kind != 1:
            continue
        start = marks[place - 1][1] if place else int(np.argmin(course[: peak + 1]))
        last = place + 1 == len(marks)
        end = peak + int(np.argmin(course[peak:])) if last else marks[place + 1][1]
        size = float(course[peak] - max(course[start], course[end]))
        if size >= least:
            found.append(Turning(start, peak, end, size))
    return found
