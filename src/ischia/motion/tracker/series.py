"""Samples of one attempt, kept small: when there are too many every second one goes.

Shared by CPython and MicroPython.
"""

MOST = 600
NEAR_TOP = 0.8
MIDDLE = 0.6


class Series:
    """(t, value) pairs of one attempt; `step_s` is the time between the kept ones."""

    __slots__ = ("_every", "_skip", "times", "values")

    def __init__(self) -> None:
        self.times: list[float] = []
        self.values: list[float] = []
        self._every, self._skip = 1, 0

    def add(self, t: float, value: float) -> None:
        """Keep `value` at `t`, unless this one is to be skipped."""
        self._skip += 1
        if self._skip < self._every:
            return
        self._skip = 0
        self.times.append(t)
        self.values.append(value)
        if len(self.times) > MOST:
            self.times, self.values = self.times[::2], self.values[::2]
            self._every *= 2

    @property
    def step_s(self) -> float:
        """Mean time between samples; 0 for fewer than two."""
        if len(self.times) < 2:
            return 0.0
        return (self.times[-1] - self.times[0]) / (len(self.times) - 1)


def sustained(values: list[float], number: int) -> float:
    """The value that `number` of `values` reach or pass: peaks shorter than that do not count."""
    ordered = sorted(values)
    return ordered[max(0, len(ordered) - max(1, number))]


def level(values: list[float], top: float) -> float:
    """Where the values stay at the top, so that trembling does not raise it: three quarters of the
    upper half are below it at first; then the middle of what is near to that, with what passes by
    on the way there and back left out."""
    upper = sorted([value for value in values if value > top / 2])
    first = upper[(3 * len(upper)) // 4] if upper else top
    near = sorted([value for value in values if value > NEAR_TOP * first])
    return near[int(MIDDLE * len(near))] if near else first


def crossing(times: list[float], values: list[float], level: float, place: int) -> float:
    """When the line between samples `place` - 1 and `place` passes `level`."""
    before, after = values[place - 1], values[place]
    if after == before:
        return times[place]
    share = (level - before) / (after - before)
    return times[place - 1] + max(0.0, min(1.0, share)) * (times[place] - times[place - 1])
