"""What cannot be seen is said, not guessed: hidden parts, a dark or far picture, two people, the
wrong side of the person, nobody.

Shared by CPython and MicroPython.
"""

from ..landmarks import INDEX
from .body import torso_known
from .geometry import NAN, known, length, middle, minus
from .kinds import Plan, Point, Points, Record

SAYS = {
    "nobody": "I cannot see anybody yet. Step into the picture.",
    "left": "You have left the picture. I will wait.",
    "dark": "I cannot see you well. More light helps, and clothes unlike the floor.",
    "closer": "You look small to me. Come closer, or bring the camera nearer.",
    "two_people": "There seem to be two people. Only one should be in the picture.",
    "side_view": "I see you from the front or the back. Turn your side to the camera.",
    "front_view": "I see you from the side. Turn to face the camera.",
    "head": "I cannot see your head.",
    "shoulder": "I cannot see your shoulders.",
    "elbow": "I cannot see your elbows.",
    "wrist": "I cannot see your hands.",
    "hip": "I cannot see your hips.",
    "knee": "I cannot see your knees.",
    "ankle": "I cannot see your ankles.",
    "toe": "I cannot see your feet.",
}
PARTS = {"head": ("nose", "ear_l", "ear_r")}
TRUNK = ("shoulder_l", "shoulder_r", "hip_l", "hip_r")
BODY = ("shoulder_l", "shoulder_r", "hip_l", "hip_r", "knee_l", "knee_r")
AFTER_S = 0.5  # what is missing for less than this is a blink
JUMP_TRUNKS = 0.8  # the middle of a body does not move this far between two frames
JUMP_PICTURE = 0.12  # picture heights: nor this far
JUMP_FRAME_S = 0.25
JUMPS, JUMPS_S = 3, 4.0  # so many jumps within so many seconds: two people
VIEW_S = 2.0  # memory of the view
EDGE = 0.02  # picture heights outside the picture that a landmark may lie


class Sight:
    """Feed `look`; it answers the name of what is wrong, or "" when the frame can be judged."""

    def __init__(self, plan: Plan) -> None:
        self.settings = plan["settings"]
        self.flat = plan.get("space", "image") != "world"
        self.view, self.wide = plan.get("view", ""), plan.get("gap")
        self.needs = plan.get("needs", ("shoulder", "hip"))
        self.aspect = plan.get("aspect", 0.0)
        self.log: list[Record] = []
        self.frames = self.judged = 0
        self._met = False
        self._gap, self._looks = 0.0, 0
        self._t = self._before = None
        self._jumps: list[float] = []
        self._wrong, self._since, self._open = "", 0.0, None

    def look(self, t: float, points: Points | None) -> str:
        """Judge the frame at `t` seconds. A short blink is answered, but not logged."""
        self.frames += 1
        wrong = self._wrong_now(t, points)
        if wrong != self._wrong:
            self._wrong, self._since, self._open = wrong, t, None
        elif wrong and self._open is None and t - self._since >= AFTER_S:
            self._open = {"what": wrong, "start_s": self._since, "seconds": 0.0}
            self.log.append(self._open)
        if self._open is not None:
            self._open["seconds"] = t - self._since
        self.judged += not wrong
        self._t = t
        return wrong

    def said(self) -> str:
        """What to tell the person now: only what has lasted."""
        return self._wrong if self._open is not None else ""

    def _wrong_now(self, t: float, points: Points | None) -> str:
        if points is None or not torso_known(points):
            self._before = None
            return "left" if self._met else "nobody"
        self._met = True
        if self.flat:
            wrong = self._picture(t, points)
            if wrong:
                return wrong
        return self._parts(points)

    def _picture(self, t: float, points: Points) -> str:
        shoulder = middle(points[INDEX["shoulder_l"]], points[INDEX["shoulder_r"]])
        hip = middle(points[INDEX["hip_l"]], points[INDEX["hip_r"]])
        trunk = length((shoulder[0] - hip[0], shoulder[1] - hip[1], 0.0))
        if not known(trunk):
            return ""
        size = _size(points)
        if self._jumped(t, points, trunk):
            return "two_people"
        if size < self.settings["small_body"]:
            return "closer"
        return self._wrong_view(t, points)

    def _jumped(self, t: float, points: Points, trunk: float) -> bool:
        """Most of the body is suddenly elsewhere, again and again: it is another one."""
        before, self._before = self._before, points
        if before is not None and self._t is not None and t - self._t <= JUMP_FRAME_S:
            least = max(JUMP_TRUNKS * trunk, JUMP_PICTURE)
            far = 0
            for part in BODY:
                away = minus(points[INDEX[part]], before[INDEX[part]])
                far += length((away[0], away[1], 0.0)) > least
            if far > len(BODY) / 2:
                self._jumps.append(t)
        while self._jumps and self._jumps[0] < t - JUMPS_S:
            self._jumps.pop(0)
        return len(self._jumps) >= JUMPS

    def _wrong_view(self, t: float, points: Points) -> str:
        """The body looks wider or narrower than from the view of the plan: the mean of what was
        seen at first, then remembered for a while."""
        gap = width(points, self.view) if self._glimpsed(points) else NAN
        if self.wide is None or not known(gap):
            return ""
        self._looks += 1
        step = max(0.0, t - self._t) if self._t is not None else 0.0
        self._gap += max(min(1.0, step / VIEW_S), 1 / self._looks) * (gap - self._gap)
        room = self.settings["view_room"]
        if self.view == "side" and self._gap > self.wide + room:
            return "side_view"
        if self.view == "front" and self._gap < self.wide - room:
            return "front_view"
        return ""

    def _glimpsed(self, points: Points) -> bool:
        """Whether shoulders and hips are more than guessed."""
        return min([points[INDEX[name]][3] for name in TRUNK]) >= self.settings["glimpsed"]

    def _parts(self, points: Points) -> str:
        missing = [part for part in self.needs if not self._sees(part, points)]
        if len(missing) > 1 and len(missing) * 2 > len(self.needs):
            return "dark"
        return missing[0] if missing else ""

    def _sees(self, part: str, points: Points) -> bool:
        """A part is seen when one of its sides is."""
        names = PARTS.get(part, (part + "_l", part + "_r"))
        return any(self._visible(points[INDEX[name]]) for name in names)

    def _visible(self, point: Point) -> bool:
        if not known(point[0]) or point[3] < self.settings["seen"]:
            return False
        if not self.flat:
            return True
        inside = -EDGE <= point[1] <= 1 + EDGE and point[0] >= -EDGE
        return inside and (not self.aspect or point[0] <= self.aspect + EDGE)


def width(points: Points, view: str) -> float:
    """How wide shoulders and hips look, as a share of the trunk: 0 side-on, about 0.6 from the
    front. A plan's `gap` is this, on its own figure, from its own view. Where the side is wanted,
    only what lies across the picture counts: a camera that looks down on somebody who lies there
    sees the far side higher, and that is no turn."""
    shoulder = middle(points[INDEX["shoulder_l"]], points[INDEX["shoulder_r"]])
    hip = middle(points[INDEX["hip_l"]], points[INDEX["hip_r"]])
    trunk = length((shoulder[0] - hip[0], shoulder[1] - hip[1], 0.0))
    total = 0.0
    for part in ("shoulder", "hip"):
        away = minus(points[INDEX[part + "_l"]], points[INDEX[part + "_r"]])
        total += length((away[0], 0.0 if view == "side" else away[1], 0.0)) / 2
    return total / trunk if trunk > 0 else NAN


def _size(points: Points) -> float:
    """The longer side of the box round shoulders, hips, knees and ankles."""
    places = [
        points[INDEX[part + side]]
        for part in ("shoulder", "hip", "knee", "ankle")
        for side in ("_l", "_r")
    ]
    across = [p[0] for p in places if known(p[0])]
    down = [p[1] for p in places if known(p[0])]
    return max(max(across) - min(across), max(down) - min(down))
