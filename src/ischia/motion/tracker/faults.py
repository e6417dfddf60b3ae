"""Faults: conditions on what can be measured, held for a while in one part of a repetition.

The plan's `faults`: [{"id", "measure", "from": start|target|zero, "start", "target", "over" or
"under", "part", "seconds", "severity", "cue"}]. The fault is there when the measure, less what it
is compared with, is above `over` or below `under` (which is negative where it means "short of").
`from: start` compares with the person's own value at rest, `from: target` with where the target
lies for this person (own rest, own range), `from: zero` with nothing. Going too far must besides be
too far for the drawn target, because people start from different angles. Measures of a whole
repetition: reach_seconds, hold_seconds, return_seconds, and range (share of the person's own
range). Shared by CPython and MicroPython.
"""

from .attempt import Attempt
from .body import Body
from .channel import Channel
from .geometry import NAN, known
from .kinds import Plan, Ranges, Record
from .series import Series, sustained

BEYOND, SHORT = "beyond", "short"
WHOLE = ("reach_seconds", "hold_seconds", "return_seconds", "range")
SHORTEST_S = 0.4  # a top is looked at for this long, even when nothing is held
MOST_OF_PART = 0.4  # a fault must fill this share of a part that is shorter than its `seconds`


class Fault:
    """One fault of the plan that a measure tells, and what was measured in this attempt."""

    __slots__ = ("channel", "plan", "series", "shift", "since", "slope", "way")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.channel = Channel(plan["measure"])
        self.slope, self.shift = 0.0, 0.0
        span = plan.get("target", 0.0) - plan.get("start", 0.0)
        self.way = BEYOND if span * (1 if "over" in plan else -1) > 0 else SHORT
        self.begin()

    def look(self, t: float, body: Body, least: float) -> None:
        """Follow the measure, also at rest."""
        self.channel.look(t, body, least)

    def rest_here(self, share: float) -> None:
        """The person rests here."""
        self.channel.rest_here(share)

    def begin(self) -> None:
        """A new attempt begins."""
        self.series, self.since = Series(), None

    def add(self, t: float, near: str, working: str, own: Ranges) -> float:
        """Keep how far beyond its limit the measure is (above 0: faulty), and answer it."""
        excess, slope = self._excess(near, working)
        if known(excess):
            self.series.add(t, excess)
            self.slope, self.shift = slope, self._shift(near, working)
        return excess + slope * own[self.way]

    def now(self, t: float, excess: float, part: str) -> bool:
        """Whether the fault has lasted long enough, live, to speak of it."""
        right = self.plan["part"] in (part, "")
        if not (right and excess > 0):
            self.since = None
            return False
        if self.since is None:
            self.since = t
        return t - self.since >= self.plan["seconds"]

    def judge(self, attempt: Attempt, own: Ranges) -> Record | None:
        """What this attempt showed, or None for nothing: how far beyond the limit for long enough,
        and from when and for how long it was beyond, by the ranges known now."""
        first, last = window(attempt, self.plan["part"])
        samples = zip(self.series.times, self.series.values)
        pairs = [(t, x) for t, x in samples if first <= t <= last]
        if not pairs:
            return None
        step = self.series.step_s or 1.0
        number = min(int(self.plan["seconds"] / step + 0.5), int(MOST_OF_PART * len(pairs)))
        excess = sustained([pair[1] for pair in pairs], number)
        limit = min(excess, -self.slope * own[self.way])
        beyond = [t for t, x in pairs if x >= limit]
        found = _found(self.plan, excess, self.slope, beyond[0], len(beyond) * step)
        found["way"], found["drawn"] = self.way, excess + self.shift
        return found

    def _excess(self, near: str, working: str) -> tuple[float, float]:
        """(a, b): the measure is a + b * own range beyond its limit."""
        plan = self.plan
        value = self.channel.value(near, working)
        origin = slope = 0.0
        if plan["from"] != "zero":
            origin = self._origin(near, working)
        if plan["from"] == "target":
            slope = plan["target"] - plan["start"]
        if "over" in plan:
            return (value - origin - plan["over"], -slope)
        return (origin + plan["under"] - value, slope)

    def _origin(self, near: str, working: str) -> float:
        """The person's value at rest, or the drawn one before any."""
        rest = self.channel.rest(near, working)
        return rest if known(rest) else self.plan["start"]

    def _shift(self, near: str, working: str) -> float:
        """What to add for a comparison with the drawn target; 0 where that is not asked."""
        if self.plan["from"] != "target" or self.way != BEYOND:
            return 0.0
        sign = 1 if "over" in self.plan else -1
        return sign * (self._origin(near, working) - self.plan["target"])


class WholeFault:
    """A fault that is a condition on a repetition as a whole; judged when it is over."""

    __slots__ = ("plan", "way")

    def __init__(self, plan: Plan) -> None:
        self.plan, self.way = plan, SHORT

    def look(self, t: float, body: Body, least: float) -> None:
        """Nothing is measured on the way."""

    def rest_here(self, share: float) -> None:
        """Rest does not matter."""

    def begin(self) -> None:
        """Nothing to forget."""

    def add(self, t: float, near: str, working: str, own: Ranges) -> float:  # noqa: ARG002
        """Not known before the end."""
        return NAN

    def now(self, t: float, excess: float, part: str) -> bool:  # noqa: ARG002
        """Never before the end."""
        return False

    def judge(self, attempt: Attempt, own: Ranges) -> Record:  # noqa: ARG002
        """How far beyond its limit the repetition was."""
        measure, plan = self.plan["measure"], self.plan
        if measure == "range":
            return _found(plan, -attempt.peak, plan["under"], attempt.start_s, attempt.seconds())
        first, took = attempt.part(measure[: -len("_seconds")])
        excess = took - plan["over"] if "over" in plan else plan["under"] - took
        return _found(plan, excess, 0.0, first, took)


def fault_of(plan: Plan) -> Fault | WholeFault:
    """The fault that `plan` describes."""
    return WholeFault(plan) if plan["measure"] in WHOLE else Fault(plan)


def _found(plan: Plan, excess: float, slope: float, start_s: float, seconds: float) -> Record:
    return {
        "plan": plan,
        "way": SHORT,
        "excess": excess,
        "drawn": excess,
        "slope": slope,
        "start_s": start_s,
        "seconds": seconds,
    }


def window(attempt: Attempt, part: str) -> tuple[float, float]:
    """From when to when a part of an attempt is looked at: what goes wrong on the way shows up to
    the end of the top, and a hold is at least SHORTEST_S long."""
    if part == "reach":
        return attempt.start_s, attempt.hold_end_s + SHORTEST_S / 2
    if part == "return":
        return attempt.hold_end_s, attempt.end_s
    if part == "hold":
        room = max(0.0, SHORTEST_S - attempt.hold_s()) / 2
        return attempt.hold_start_s - room, attempt.hold_end_s + room
    return attempt.start_s, attempt.end_s


def shown(faults: list[Record], own: Ranges) -> list[Record]:
    """The judged faults that are there. Falling short is told by what it comes from, where another
    fault says that."""
    there = [seen for seen in faults if present(seen, own)]
    causes = [seen for seen in there if seen["plan"]["measure"] != "range"]
    return causes or there


def present(seen: Record, own: Ranges) -> bool:
    """Whether a judged fault is there, for a person of the ranges `own` (see `worth.py`)."""
    if seen["way"] == BEYOND and not seen["drawn"] > 0:
        return False
    return seen["excess"] + seen["slope"] * own[seen["way"]] > 0
