"""Left and right of a limb exchanged for a moment are exchanged back.

Side-on, pose models confuse the near and the far limb, or one joint of it, for some frames at a
time. A knee does not jump to where the other one was while that one jumps back: when exchanging
them makes far smaller steps from the frame before, they were exchanged. What lasts for a second, or
for longer than what was believed before, is taken as the model's considered opinion: the very first
frame can be the wrong one. Shared by CPython and MicroPython.
"""

from ..landmarks import INDEX
from .geometry import known
from .kinds import Point, Points

PARTS = ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "wrist")
PAIRS = tuple([(INDEX[part + "_l"], INDEX[part + "_r"]) for part in PARTS])
LONGEST_S = 1.0  # exchanged for longer than this is no slip
GAP_S = 0.35  # after a gap there is nothing to compare with
CLEARLY = 0.25  # steps (squared) must shrink to this share
LEAST = 0.0005  # squared picture heights: smaller steps are left alone
SEEN = 0.3  # landmarks seen worse than this are not compared with


class Untangle:
    """Feed `look`; it answers the landmarks, with joints exchanged back where they slipped."""

    __slots__ = ("_before", "_settled", "_since", "_times")

    def __init__(self) -> None:
        self._before: dict[int, Point] = {}
        self._times: dict[int, float] = {}
        self._since: list[float | None] = [None] * len(PAIRS)
        self._settled: list[float] = [0.0] * len(PAIRS)  # since when each is believed as it is

    def look(self, t: float, points: Points) -> Points:
        """The landmarks of the frame at `t`."""
        before = {n: self._before[n] for n in self._before if t - self._times[n] <= GAP_S}
        mended = list(points)
        for place, (left, right) in enumerate(PAIRS):
            if left not in before or right not in before:
                self._since[place], self._settled[place] = None, t
                continue
            seen = min(points[left][3], points[right][3]) >= SEEN
            if seen and self._exchanged(t, place, _slipped(before, points, left, right)):
                mended[left], mended[right] = points[right], points[left]
        self._remember(t, mended)
        return mended

    def _exchanged(self, t: float, place: int, slipped: bool) -> bool:  # noqa: FBT001
        """Whether the pair at `place`, which seems to have slipped or not, is to be put back."""
        if not slipped:
            self._since[place] = None
            return False
        since = self._since[place]
        if since is None:
            since = self._since[place] = t
        if t - since <= min(LONGEST_S, since - self._settled[place]):
            return True
        self._since[place], self._settled[place] = None, since
        return False

    def _remember(self, t: float, points: Points) -> None:
        """Where each pair was last clearly seen: of one joint alone nobody knows which it is."""
        for pair in PAIRS:
            if all(points[place][3] >= SEEN and known(points[place][0]) for place in pair):
                for place in pair:
                    self._before[place], self._times[place] = points[place], t


def _slipped(before: dict[int, Point], points: Points, left: int, right: int) -> bool:
    """Whether both joints went less far when left and right are exchanged."""
    kept = _step(before[left], points[left]) + _step(before[right], points[right])
    if kept <= LEAST:
        return False
    exchanged = _step(before[left], points[right]) + _step(before[right], points[left])
    return exchanged < CLEARLY * kept


def _step(a: Point, b: Point) -> float:
    x, y = a[0] - b[0], a[1] - b[1]
    return x * x + y * y if known(x) and known(y) else 0.0
