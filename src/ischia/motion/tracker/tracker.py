"""`Tracker(plan)`: feed frames, get the count, the hold, one cue at a time, and a summary.

The plan and everything that comes out are described in docs/reference/tracker.md.
Shared by CPython and MicroPython.
"""

from .body import Body, near_side
from .cues import Cues
from .facing import Facing
from .generic import Generic
from .guided import Guided
from .kinds import Plan, Points, Record
from .sight import SAYS, Sight
from .still import Still
from .summary import summary_of
from .untangle import Untangle

ENGINES = {"generic": Generic, "still": Still, "timed": Still}
SPACES = ("image", "world")


class Tracker:
    """Follows one set of one exercise. Time must rise from frame to frame."""

    def __init__(self, plan: Plan) -> None:
        if plan.get("space", "image") not in SPACES:
            raise ValueError(f"space: {plan['space']!r} is not one of {', '.join(SPACES)}")
        self.plan = plan
        self.space = plan.get("space", "image")
        self.sight = Sight(plan)
        self.facing, self.untangle = Facing(), Untangle()
        self.cues = Cues(plan["settings"]["cue_spacing_s"])
        self.engine = ENGINES.get(plan["rep"], Guided)(plan)
        self.near, self.count = "l", 0
        self._t = self._unseen = None

    def frame(self, t: float, landmarks: Points | None) -> Record:
        """Take the frame at `t` seconds: 17 landmarks (x, y, z, visibility), or None for nobody.

        Answers {phase, progress, count, hold_s, side, cue, cannot_see, events}.
        """
        if self._t is not None and t <= self._t:
            return self._answer(t, None, [])
        self._t = t
        wrong = self.sight.look(t, landmarks)
        if wrong or landmarks is None:
            self._blind(t)
            return self._answer(t, None, [])
        self._unseen = None
        offered = self.engine.look(t, self._body(t, landmarks))
        return self._answer(t, self.cues.say(t, offered), self._events())

    def summary(self) -> Record:
        """What happened, in the shape that `ischia watch --json` prints."""
        self.engine.finish()
        return summary_of(self.plan, self.engine, self.sight, self.cues)

    def _body(self, t: float, landmarks: Points) -> Body:
        facing = 1
        if self.space == "image":
            landmarks = self.untangle.look(t, landmarks)
            facing = self.facing.look(t, landmarks)
        self._look_near(landmarks)
        return Body(landmarks, self.space, facing, self.near)

    def _look_near(self, landmarks: Points) -> None:
        self.near = near_side(landmarks, self.near)

    def _blind(self, t: float) -> None:
        if self._unseen is None:
            self._unseen = t
        elif t - self._unseen >= self.plan["settings"]["hidden_s"]:
            self.engine.lost()

    def _events(self) -> list[Record]:
        whole = len(self.engine.sorted()[0])
        events = [{"event": "repetition", "count": whole}] if whole > self.count else []
        self.count = whole
        return events

    def _answer(self, t: float, cue: Record | None, events: list[Record]) -> Record:
        said = self.sight.said()
        return {
            "phase": self.engine.phase,
            "progress": max(0.0, min(1.2, self.engine.progress / self.engine.ranges["short"])),
            "count": self.count,
            "hold_s": self.engine.hold_s(t),
            "side": self.engine.side(),
            "cue": cue,
            "cannot_see": {"what": said, "text": SAYS[said]} if said else None,
            "events": events,
        }
