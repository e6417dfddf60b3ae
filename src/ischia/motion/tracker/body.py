"""One look at a body: its landmarks and the directions that its angles are measured against.

`up` runs along the trunk, `left` from the right hip to the left one, `ahead` to where the person
faces. In a recording in space all three come from the landmarks. In a picture `ahead` lies across
the trunk, to the side that `facing` names, and `left` is what the picture shows of it.

Shared by CPython and MicroPython.
"""

from ..landmarks import ABSENT, INDEX
from .geometry import NAN, across, cross, dot, known, length, middle, minus, unit
from .kinds import Point, Points

WORLD_UP = (0.0, 1.0, 0.0)
IMAGE_UP = (0.0, -1.0, 0.0)  # y of a picture runs down
NEAR_MARGIN = 0.05  # how much better seen the other side must be before it is the near one
NEAR_PARTS = ("shoulder", "elbow", "hip", "knee")


class Body:
    """Landmarks of one frame, with directions. `facing`: 1 or -1, see `facing.py`; 0 unknown."""

    __slots__ = (
        "_found", "ahead", "facing", "left", "measured", "near", "points", "trunk", "up", "upward",
    )  # fmt: skip

    def __init__(
        self,
        points: Points,
        space: str,
        facing: int = 1,
        near: str = "",
    ) -> None:
        flat = space != "world"
        self.points = [(p[0], p[1], 0.0, p[3]) for p in points] if flat else points
        self._found: dict[str, Point] = {}
        self.measured: dict[str, tuple[float, float]] = {}  # what was asked for in this frame
        self.facing = facing or 1
        self.upward = IMAGE_UP if flat else WORLD_UP
        along = minus(self.point("shoulder_mid"), self.point("hip_mid"))
        self.trunk = length(along)
        self.up = unit(along)
        self.left = across(minus(self.point("hip_l"), self.point("hip_r")), self.up)
        if flat:
            self.ahead = (-self.up[1] * self.facing, self.up[0] * self.facing, 0.0)
        else:
            self.left = unit(self.left)
            self.ahead = cross(self.left, self.up)
        self.near = near or near_side(points, "l")

    def point(self, name: str) -> Point:
        """A landmark (x, y, z, visibility), or the middle of a pair for a name ending in _mid."""
        place = INDEX.get(name)
        if place is not None:
            return self.points[place]
        if name not in self._found:
            self._found[name] = self._middle(name[:-4])
        return self._found[name]

    def _middle(self, part: str) -> Point:
        """The middle of both, or the one that is there."""
        left, right = self.points[INDEX[part + "_l"]], self.points[INDEX[part + "_r"]]
        if not known(left[0]):
            return right
        if not known(right[0]):
            return left
        x, y, z = middle(left, right)
        return (x, y, z, min(left[3], right[3]))

    def height(self, name: str) -> float:
        """How high a landmark is, in the units of the landmarks."""
        return dot(self.point(name), self.upward)


def near_side(points: Points, before: str) -> str:
    """`l` or `r`: the side that is better seen, `before` unless the other is clearly better."""
    left = sum([points[INDEX[part + "_l"]][3] for part in NEAR_PARTS])
    right = sum([points[INDEX[part + "_r"]][3] for part in NEAR_PARTS])
    margin = NEAR_MARGIN * len(NEAR_PARTS)
    if left > right + margin:
        return "l"
    return "r" if right > left + margin else before


def torso_known(points: Points) -> bool:
    """Whether shoulders and hips have places at all."""
    return all(
        known(points[INDEX[part + "_l"]][0]) or known(points[INDEX[part + "_r"]][0])
        for part in ("shoulder", "hip")
    )


NOBODY = [ABSENT] * len(INDEX)
UNKNOWN = (NAN, NAN, NAN, 0.0)
