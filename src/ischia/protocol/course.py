"""The shape of a published course: how much of the first score people had left, week by week.

Shares are of the first score: 1 is no change, 0 is all gone. The band is drawn for groups of people
in studies. It is not a forecast for one person, and no decision about exercise reads it.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from ischia.protocol.base import Item, Review, Words


class CoursePoint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The band at one time. Without `low` the sources give no lower edge."""

    weeks: float
    high: float
    source: tuple[str, ...]
    review: Review
    note: Words
    low: float | None = None


class CourseStudy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A published mean before and after, to hold the band against. Points of the instrument."""

    who: Words
    people: int
    first: float
    weeks: float
    later: float
    source: str


class Course(Item, frozen=True, kw_only=True):
    """The expected course of one instrument's score.

    `least_first` is the lowest first score that can be compared, `margin` how many points beside
    an edge still count as on it. The texts say what lying below, within or above the band means.
    """

    title: Words
    instrument: str
    text: Words
    least_first: float
    margin: float
    points: tuple[CoursePoint, ...]
    within: Words
    above: Words
    limits: tuple[Words, ...]
    below: Words = ""
    studies: tuple[CourseStudy, ...] = ()


def band_at(points: tuple[CoursePoint, ...], weeks: float) -> tuple[float | None, float] | None:
    """The edges of the band, on straight lines between its points; None outside of them."""
    for earlier, later in pairwise(points):
        if earlier.weeks <= weeks <= later.weeks:
            part = (weeks - earlier.weeks) / (later.weeks - earlier.weeks)
            high = earlier.high + part * (later.high - earlier.high)
            if earlier.low is None or later.low is None:
                return None, high
            return earlier.low + part * (later.low - earlier.low), high
    return None
