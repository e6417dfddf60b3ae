"""From progress to attempts: rest, reach, hold, return, with hysteresis.

An attempt begins when progress has risen from rest and ends when it has come most of the way back.
What it was worth (a repetition, an incomplete one, nothing) is decided in `worth.py`.
Shared by CPython and MicroPython.
"""

import math

from .attempt import Attempt
from .kinds import Settings, Vector

BEFORE_S = 2.5  # an attempt looks back this far for its beginning
AT_REST = 0.12  # shares of the peak: back to here, a repetition is over
SETTLED = 0.06  # shares of the range: nearer to rest than this is at rest
STILL_SPEED = 0.1  # shares of the range a second: slower than this is still
SPEED_S = 0.35  # the speed is that of about this long
STILL_S = 0.5
UNREST_S = 1.5  # how long the unrest of a resting body is remembered
MOST_UNREST = 0.06  # shares of the range: one wild frame does not count for more
CLEAR = 5.0  # an attempt must stand out from the unrest by this many times its size
DRIFT_S = 10.0  # how fast the rest follows small shifts of the body


class Repetitions:
    """Feed `look`; it answers the attempt that just ended, or None. `part` is where we are."""

    __slots__ = (
        "_before", "_floor", "_last", "_last_back", "_speed", "_still_since", "_t", "_unrest",
        "_valley", "attempt", "back", "hold", "notice", "part", "progress", "top",
    )  # fmt: skip

    def __init__(self, settings: Settings, kind: str) -> None:
        self.notice = settings["notice_from"]
        self.back = settings["step_back_below" if kind == "steps" else "back_below"]
        self._last_back = settings["step_back_below"]
        self.hold = settings["hold_within"]
        self.top = settings["count_from"]
        self.clear()

    def clear(self) -> None:
        """Forget the present attempt; what comes next begins from rest."""
        self._before: list[Vector] = []
        self._floor = self._speed = self.progress = self._unrest = self._last = 0.0
        self._still_since = self._t = None
        self.attempt = self._valley = None
        self.part = "rest"

    def look(self, t: float, progress: float, lead: float) -> Attempt | None:
        """Take the frame at `t` seconds: `progress`, and by how much the left side leads."""
        self._move(t, progress)
        self._before.append((t, progress, lead))
        while self._before[0][0] < t - BEFORE_S:
            self._before.pop(0)
        if self.attempt is None:
            self._floor = max(0.0, min(self._floor, progress))
            if progress > self._floor + max(self.notice, CLEAR * math.sqrt(self._unrest)):
                self._begin()
            return None
        self.attempt.add(t, progress, lead)
        return self._follow(t, progress, self.attempt)

    def still(self, t: float, at_least: float = STILL_S) -> bool:
        """Whether nothing has moved for `at_least` seconds."""
        return self._still_since is not None and t - self._still_since >= at_least

    def _move(self, t: float, progress: float) -> None:
        step = 0.0 if self._t is None else t - self._t
        if step > 0:
            speed = (progress - self.progress) / step
            self._speed += min(1.0, step / SPEED_S) * (speed - self._speed)
            self._tremble(progress, min(1.0, step / UNREST_S))
        self._t, self.progress = t, progress
        if abs(self._speed) > STILL_SPEED:
            self._still_since = None
        elif self._still_since is None:
            self._still_since = t

    def _tremble(self, progress: float, share: float) -> None:
        """How much the camera trembles: the variance of what no body's inertia would allow."""
        jerk = progress - 2 * self.progress + self._last
        self._last = self.progress
        jerk = min(abs(jerk), MOST_UNREST)
        self._unrest += share * (jerk * jerk - self._unrest)

    def _begin(self) -> None:
        """Open an attempt, with what led up to it since the last time at rest."""
        first = len(self._before) - 1
        while first > 0 and self._before[first][1] > self._floor + SETTLED:
            first -= 1
        from_rest = self._before[first][1]
        attempt = self.attempt = Attempt(min(from_rest, self._floor))
        attempt.floor = self._floor
        for t, progress, lead in self._before[first:]:
            attempt.add(t, progress, lead)
        self.part = "reach"

    def _follow(self, t: float, progress: float, attempt: Attempt) -> Attempt | None:
        peak = attempt.peak
        if progress < self.hold * peak:
            self.part = "return" if peak >= self.top else "reach"
        elif peak >= self.top and abs(self._speed) < 1 - self.hold:
            self.part = "hold"
        if self._valley is None and progress >= self.back * peak:
            return None
        valley = progress if self._valley is None else min(self._valley, progress)
        return self._settle(t, progress, attempt, valley)

    def _settle(self, t: float, progress: float, attempt: Attempt, valley: float) -> Attempt | None:
        """Coming back: the attempt is over at rest, when still, or when the next one begins."""
        self._valley = valley
        again = progress > valley + self.notice
        if not (again or progress < AT_REST * attempt.peak or self.still(t, STILL_S)):
            return None
        return self._over(attempt, valley, again=again)

    def finish(self) -> Attempt | None:
        """The set is over: an attempt that was on its way back is over too; answers it."""
        attempt = self.attempt
        if attempt is None:
            return None
        if self._valley is None and self.progress >= self._last_back * attempt.peak:
            return None
        valley = self.progress if self._valley is None else self._valley
        return self._over(attempt, valley, again=False)

    def _over(self, attempt: Attempt, valley: float, *, again: bool) -> Attempt:
        self.attempt, self._valley, self._floor = None, None, max(0.0, valley)
        attempt.floor = (attempt.floor + self._floor) / 2
        on_the_way = valley < AT_REST * attempt.peak  # not yet down: it will land where it left
        attempt.landed = min(valley, max(0.0, attempt.left)) if on_the_way else valley
        self.part = "rest"
        if again:
            self._begin()
        return attempt
