"""The body as a chain of rigid segments: where its points are, and how they move with each angle.

In plain floats: an array of three numbers costs more to make than to add up. Rotations are taken in
the order in which `protocol.movement` names them. Lengths are metres.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from ischia.motion.skeleton import Body

Triple: TypeAlias = tuple[float, float, float]
Axes: TypeAlias = tuple[Triple, Triple, Triple]
WORLD: Axes = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
ORIGIN: Triple = (0.0, 0.0, 0.0)
SIGNS = (("_r", 1), ("_l", -1))
# Where a hand holds a thigh from behind, or lies on it; ahead and up, as shares of its length.
BEHIND_THIGH, ON_THIGH = (-0.10, -0.62), (0.16, -0.72)


@dataclass(frozen=True)
class Turn:
    """A rotation about an axis of the segment (0 ahead, 1 up, 2 right): `share` of a coordinate."""

    coordinate: str
    axis: int
    share: float = 1.0


@dataclass(frozen=True)
class Segment:
    """A rigid part: its joint lies `at` a place in the axes of `parent`, and turns there."""

    name: str
    parent: str
    at: Triple
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Spot:
    """A place fixed to a segment, in its axes."""

    segment: str
    at: Triple


@dataclass(frozen=True)
class Chain:
    """Segments, each after its parent, and the named points: a point is the mean of its spots.

    `above` names, for each segment, itself and all that carry it.
    """

    segments: tuple[Segment, ...]
    points: Mapping[str, tuple[Spot, ...]]
    above: Mapping[str, frozenset[str]]


class Swivel(NamedTuple):
    """A turn as it stands in space: a degree of its coordinate moves what its segment carries."""

    segment: str
    turn: Turn
    axis: Triple
    pivot: Triple


@dataclass(frozen=True)
class Posed:
    """A chain in a pose: every joint's place, every segment's axes, every turn."""

    chain: Chain
    places: Mapping[str, Triple]
    axes: Mapping[str, Axes]
    swivels: Sequence[Swivel]

    def spot(self, spot: Spot) -> Triple:
        """Where a spot is in the world."""
        return _reach(self.places[spot.segment], self.axes[spot.segment], spot.at)

    def point(self, name: str) -> Triple:
        """Where a named point is in the world."""
        spots = self.chain.points[name]
        if len(spots) == 1:
            return self.spot(spots[0])
        (ax, ay, az), (bx, by, bz) = map(self.spot, spots)
        return (ax + bx) / 2, (ay + by) / 2, (az + bz) / 2


def posed(chain: Chain, pose: Mapping[str, float], root: Triple = ORIGIN) -> Posed:
    """`chain` in `pose` (sides spelt out; what is not named is 0), its first joint at `root`."""
    places: dict[str, Triple] = {"": root}
    axes: dict[str, Axes] = {"": WORLD}
    swivels: list[Swivel] = []
    for segment in chain.segments:
        frame = axes[segment.parent]
        place = _reach(places[segment.parent], frame, segment.at)
        for turn in segment.turns:
            swivels.append(Swivel(segment.name, turn, frame[turn.axis], place))
            degrees = turn.share * pose.get(turn.coordinate, 0.0)
            frame = _turned(frame, turn.axis, degrees) if degrees else frame
        places[segment.name], axes[segment.name] = place, frame
    return Posed(chain, places, axes, swivels)


def _reach(start: Triple, axes: Axes, way: Triple) -> Triple:
    (ax, ay, az), (ux, uy, uz), (rx, ry, rz) = axes
    a, u, r = way
    return (
        start[0] + a * ax + u * ux + r * rx,
        start[1] + a * ay + u * uy + r * ry,
        start[2] + a * az + u * uz + r * rz,
    )


def _turned(axes: Axes, about: int, degrees: float) -> Axes:
    """Axes turned about one of them: the other two mix."""
    angle = math.radians(degrees)
    c, s = math.cos(angle), math.sin(angle)
    (ux, uy, uz), (vx, vy, vz) = axes[about - 2], axes[about - 1]
    u = (c * ux + s * vx, c * uy + s * vy, c * uz + s * vz)
    v = (c * vx - s * ux, c * vy - s * uy, c * vz - s * uz)
    if about == 0:
        return axes[0], u, v
    return (v, axes[1], u) if about == 1 else (u, v, axes[2])


@lru_cache(maxsize=32)
def chain_of(body: Body) -> Chain:
    """The chain of a body."""
    segments = (*_trunk(body), *(s for side, sign in SIGNS for s in _limbs(body, side, sign)))
    above: dict[str, frozenset[str]] = {"": frozenset()}
    for segment in segments:
        above[segment.name] = above[segment.parent] | {segment.name}
    points = _trunk_points(body)
    for side, sign in SIGNS:
        points |= _leg_points(body, side, sign) | _arm_points(body, side, sign)
    return Chain(segments, points, above)


def _trunk(body: Body) -> tuple[Segment, ...]:
    """The spine bends in equal parts at the sacrum and below the ribs."""
    root = (Turn("pelvis_rotation", 1), Turn("pelvis_list", 0), Turn("pelvis_tilt", 2))
    bend = (
        Turn("lumbar_extension", 2, 0.5),
        Turn("lumbar_bending", 0, 0.5),
        Turn("lumbar_rotation", 1, 0.5),
    )
    nod = (Turn("neck_flexion", 2, -1),)
    return (
        Segment("pelvis", "", ORIGIN, root),
        Segment("lumbar", "pelvis", (0, body.pelvis, 0), bend),
        Segment("thorax", "lumbar", (0, body.lumbar, 0), bend),
        Segment("head", "thorax", (0, body.thorax + 0.5 * body.neck, 0), nod),
    )


def _limbs(body: Body, side: str, sign: int) -> tuple[Segment, ...]:
    """Leg and arm; on both sides positive is flexion, adduction, abduction, inward rotation."""
    hip = (
        Turn("hip_flexion" + side, 2),
        Turn("hip_adduction" + side, 0, sign),
        Turn("hip_rotation" + side, 1, sign),
    )
    shoulder = (
        Turn("shoulder_flexion" + side, 2),
        Turn("shoulder_abduction" + side, 0, -sign),
        Turn("shoulder_rotation" + side, 1, sign),
    )
    thigh, shank, upper = "thigh" + side, "shank" + side, "upper_arm" + side
    ankle, elbow = Turn("ankle_dorsiflexion" + side, 2), Turn("elbow_flexion" + side, 2)
    out = (0, body.thorax, sign * body.shoulder_half_width)
    return (
        Segment(thigh, "pelvis", (0, 0, sign * body.hip_half_width), hip),
        Segment(shank, thigh, (0, -body.thigh, 0), (Turn("knee_flexion" + side, 2, -1),)),
        Segment("foot" + side, shank, (0, -body.shank, 0), (ankle,)),
        Segment(upper, "thorax", out, shoulder),
        Segment("forearm" + side, upper, (0, -body.upper_arm, 0), (elbow,)),
    )


def _trunk_points(body: Body) -> dict[str, tuple[Spot, ...]]:
    head, waist = body.head, Spot("thorax", ORIGIN)

    def half_way(ahead: float) -> tuple[Spot, ...]:
        """Beside the middle of the lumbar spine, square to the pelvis."""
        return Spot("pelvis", (2 * ahead * body.height, body.pelvis, 0)), waist

    def on_head(ahead: float, up: float, right: float = 0) -> tuple[Spot, ...]:
        return (Spot("head", (ahead * head, 0.5 * body.neck + (0.75 + up) * head, right * head)),)

    ribs = (Spot("thorax", (0, 0.7 * body.thorax, 0)),)
    return {
        "pelvis": (Spot("pelvis", ORIGIN),),
        "sacrum": (Spot("lumbar", ORIGIN),),
        "waist": (waist,),
        "shoulder_mid": (Spot("thorax", (0, body.thorax, 0)),),
        "neck": (Spot("head", ORIGIN),),
        "head": on_head(0, 0),
        "crown": on_head(0, 0.8),
        "nose": on_head(0.78, -0.15),
        "forehead": on_head(0, 0.3),
        "low_back": half_way(-0.05),
        "back": ribs,
        "chest": ribs,
        "belly": half_way(0.045),
        "breast": (Spot("thorax", (0.072 * body.height, 0.6 * body.thorax, 0)),),
        "ear_r": on_head(0, -0.05, 0.55),
        "ear_l": on_head(0, -0.05, -0.55),
    }


def _leg_points(body: Body, side: str, sign: int) -> dict[str, tuple[Spot, ...]]:
    thigh, foot = "thigh" + side, "foot" + side
    hip = Spot(thigh, ORIGIN)
    return {
        "hip" + side: (hip,),
        "side_hip" + side: (Spot("pelvis", (0, 0, 1.5 * sign * body.hip_half_width)),),
        "seat" + side: (hip,),
        "knee" + side: (Spot("shank" + side, ORIGIN),),
        "thigh" + side: (_along(thigh, body.thigh, BEHIND_THIGH),),
        "lap" + side: (_along(thigh, body.thigh, ON_THIGH),),
        "ankle" + side: (Spot(foot, ORIGIN),),
        "heel" + side: (Spot(foot, (-body.heel, -body.ankle_height, 0)),),
        "toe" + side: (Spot(foot, (body.foot, -body.ankle_height, 0)),),
    }


def _arm_points(body: Body, side: str, sign: int) -> dict[str, tuple[Spot, ...]]:
    shoulder = Spot("thorax", (0, body.thorax, sign * body.shoulder_half_width))
    forearm = "forearm" + side
    return {
        "shoulder" + side: (shoulder,),
        "shoulder_side" + side: (shoulder,),
        "elbow" + side: (Spot(forearm, ORIGIN),),
        "wrist" + side: (Spot(forearm, (0, -body.forearm, 0)),),
        "hand" + side: (Spot(forearm, (0, -body.forearm - 0.55 * body.hand, 0)),),
        "finger" + side: (Spot(forearm, (0, -body.forearm - body.hand, 0)),),
    }


def _along(segment: str, length: float, share: tuple[float, float]) -> Spot:
    return Spot(segment, (share[0] * length, share[1] * length, 0))
