"""Turning over between two sides is no exercise: the trunk tells.

From where somebody rested, the trunk turns in the picture as far as the movement takes it and keeps
about its length. Pointing elsewhere, or looking much shorter or longer, it is being turned over,
got up with, or carried to the camera. Shared by CPython and MicroPython.
"""

from .body import Body
from .geometry import angle, known
from .kinds import Plan, Vector

TRUNK = "trunk_inclination"
SHORTEST, LONGEST = 0.6, 1.7  # of its length at rest
LOOKS = 5  # the trunk at rest is the middle one of so many frames: one may be wild


class Trunk:
    """`look` before rest; `rest_here` remembers; `turned` compares. Without a posture in the plan
    nothing is known."""

    __slots__ = ("_length", "_recent", "_room", "_up")

    def __init__(self, posture: list[Plan], tolerance: float) -> None:
        spans = [part["high"] - part["low"] for part in posture if part["measure"] == TRUNK]
        self._room = spans[0] + tolerance if spans else 0.0
        self._up, self._length = (0.0, 1.0, 0.0), 0.0
        self._recent: list[tuple[float, Vector]] = []

    def look(self, body: Body) -> None:
        """A frame before the movement starts."""
        if known(body.trunk) and body.trunk > 0:
            self._recent.append((body.trunk, body.up))
            if len(self._recent) > LOOKS:
                self._recent.pop(0)

    def rest_here(self) -> None:
        """The movement starts from the trunk that was looked at."""
        if self._recent:
            middle = sorted(self._recent)[len(self._recent) // 2]
            self._length, self._up = middle

    def turned(self, body: Body) -> bool:
        """Whether it is elsewhere than the movement takes it."""
        if not (self._room and self._length and known(body.trunk)):
            return False
        share = body.trunk / self._length
        return not SHORTEST < share < LONGEST or angle(body.up, self._up) > self._room
