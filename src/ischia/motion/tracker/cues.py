"""One cue at a time: the gravest first, never two at once, the same one not too often.

Shared by CPython and MicroPython.
"""

from .kinds import Plan, Record

GRAVITY = {"tip": 0, "cue": 1, "warn": 2, "stop": 3}
AGAIN = 2  # the same cue waits this many times as long as another


class Cues:
    """Offer what could be said; `say` chooses. `log` keeps what was said and when."""

    __slots__ = ("_last", "_spacing", "log")

    def __init__(self, spacing_s: float) -> None:
        self._spacing = spacing_s
        self._last: dict[str, float] = {}
        self.log: list[Record] = []

    def say(self, t: float, offered: list[Record]) -> Record | None:
        """The cue for now, of `offered` faults of the plan; None when silence is better."""
        fresh = [fault for fault in offered if self._may(t, fault)]
        if not fresh:
            return None
        fault = max(fresh, key=lambda plan: GRAVITY.get(plan.get("severity", "cue"), 1))
        cue = {"fault": fault["id"], "text": fault.get("cue", ""), "at_s": t}
        self._last[fault["id"]] = t
        self.log.append(cue)
        return cue

    def _may(self, t: float, fault: Plan) -> bool:
        if self.log and t - self.log[-1]["at_s"] < self._spacing:
            return fault.get("severity") == "stop" and self.log[-1]["fault"] != fault["id"]
        last = self._last.get(fault["id"])
        return last is None or t - last >= AGAIN * self._spacing
