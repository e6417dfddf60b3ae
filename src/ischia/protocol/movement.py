"""The shape of movements: how an exercise is done, as joint angles over phases.

Coordinates are named as in OpenSim and ISB (Wu et al. 2002, 2005), in degrees, 0 when standing
upright with the arms at the sides: flexion, adduction and inward rotation are positive, and
`lumbar_extension` bends back. A two-sided coordinate without a suffix means both sides; `_l` and
`_r` mean one, and `_work` and `_other` the side that works now and the other.

The pelvis is turned by `pelvis_rotation` (to the person's left), then `pelvis_list` (90: lying on
the right side), then `pelvis_tilt` (90: on the back, -90: face down).
"""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from ischia.protocol.base import Item, Words

ROOT_COORDINATES = ("pelvis_tilt", "pelvis_list", "pelvis_rotation")
SPINE_COORDINATES = (
    "lumbar_extension", "lumbar_bending", "lumbar_rotation", "neck_flexion",
)  # fmt: skip
LIMB_COORDINATES = (
    "hip_flexion", "hip_adduction", "hip_rotation", "knee_flexion", "ankle_dorsiflexion",
    "shoulder_flexion", "shoulder_abduction", "shoulder_rotation", "elbow_flexion",
)  # fmt: skip
SIDES = ("_l", "_r")
ROLES = ("_work", "_other")
COORDINATES: tuple[str, ...] = (
    *ROOT_COORDINATES,
    *SPINE_COORDINATES,
    *(name + side for name in LIMB_COORDINATES for side in SIDES),
)

# Points of the body that may rest on something. Two-sided ones take `_l`, `_r`, `_work`, `_other`.
MIDDLE_POINTS = (
    "pelvis", "low_back", "back", "chest", "breast", "belly", "head", "forehead", "lowest",
)  # fmt: skip
SIDED_POINTS = (
    "hand", "wrist", "elbow", "thigh", "lap", "knee", "heel", "toe", "ankle", "side_hip",
    "shoulder_side", "seat",
)  # fmt: skip

Measure = Literal[
    "trunk_inclination", "trunk_lean", "hip_flexion", "hip_abduction", "knee_flexion",
    "ankle_dorsiflexion", "shoulder_flexion", "elbow_flexion", "neck_flexion", "thigh_opening",
    "thigh_inclination", "shank_inclination", "arm_inclination", "knee_roll", "pelvis_list",
    "shoulder_list", "body_line", "pelvis_height", "ankle_height", "wrist_height", "knee_height",
    "head_height", "shoulder_height", "knee_gap", "ankle_gap", "pelvis_shift",
]  # fmt: skip
MEASURES: tuple[str, ...] = get_args(Measure)

# Of a whole repetition rather than of an instant.
TIMED_MEASURES = ("reach_seconds", "hold_seconds", "return_seconds", "range")

# Landmarks that a tracker may need to see; both sides of the body are meant.
NEEDS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
# What the drawing can show: things, and where a muscle works or is stretched.
PROPS = (
    "mat", "chair", "stool", "wall", "front_wall", "back_wall", "side_wall", "step", "heel_step",
    "pillow", "belly_pillow", "bike", "water", "ball", "towel", "strap", "stick",
    "box",
)  # fmt: skip
ONE_TINTS = ("low_back", "back", "belly")
SIDED_TINTS = (
    "buttock", "side_hip", "hip_front", "front_thigh", "back_thigh", "inner_thigh", "calf", "side",
    "nerve",
)  # fmt: skip

Laterality = Literal["bilateral", "per_side", "alternating"]
View = Literal["side", "front", "feet", "three_quarter", "other_side"]
Rep = Literal["cycle", "hold", "still", "timed", "steps"]
Part = Literal["reach", "hold", "return"]
Pose = dict[str, float]


class Rest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point of the body kept on something.

    The point `lowest` is whatever is lowest. `onto` is `floor` (any place on it), `place` (where it
    was at the start), `wall`, or another point of the body. `height` in metres lifts the floor
    there: a step, a seat, a ball.
    `along` names the coordinates that give way so that the point stays there.
    """

    point: str
    onto: str = "floor"
    height: float = 0
    along: tuple[str, ...] = ()


class Phase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One stretch of the movement: towards `pose` in `seconds`, or staying there."""

    name: str
    part: Part
    seconds: float
    pose: Pose = {}


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a fault looks like and how a camera tells it.

    `pose` is laid over the phases of `part` (all when empty). It is seen when `measure` differs
    from `since` (the start, the target, or zero) by more than `over`, or by less than `under`, for
    `seconds`. A measure of the whole repetition (`TIMED_MEASURES`) needs no pose. `pace` is how
    long `part` takes when it is done wrong, as a share of the time that it should take; `stays` is
    how many seconds are spent at the target besides. `rests` replace the movement's rests on the
    same points while it is done wrong, at the start too where `part` is empty: a head that is
    lifted no longer lies on the floor.
    """

    measure: str
    pose: Pose = {}
    since: Literal["start", "target", "zero"] = "target"
    over: float | None = None
    under: float | None = None
    part: Literal["", "reach", "hold", "return"] = ""
    seconds: float = 0.5
    pace: float = 1
    stays: float = 0
    rests: tuple[Rest, ...] = ()


class JointRange(Item, frozen=True, kw_only=True):
    """How far a coordinate goes in people, in degrees; its id is the coordinate without a side."""

    low: float
    high: float


class Posture(Item, frozen=True, kw_only=True):
    """A start position that many exercises share."""

    title: Words
    pose: Pose
    rests: tuple[Rest, ...]
    props: tuple[str, ...] = ()


class Span(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure at rest and at the target, measured on people: degrees or trunk lengths."""

    measure: str
    start: float
    target: float


class Learned(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What demonstrations measured, for a movement that was taught by them (`ischia learn`).

    `signal` stands in place of what would be measured on the drawing. The rest tells repetitions
    that are like the shown ones from others (`ischia.motion.correctness`): `paths` is people x
    steps x `directions`, `spread` and `weight` one number a direction, `limit` the highest score.
    """

    skeleton: str
    space: Literal["image", "world"]
    people: int
    repetitions: int
    seconds: float
    signal: tuple[Span, ...]
    directions: tuple[str, ...]
    paths: tuple[tuple[tuple[float, ...], ...], ...]
    spread: tuple[float, ...]
    weight: tuple[float, ...]
    limit: float


class Movement(Item, frozen=True, kw_only=True):
    """How one exercise is done: drawn, checked, and taught from this alone. Its id is the
    exercise's.

    `start_rests` and `rests` replace the posture's rests on the same points, at the start and while
    moving (`onto: nothing` lifts it). `free` coordinates may give way throughout.
    `view` is where the camera sees it best, `drawn` where a reader does, if that is elsewhere.
    `signal` names the measures that tell progress, `needs` the landmarks that must be seen, and
    `judged` and `not_judged` say in plain words what the camera can and cannot tell.
    """

    posture: str
    start: Pose = {}  # noqa: RUF012 - msgspec copies an empty default
    phases: tuple[Phase, ...]
    start_rests: tuple[Rest, ...] = ()
    rests: tuple[Rest, ...] = ()
    free: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    laterality: Laterality = "bilateral"
    rep: Rep
    view: View = "side"
    drawn: View | None = None
    signal: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    tint: tuple[str, ...] = ()
    judged: Words = ""
    not_judged: Words = ""
    faults: dict[str, Look] = {}  # noqa: RUF012
    learned: Learned | None = None
