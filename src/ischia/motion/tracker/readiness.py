"""Getting into position is no exercise: counting waits for the start posture and a moment of rest,
and stops when the person leaves the postures of the movement.

Shared by CPython and MicroPython.
"""

from .body import Body
from .channel import Channel
from .geometry import NAN, known
from .kinds import Record, Settings
from .path import Path
from .trunk import Trunk

RESTLESS_DEGREES = 15.0  # nor any angle of the posture by more than this
RESTLESS = 0.2  # spans: whoever moves more than this is not yet at rest
ROOM_S = 1.0  # after so much longer quiet, the tolerance is doubled, at most to MOST_ROOM
MOST_ROOM = 1.6
MOVING_ROOM = 1.3  # tolerances while moving: somebody who does it wrong has not yet left
OUT_S = 0.4  # out of the posture for this long is no blunder of the camera


class Readiness:
    """The plan's `posture`: [{"measure", "start", "low", "high"}], what the movement passes."""

    __slots__ = (
        "_out_since", "_pose_at", "_quiet_at", "_quiet_since", "_room", "_sided", "_tolerance",
        "channels", "path", "posture", "ready", "rest_s", "start_tolerance", "trunk",
    )  # fmt: skip

    def __init__(self, posture: list[Record], path: Path, settings: Settings) -> None:
        self.posture = posture
        self.channels = [Channel(part["measure"]) for part in posture]
        self._sided = any(channel.mode in ("work", "other") for channel in self.channels)
        self.path = path
        self.trunk = Trunk(posture, MOVING_ROOM * settings["posture_tolerance"])
        self.rest_s = settings["rest_s"]
        self.start_tolerance = settings["start_tolerance"]
        self._tolerance = settings["posture_tolerance"]
        self._out_since = None
        self._quiet_since, self._quiet_at, self._room = 0.0, NAN, 1.0
        self._pose_at: list[float] = []
        self.ready = False

    def look(self, t: float, body: Body, least: float) -> bool:
        """Whether the person is in the movement, after the frame at `t`."""
        for channel in self.channels:
            channel.look(t, body, least)
        if self.ready:
            self._leave(t, body)
        else:
            self._arrive(t, body)
        return self.ready

    def lost(self) -> None:
        """Start over: the person was not seen, or left."""
        self.ready, self._quiet_at, self._room, self._out_since = False, NAN, 1.0, None

    def _arrive(self, t: float, body: Body) -> None:
        """The longer somebody is quiet, the further from the drawn start it may be."""
        near = body.near
        self.trunk.look(body)
        away = self.path.from_start(near)
        here = [value * c.scale for c in self.channels for value in c.values]
        if not self._quiet(away, here):
            self._quiet_since, self._quiet_at, self._pose_at = t, away, here
            return
        quiet = t - self._quiet_since
        self._room = min(MOST_ROOM, 1 + (quiet - self.rest_s) / ROOM_S)
        near_start = abs(away) <= self.start_tolerance * self._room and self._at_start(near)
        if quiet >= self.rest_s and near_start and self._inside(near, starting=True):
            self.ready, self._out_since = True, None
            self.path.rest_here()
            self.trunk.rest_here()

    def _quiet(self, away: float, here: list[float]) -> bool:
        """Whether neither the progress nor the posture has changed since it was last noted."""
        if not abs(away - self._quiet_at) <= RESTLESS:
            return False
        return not any(abs(a - b) > RESTLESS_DEGREES for a, b in zip(here, self._pose_at))

    def _at_start(self, near: str) -> bool:
        """Each measure of the path is near its start (where one side works: on either side)."""
        for channel, start in zip(self.path.channels, self.path.starts):
            values = [channel.value(near, "")] if channel.mode == "near" else channel.values
            away = [abs(value - start) * channel.scale for value in values if known(value)]
            if away and min(away) > self._tolerance * self._room:
                return False
        return True

    def _leave(self, t: float, body: Body) -> None:
        if self._inside(body.near, starting=False) and not self.trunk.turned(body):
            self._out_since = None
        elif self._out_since is None:
            self._out_since = t
        elif t - self._out_since >= OUT_S:
            self.lost()

    def within(self, near: str) -> bool:
        """Whether the body is in the postures that the movement passes."""
        return self._inside(near, starting=False)

    def _inside(self, near: str, *, starting: bool) -> bool:
        """With either side as the working one, since nobody has said which."""
        workings = ("l", "r") if self._sided else ("",)
        return any(self._fits(near, working, starting) for working in workings)

    def _fits(self, near: str, working: str, starting: bool) -> bool:  # noqa: FBT001
        for part, channel in zip(self.posture, self.channels):
            value = channel.value(near, working)
            low = part["start"] if starting else part["low"]
            high = part["start"] if starting else part["high"]
            room = self._tolerance * (self._room if starting else MOVING_ROOM) / channel.scale
            if known(value) and not low - room <= value <= high + room:
                return False
        return True
