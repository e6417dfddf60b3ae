"""Smoothing without much delay: a median of three frames (of five where they come quickly) against
wild ones, then the 1 Euro filter (Casiez, Roussel, Vogel, CHI 2012, doi 10.1145/2207676.2208639):
slow movement is smoothed strongly, fast movement hardly, so that it does not lag.

Shared by CPython and MicroPython.
"""

import math

from .geometry import known

LOWEST_CUTOFF = 1.2  # hertz, at rest
SPEED_SHARE = 0.02  # hertz of cutoff added per unit of value and second
SPEED_CUTOFF = 1.0  # hertz, for the speed itself
RESTART_S = 1.0  # after a gap this long the past says nothing
QUICK_S = 0.055  # frames nearer than this: two in a row may be wild


class OneEuro:
    """One stream of numbers; feed `next`, which passes NaN through without remembering it."""

    __slots__ = ("_recent", "_t", "share", "speed", "value")

    def __init__(self, share: float = SPEED_SHARE) -> None:
        self.share = share
        self._t = None
        self._restart(0.0)

    def _restart(self, raw: float) -> None:
        self.value, self.speed = raw, 0.0
        self._recent = [raw] * 4

    def next(self, t: float, raw: float) -> float:
        """The smoothed value after `raw` at `t` seconds."""
        if not known(raw):
            return raw
        step = None if self._t is None else t - self._t
        self._t = t
        if step is None or step > RESTART_S:
            self._restart(raw)
            return raw
        if step <= 0:
            return self.value
        self._recent.append(raw)
        calm = _median(self._recent if step < QUICK_S else self._recent[2:])
        self._recent.pop(0)
        speed = (calm - self.value) / step
        self.speed += _weight(SPEED_CUTOFF, step) * (speed - self.speed)
        cutoff = LOWEST_CUTOFF + self.share * abs(self.speed)
        self.value += _weight(cutoff, step) * (calm - self.value)
        return self.value


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _weight(cutoff: float, step: float) -> float:
    """How far one step of `step` seconds moves a filter of `cutoff` hertz."""
    return 1 / (1 + 1 / (2 * math.pi * cutoff * step))
