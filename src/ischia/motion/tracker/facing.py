"""Which way the person in a picture faces: 1 when `ahead` is a quarter turn clockwise (as seen)
from the way the trunk points, so to the right for somebody upright; -1 the other way.

A running vote, because one frame can mislead: the nose is ahead of the ears, the knee bends ahead
and the toes point ahead. It matters only side-on; from the front it says nothing of use.

Shared by CPython and MicroPython.
"""

from ..landmarks import INDEX
from .geometry import known
from .kinds import Point, Points

MEMORY_S = 2.0  # the vote forgets this slowly
TURN_OVER = 0.15  # the vote must be this clear against before the answer changes
SEEN = 0.3  # landmarks seen worse than this have no vote


class Facing:
    """Feed `look` each frame; it answers 1 or -1."""

    __slots__ = ("_t", "_vote", "value")

    def __init__(self) -> None:
        self._vote, self._t, self.value = 0.0, None, 0

    def look(self, t: float, points: Points) -> int:
        """The facing after the frame at `t` seconds."""
        step = MEMORY_S if self._t is None else max(0.0, t - self._t)
        self._t = t
        share = min(1.0, step / MEMORY_S)
        self._vote += share * (vote(points) - self._vote)
        if self.value == 0 or self._vote * self.value < -TURN_OVER:
            self.value = 1 if self._vote >= 0 else -1
        return self.value


def vote(points: Points) -> float:
    """-1 to 1 from one frame: the nose, both knees and both feet, each by how clear it is."""
    total = weight = 0.0
    for upper, pivot, tip, strength in _voters(points):
        if not (known(upper[0]) and known(pivot[0]) and known(tip[0])):
            continue
        if min(upper[3], pivot[3], tip[3]) < SEEN:
            continue
        ux, uy = upper[0] - pivot[0], upper[1] - pivot[1]
        vx, vy = tip[0] - pivot[0], tip[1] - pivot[1]
        size = ux * ux + uy * uy + vx * vx + vy * vy
        if size > 0:
            total += strength * 2 * (ux * vy - uy * vx) / size
            weight += strength
    return max(-1.0, min(1.0, total / weight)) if weight else 0.0


def _voters(points: Points) -> list[tuple[Point, Point, Point, float]]:
    """(a point up the body, the pivot, the point that lies ahead of the line, its say)."""
    voters: list[tuple[Point, Point, Point, float]] = []
    for side in ("_l", "_r"):
        hip, knee = points[INDEX["hip" + side]], points[INDEX["knee" + side]]
        ankle, toe = points[INDEX["ankle" + side]], points[INDEX["toe" + side]]
        shoulder, ear = points[INDEX["shoulder" + side]], points[INDEX["ear" + side]]
        voters.append((hip, ankle, knee, 1.0))
        voters.append((knee, ankle, toe, 1.0))
        voters.append((_lifted(ear, shoulder, hip), ear, points[INDEX["nose"]], 1.0))
    return voters


def _lifted(ear: Point, shoulder: Point, hip: Point) -> Point:
    """A point beyond the ear along the trunk, so that the head's tilt does not matter."""
    seen = min(shoulder[3], hip[3])
    return (ear[0] + (shoulder[0] - hip[0]) / 2, ear[1] + (shoulder[1] - hip[1]) / 2, 0.0, seen)
