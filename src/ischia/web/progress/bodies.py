"""Small pictures of the body: how far down the pain usually reached, period by period.

The drawing is that of the body map, from behind; each place on the way down is a shape of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from statistics import median_high

from msgspec import Struct

from ischia.record.story import StoryWeek
from ischia.web.bodyshape import BACK, PLACES, straight, trunk
from ischia.web.words import zones

MOST = 12
# zone: the regions that stand for it, from behind
ON_THE_WAY = {
    1: ("lower_back",),
    2: ("buttock",),
    3: ("thigh_back",),
    4: ("knee_back", "calf"),
    5: ("heel", "sole"),
}
SIDES = {"left": (-1,), "right": (1,), "both": (-1, 1)}  # from behind, left is on the left


class Place(Struct, frozen=True):
    """One place on the way down: its zone and its outlines."""

    zone: int
    paths: tuple[str, ...]


class Body(Struct, frozen=True):
    """One picture: the period, the zone that the pain reached (0: none), those on the way there,
    and in words ("" when it was not told)."""

    start: date
    zone: int
    way: tuple[int, ...]
    words: str


@lru_cache(maxsize=4)
def places(side: str) -> tuple[Place, ...]:
    """The places of one side of the body (left, right or both)."""
    signs = SIDES.get(side, SIDES["both"])
    found: list[Place] = []
    for zone, regions in ON_THE_WAY.items():
        paths: list[str] = []
        for region in regions:
            points = PLACES[region][BACK]
            middle = any(x < 0 for x, _ in points)
            paths += [straight(points, side=sign) for sign in ((1,) if middle else signs)]
        found.append(Place(zone, tuple(paths)))
    return tuple(found)


@lru_cache(maxsize=1)
def outline() -> str:
    """Trunk and legs."""
    return trunk()


def bodies(weeks: Sequence[StoryWeek]) -> list[Body]:
    """At most a dozen pictures over all weeks, each for as many weeks as it takes."""
    if not any(week.zone is not None for week in weeks):
        return []
    each = -(-len(weeks) // MOST)
    names = dict(zones())
    found: list[Body] = []
    for first in range(0, len(weeks), each):
        part = weeks[first : first + each]
        told = [week.zone for week in part if week.zone is not None]
        zone = median_high(told) if told else None
        words = "" if zone is None else names[zone]
        found.append(Body(part[0].start, zone or 0, tuple(range(1, zone or 0)), words))
    return found
