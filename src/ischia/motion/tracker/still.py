"""Positions that are held: a plank, lying, sitting. Counts the time in position.

The plan's `posture` says what the position is, and `signal`, where there is one, how the person
gets into it. Shared by CPython and MicroPython.
"""

from .attempt import Attempt
from .body import Body
from .faults import fault_of, present
from .geometry import known
from .kinds import Plan, Ranges
from .path import Path
from .readiness import Readiness
from .worth import USUAL

OUT_S = 0.6  # out of the position for this long ends the hold


class Still:
    """Feed `look`; `attempts` holds the holds so far."""

    def __init__(self, plan: Plan) -> None:
        self.settings = plan["settings"]
        self.least = self.settings["glimpsed"]
        self.path = Path(plan.get("signal", []))
        self.readiness = Readiness(plan.get("posture", []), self.path, self.settings)
        self.faults = [fault_of(fault) for fault in plan.get("faults", [])]
        self.attempts: list[Attempt] = []
        self.progress, self.ranges, self.phase = 0.0, USUAL, "ready"
        self._hold = self._out = None

    def look(self, t: float, body: Body) -> list[Plan]:
        """Take a frame that can be judged; answers the faults of the plan to speak of now."""
        self.path.look(t, body, self.least)
        for fault in self.faults:
            fault.look(t, body, self.least)
        self.readiness.look(t, body, self.least)
        inside = self._inside(body)
        if self._hold is None:
            if inside:
                self._begin(t)
        elif inside:
            self._out = None
        elif self._out is None:
            self._out = t
        elif t - self._out >= OUT_S:
            self._end()
        return self._watch(t, body, self._hold) if self._hold is not None and inside else []

    def _inside(self, body: Body) -> bool:
        if not self.readiness.within(body.near):
            return False
        if not self.path.channels:
            self.progress = 1.0
            return True
        progress = self.path.progress(body.near)
        if not known(progress):
            return False
        self.progress = progress
        return progress >= self.settings["still_leave" if self._hold else "still_enter"]

    def _begin(self, t: float) -> None:
        hold = Attempt()
        hold.start_s = hold.hold_start_s = t
        self._hold, self._out, self.phase = hold, None, "hold"
        for fault in self.faults:
            fault.begin()

    def _watch(self, t: float, body: Body, hold: Attempt) -> list[Plan]:
        hold.add(t, self.progress, self.path.lead)
        hold.end_s = hold.hold_end_s = t
        offered: list[Plan] = []
        for fault in self.faults:
            excess = fault.add(t, body.near, "", self.ranges)
            if known(excess) and fault.now(t, excess, "hold"):
                offered.append(fault.plan)
        return offered

    def _end(self) -> None:
        hold, self._hold, self._out, self.phase = self._hold, None, None, "ready"
        if hold is not None and hold.hold_s() >= self.settings["hold_from_s"]:
            self.attempts.append(self._judged(hold))

    def _judged(self, hold: Attempt) -> Attempt:
        judged = [fault.judge(hold, self.ranges) for fault in self.faults]
        hold.faults = [seen for seen in judged if seen is not None and present(seen, self.ranges)]
        hold.side = "both"
        return hold

    def finish(self) -> None:
        """The set is over: the hold under way is among those that `sorted` answers."""

    def lost(self) -> None:
        """The person could not be seen for too long: the hold ends with what was seen."""
        self._end()
        self.readiness.lost()

    def hold_s(self, t: float) -> float:  # noqa: ARG002
        """Seconds of the hold under way."""
        return self._hold.hold_s() if self._hold is not None else 0.0

    def side(self) -> str:
        """A held position has no working side that the camera could tell."""
        return "both"

    def sorted(self) -> tuple[list[Attempt], list[Attempt], Ranges]:
        """(holds, [], {short: 1, beyond: 1}): the hold under way counts too."""
        holds = list(self.attempts)
        if self._hold is not None and self._hold.hold_s() >= self.settings["hold_from_s"]:
            holds.append(self._judged(self._hold))
        return holds, [], USUAL
