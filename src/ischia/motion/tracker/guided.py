"""Following one exercise of which the plan is known: rest, repetitions, holds, sides and faults.

Shared by CPython and MicroPython.
"""

from .attempt import SHORTEST_S, TAILS, Attempt
from .body import Body
from .faults import fault_of, shown
from .geometry import known
from .kinds import Plan, Ranges
from .path import SIDE_MARGIN, Path
from .readiness import Readiness
from .repetitions import DRIFT_S, STILL_S, Repetitions
from .worth import USUAL, own_ranges, sort_out

FAULT_DRIFT_S = 0.7  # what faults are measured from settles this fast while the body rests
DRIFT_SHARE = 0.2  # spans from rest within which a still body is resting
MOVED_S = 1.5  # still for this long somewhere nearer to the start: the rest has moved there
AT_START = 0.15  # spans from the start of the plan: being here is resting
MOVED_SHARE = 0.2  # spans: by so much nearer
LEAST_NOTICE = 0.6  # who goes less far is noticed sooner, down to this share
LIVE_TOP = 0.9  # share of the own range from which live faults at the top are looked at
SIDE_NAMES = {"l": "left", "r": "right", "": "unknown"}


class Guided:
    """Feed `look`; `attempts` holds what the person did so far."""

    def __init__(self, plan: Plan) -> None:
        self.settings = plan["settings"]
        self.least = self.settings["glimpsed"]
        self.path = Path(plan["signal"])
        self.readiness = Readiness(plan.get("posture", []), self.path, self.settings)
        self.repetitions = Repetitions(self.settings, plan["rep"])
        self.faults = [fault_of(fault) for fault in plan.get("faults", [])]
        self.attempts: list[Attempt] = []
        self._sorted_of = 0
        self._sorted: tuple[list[Attempt], list[Attempt], Ranges] = ([], [], USUAL)
        self.progress, self.ranges, self.phase = 0.0, USUAL, "ready"
        self._t, self._held = None, plan["rep"] == "hold"
        self._tails = plan.get("tails", TAILS)
        self._two_sided = plan.get("laterality", "bilateral") == "bilateral"

    def look(self, t: float, body: Body) -> list[Plan]:
        """Take a frame that can be judged; answers the faults of the plan to speak of now."""
        self.path.look(t, body, self.least)
        for fault in self.faults:
            fault.look(t, body, self.least)
        step, self._t = (0.0 if self._t is None else t - self._t), t
        if not self._in_movement(t, body):
            self.phase = "ready"
            return []
        progress = self.path.progress(body.near)
        if not known(progress):
            return []
        self.progress = progress
        began = self.repetitions.attempt
        ended = self.repetitions.look(t, progress, self.path.lead)
        offered = self._finish(ended) if ended else []
        self._rest(t, step, body.near)
        self.phase = self.repetitions.part
        return offered + self._watch(t, body, began)

    def finish(self) -> None:
        """The set is over."""
        ended = self.repetitions.finish()
        if ended is not None:
            self._finish(ended)

    def lost(self) -> None:
        """The person could not be seen for too long: what was under way is dropped."""
        self.repetitions.clear()
        self.readiness.lost()
        self.phase = "ready"

    def hold_s(self, t: float) -> float:
        """Seconds of the hold under way."""
        attempt = self.repetitions.attempt
        if attempt is None or self.phase != "hold":
            return 0.0
        return t - attempt.top_since

    def side(self) -> str:
        """left, right, both or unknown: what works now."""
        attempt = self.repetitions.attempt
        if self._two_sided or attempt is None:
            return "both" if self._two_sided else "unknown"
        return SIDE_NAMES[self._working(attempt.lead())]

    def _in_movement(self, t: float, body: Body) -> bool:
        before = self.readiness.ready
        ready = self.readiness.look(t, body, self.least)
        if ready and not before:
            self.repetitions.clear()
            self._rest_faults(1.0)
        if before and not ready:
            self.repetitions.clear()
        return ready

    def _rest(self, t: float, step: float, near: str) -> None:
        """Let the rest follow the body while it rests."""
        here = self.repetitions
        if self._moved(t, near):
            here.clear()
            self._rest_now(1.0)
        elif here.attempt is None and here.still(t) and abs(self.progress) < DRIFT_SHARE:
            self.path.rest_here(min(1.0, step / DRIFT_S))
            self._rest_faults(min(1.0, step / FAULT_DRIFT_S))

    def _moved(self, t: float, near: str) -> bool:
        """Whether the body rests clearly nearer to the start of the plan than it did before."""
        away = self.path.absolute(near)
        if not abs(away) < abs(away - self.progress) - MOVED_SHARE:
            return False
        here = self.repetitions
        if abs(away) < AT_START:
            return here.still(t, STILL_S)
        return self.progress < self.settings["count_from"] and here.still(t, MOVED_S)

    def _rest_now(self, share: float) -> None:
        self.path.rest_here(share)
        self._rest_faults(share)

    def _rest_faults(self, share: float) -> None:
        for fault in self.faults:
            fault.rest_here(share)

    def _watch(self, t: float, body: Body, began: Attempt | None) -> list[Plan]:
        """Collect for the faults of the attempt under way."""
        attempt = self.repetitions.attempt
        if attempt is None:
            return []
        offered: list[Plan] = []
        working = self._working(attempt.lead())
        for fault in self.faults:
            if attempt is not began:
                fault.begin()
            excess = fault.add(t, body.near, working, self.ranges)
            if known(excess) and fault.now(t, excess, self.repetitions.part):
                offered.append(fault.plan)
        return offered

    def _working(self, lead: float) -> str:
        if not self.path.sided or abs(lead) < SIDE_MARGIN:
            return ""
        return "l" if lead > 0 else "r"

    def _finish(self, attempt: Attempt) -> list[Plan]:
        """Close an attempt; answers the faults it turned out to have."""
        attempt.close(self._tails)
        if attempt.seconds() < SHORTEST_S:
            return []
        attempt.side = "both" if self._two_sided else SIDE_NAMES[self._working(attempt.lead())]
        self.attempts.append(attempt)
        self.ranges = own_ranges(self.attempts, self.settings)
        sooner = max(LEAST_NOTICE, min(1.0, self.ranges["short"]))
        self.repetitions.notice = sooner * self.settings["notice_from"]
        judged = [fault.judge(attempt, self.ranges) for fault in self.faults]
        attempt.faults = [seen for seen in judged if seen is not None]
        if attempt.peak < self.settings["count_from"] * self.ranges["short"]:
            return []
        return [seen["plan"] for seen in shown(attempt.faults, self.ranges)]

    def sorted(self) -> tuple[list[Attempt], list[Attempt], Ranges]:
        """(repetitions, incomplete attempts, own ranges) so far; sorted anew when one has ended."""
        if self._sorted_of != len(self.attempts):
            self._sorted = sort_out(self.attempts, self.settings, self._held)
            self._sorted_of = len(self.attempts)
        return self._sorted
