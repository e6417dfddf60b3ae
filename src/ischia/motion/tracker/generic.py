"""Counting the repetitions of any periodic movement, without a plan for it.

`Tracker({"rep": "generic", "space": "world" or "image", "settings": {...}})`: the landmarks, seen
from the middle of the hips in trunk lengths, are followed along the direction in which they move
most (Oja's rule, 1982, learns it as they come), and each swing out and back along it that is large
against the swings before is a repetition. Small movements and drifts are not. What is counted has
no target, so `range` is against the person's own swings and there are no faults.

A recording is better counted as a whole: `ischia.motion.periodic`. Shared by CPython and
MicroPython.
"""

import math

from .attempt import Attempt
from .body import Body
from .geometry import known, minus
from .kinds import Plan, Ranges, Record
from .worth import USUAL

FOLLOWED = (
    "shoulder_l", "shoulder_r", "elbow_l", "elbow_r", "wrist_l", "wrist_r",
    "knee_l", "knee_r", "ankle_l", "ankle_r",
)  # fmt: skip
STEP_S = 0.06  # frames nearer than this to the one before are passed over
LEARN_S = 1.0  # the direction is learned this fast at first
MEMORY_S = 15.0  # swings are remembered this long
CALM_S = 0.15  # smoothing of the course


class Generic:
    """Feed `look`; `attempts` holds the repetitions so far."""

    def __init__(self, plan: Plan) -> None:
        settings = plan["settings"]
        self.swing = settings["generic_swing"]
        self.least_swing = settings["generic_least"]
        self.attempts: list[Attempt] = []
        self.progress, self.ranges, self.phase = 0.0, USUAL, "ready"
        self._flat = plan.get("space", "image") != "world"
        self._t = self._first = None
        self._last: list[float] = []
        self._way: list[float] = []
        self._trunk = 0.0
        self._clear()

    def _clear(self) -> None:
        self._course: list[tuple[float, float]] = []
        self._y = self._low = self._high = 0.0
        self._size = 0.0
        self._up = False

    def look(self, t: float, body: Body) -> list[Record]:
        """Take a frame that can be judged; there are no faults to speak of."""
        step = STEP_S if self._t is None else t - self._t
        if step < STEP_S * 0.99:
            return []
        self._t = t
        here = self._place(body)
        if self._first is None:
            self._first, self._way = list(here), [0.0] * len(here)
        away = [a - b for a, b in zip(here, self._first)]
        y = self._learn(away, step)
        self._y += min(1.0, step / CALM_S) * (y - self._y)
        self._follow(t, self._y, step)
        return []

    def _place(self, body: Body) -> list[float]:
        """Coordinates of the landmarks followed, from the hips, in trunk lengths; then the hips."""
        if not self._trunk and known(body.trunk):
            self._trunk = body.trunk
        elif known(body.trunk):
            self._trunk += 0.02 * (body.trunk - self._trunk)
        hips = body.point("hip_mid")
        axes = 2 if self._flat else 3
        place = [value / self._trunk for value in hips[:axes]]
        for name in FOLLOWED:
            away = minus(body.point(name), hips)
            place.extend([value / self._trunk for value in away[:axes]])
        for number, value in enumerate(place):
            if not known(value):
                place[number] = self._last[number] if self._last else 0.0
        self._last = place
        return place

    def _learn(self, away: list[float], step: float) -> float:
        """Turn the direction towards where the movement goes; answers the place along it."""
        size = sum([value * value for value in away])
        if size == 0:
            return 0.0
        if not any(self._way):
            root = math.sqrt(size)
            self._way = [value / root for value in away]
        y = sum([a * b for a, b in zip(away, self._way)])
        pull = min(0.5, step / LEARN_S) * y / max(size, self.least_swing**2)
        self._way = [w + pull * (a - y * w) for w, a in zip(self._way, away)]
        norm = math.sqrt(sum([w * w for w in self._way]))
        self._way = [w / norm for w in self._way]
        return sum([a * b for a, b in zip(away, self._way)])

    def _follow(self, t: float, y: float, step: float) -> None:
        """Out by a swing, then back by one: a repetition."""
        self._course.append((t, y))
        self._size *= 1 - step / MEMORY_S
        self._high, self._low = max(self._high, y), min(self._low, y)
        self._size = max(self._size, self._high - self._low)
        need = max(self.least_swing, self.swing * self._size)
        self.progress = (y - self._low) / self._size if self._size else 0.0
        if not self._up and y > self._low + need:
            self._up, self._high, self.phase = True, y, "reach"
        elif self._up and y < self._high - need:
            self._count(t)
            self._up, self._low, self._high, self.phase = False, y, y, "return"
        elif not self._up:
            self._high = y

    def _count(self, t: float) -> None:
        attempt = Attempt()
        size = self._high - self._low
        for when, y in self._course:
            attempt.add(when, (y - self._low) / size, 0.0)
        attempt.add(t, 0.0, 0.0)
        attempt.close()
        attempt.peak = size / self._size
        self.attempts.append(attempt)
        self._course = []

    def finish(self) -> None:
        """The set is over: what has not come back is no repetition."""

    def lost(self) -> None:
        """The person could not be seen for too long: the swing under way is dropped."""
        self._clear()
        self.phase = "ready"

    def hold_s(self, t: float) -> float:  # noqa: ARG002
        """A movement without a plan has no hold."""
        return 0.0

    def side(self) -> str:
        """Not known without a plan."""
        return "unknown"

    def sorted(self) -> tuple[list[Attempt], list[Attempt], Ranges]:
        """(repetitions, [], {short: 1, beyond: 1})."""
        return self.attempts, [], USUAL
