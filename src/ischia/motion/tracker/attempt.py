"""One attempt at a repetition: from leaving rest to coming back, with what happened in it.

Shared by CPython and MicroPython.
"""

from .kinds import Record
from .series import Series, crossing, level, sustained

PEAK_S = 0.2  # a top shorter than this is no top
TOP = 0.9  # share of the peak: the top begins here
LEVELS = (0.2, 0.8)  # where a rise and a fall are timed
# A movement between two rests follows the minimum-jerk course (Flash and Hogan 1985): it passes
# these levels at 0.327 and 0.673 of its time, so the rest of it is this share of their distance.
TAIL = 0.327 / (0.673 - 0.327)
TAILS = [TAIL, TAIL, TAIL, TAIL]
SHORTEST_S = 0.7  # out and back faster than this is a blunder of the camera


class Attempt:
    """Samples since rest was left; `close` works out times, sides and the top."""

    __slots__ = (
        "_leads", "_top", "_weight", "end_s", "faults", "floor", "hold_end_s", "hold_start_s",
        "landed", "left", "peak", "progress", "side", "start_s", "top_since",
    )  # fmt: skip

    def __init__(self, left: float = 0.0) -> None:
        self.left = self.landed = left  # the progress that it began from, and came back to
        self.floor = 0.0  # what it is weighed from, see `reaches`
        self.progress = Series()
        self.faults: list[Record] = []
        self._leads = self._weight = 0.0
        self.top_since = self._top = 0.0
        self.peak, self.side = 0.0, "unknown"
        self.start_s = self.end_s = self.hold_start_s = self.hold_end_s = 0.0

    def add(self, t: float, progress: float, lead: float) -> None:
        """One frame of the attempt."""
        self.progress.add(t, progress)
        self._leads += lead * max(0.0, progress)
        self._weight += max(0.0, progress)
        if TOP * progress > self._top:
            self.top_since, self._top = t, progress
        self.peak = max(self.peak, progress)

    def lead(self) -> float:
        """By how much the left side led the right, weighted by how far the movement was."""
        return self._leads / self._weight if self._weight else 0.0

    def close(self, tails: list[float] = TAILS) -> None:
        """Work out what the attempt was; call once, after the last `add`. `tails`: see plan.py."""
        times, values = self.progress.times, self.progress.values
        step = self.progress.step_s or PEAK_S
        self.peak = level(values, sustained(values, int(PEAK_S / step + 0.5)))
        rise = _passes(times, values, self.left, self.peak, rising=True)
        fall = _passes(times, values, self.landed, self.peak, rising=False)
        self.start_s = rise[0] - tails[0] * (rise[1] - rise[0])
        self.hold_start_s = rise[1] + tails[1] * (rise[1] - rise[0])
        self.hold_end_s = fall[1] - tails[2] * (fall[0] - fall[1])
        self.end_s = fall[0] + tails[3] * (fall[0] - fall[1])
        if self.hold_end_s < self.hold_start_s:
            self.hold_start_s = self.hold_end_s = (self.hold_start_s + self.hold_end_s) / 2

    def reaches(self, share: float, own: float) -> bool:
        """Whether it went `share` of the way from where it left to the own range `own`: a body that
        lies a little elsewhere than before has not gone as far as it seems."""
        return self.peak - self.floor >= share * (own - self.floor)

    def seconds(self) -> float:
        """From leaving rest to being back."""
        return self.end_s - self.start_s

    def part(self, name: str) -> tuple[float, float]:
        """When reach, hold or return began, and how long it took."""
        if name == "reach":
            return self.start_s, self.hold_start_s - self.start_s
        if name == "hold":
            return self.hold_start_s, self.hold_s()
        return self.hold_end_s, self.end_s - self.hold_end_s

    def hold_s(self) -> float:
        """Seconds at the top."""
        return self.hold_end_s - self.hold_start_s


def _passes(
    times: list[float], values: list[float], floor: float, peak: float, *, rising: bool
) -> tuple[float, float]:
    """When `values` pass the lower and the upper level between `floor` and `peak`: first going up,
    or last coming down."""
    low, high = [floor + share * (peak - floor) for share in LEVELS]
    places = range(len(values)) if rising else range(len(values) - 1, -1, -1)
    upper = next((place for place in places if values[place] >= high), 0)
    inner = range(upper, -1, -1) if rising else range(upper, len(values))
    lower = next((place for place in inner if values[place] <= low), None)
    if rising:
        at_high = crossing(times, values, high, upper) if upper else times[0]
        at_low = crossing(times, values, low, lower + 1) if lower is not None else times[0]
    else:
        last = len(values) - 1
        at_high = crossing(times, values, high, upper + 1) if upper < last else times[-1]
        at_low = crossing(times, values, low, lower) if lower is not None else times[-1]
    return at_low, at_high
