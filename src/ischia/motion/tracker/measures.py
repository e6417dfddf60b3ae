"""What can be measured on a body: a name gives degrees, or a share of the trunk's length.

`measure(body, "hip_flexion_l")` answers (value, confidence): the confidence is the lowest
visibility among the landmarks used, and the value NaN where one is missing. `_l` and `_r` are the
person's sides, `_near` the side better seen; a two-sided measure without a side is the near one.
`_work` and `_other` (the side that works now) are resolved by the tracker, not here.

What a camera cannot see (the curve of the low back, the tilt of the pelvis, deep muscles) has no
measure. Names and signs follow the ISB (Wu et al. 2002, 2005): flexion positive, extension
negative. Shared by CPython and MicroPython.
"""

import math

from .body import Body
from .geometry import NAN, across, angle, dot, known, length, minus, turn, unit
from .kinds import Measure, Measured, Vector

UPRIGHT = math.cos(math.radians(45))
FOLDED = -120.0  # signed bends run from here to here + 360: nobody bends back this far


def _trunk_inclination(body: Body, side: str) -> Measured:  # noqa: ARG001
    """0 upright, 90 lying, 180 upside down."""
    return angle(body.up, body.upward), _seen(body, "shoulder_mid", "hip_mid")


def _trunk_lean(body: Body, side: str) -> Measured:
    """Sideways lean of the trunk from the vertical, + towards the person's left."""
    left = unit(across(minus(body.point("hip_l"), body.point("hip_r")), body.upward))
    along = minus(body.point("shoulder_mid"), body.point("hip_mid"))
    lean = turn(dot(along, left), dot(along, body.upward))
    return _way(side) * lean, _seen(body, "shoulder_mid", "hip_mid")


def _hip_flexion(body: Body, side: str) -> Measured:
    """Thigh against the trunk's line: 0 in line, + bent forward."""
    thigh = minus(body.point("knee" + side), body.point("hip" + side))
    up = unit(minus(body.point("shoulder" + side), body.point("hip" + side)))
    ahead = _ahead(body, up)
    value = turn(dot(thigh, ahead), -dot(thigh, up), FOLDED)
    return value, _seen(body, "shoulder" + side, "hip" + side, "knee" + side)


def _knee_flexion(body: Body, side: str) -> Measured:
    """0 straight, never negative."""
    return _bend(body, "hip" + side, "knee" + side, "ankle" + side)


def _elbow_flexion(body: Body, side: str) -> Measured:
    """0 straight, never negative."""
    return _bend(body, "shoulder" + side, "elbow" + side, "wrist" + side)


def _ankle_dorsiflexion(body: Body, side: str) -> Measured:
    """0 when the foot is square to the shank, + toes up."""
    shank = minus(body.point("knee" + side), body.point("ankle" + side))
    foot = minus(body.point("toe" + side), body.point("ankle" + side))
    return 90 - angle(shank, foot), _seen(body, "knee" + side, "ankle" + side, "toe" + side)


def _shoulder_flexion(body: Body, side: str) -> Measured:
    """Upper arm against the trunk: 0 at the side, 180 overhead; unsigned."""
    arm = minus(body.point("elbow" + side), body.point("shoulder" + side))
    down = minus(body.point("hip" + side), body.point("shoulder" + side))
    return angle(arm, down), _seen(body, "elbow" + side, "shoulder" + side, "hip" + side)


def _neck_flexion(body: Body, side: str) -> Measured:
    """Ear over shoulder against the trunk's line: + chin to the chest."""
    neck = minus(body.point("ear" + side), body.point("shoulder" + side))
    up = unit(minus(body.point("shoulder" + side), body.point("hip" + side)))
    value = turn(dot(neck, _ahead(body, up)), dot(neck, up))
    return value, _seen(body, "ear" + side, "shoulder" + side, "hip" + side)


def _thigh_opening(body: Body, side: str) -> Measured:  # noqa: ARG001
    """Angle between the thighs; unsigned."""
    left = minus(body.point("knee_l"), body.point("hip_l"))
    right = minus(body.point("knee_r"), body.point("hip_r"))
    return angle(left, right), _seen(body, "hip_l", "hip_r", "knee_l", "knee_r")


def _hip_abduction(body: Body, side: str) -> Measured:
    """Thigh against the trunk's line in the plane of the hips: + outwards."""
    thigh = minus(body.point("knee" + side), body.point("hip" + side))
    out = unit(body.left)
    sign = 1 if side == "_l" else -1
    value = turn(sign * dot(thigh, out), -dot(thigh, body.up))
    return value, _seen(body, "hip_l", "hip_r", "knee" + side, "shoulder_mid")


def _knee_roll(body: Body, side: str) -> Measured:
    """Line between the knees against the line between the hips, seen along the trunk or thighs:
    + knees rolled to the person's left."""
    return _way(side) * _twist(body, "knee"), _seen(body, "hip_l", "hip_r", "knee_l", "knee_r")


def _pelvis_list(body: Body, side: str) -> Measured:
    """Line between the hips against the horizontal: + left side up."""
    return _way(side) * _list(body, "hip"), _seen(body, "hip_l", "hip_r")


def _shoulder_list(body: Body, side: str) -> Measured:
    """Line between the shoulders against the horizontal: + left side up."""
    return _way(side) * _list(body, "shoulder"), _seen(body, "shoulder_l", "shoulder_r")


def _body_line(body: Body, side: str) -> Measured:
    """Shoulder to hip to ankle: 180 straight, below 180 the hips sag, above they pike."""
    shoulder, hip, ankle = ("shoulder" + side, "hip" + side, "ankle" + side)
    up = minus(body.point(shoulder), body.point(hip))
    leg = minus(body.point(ankle), body.point(hip))
    line = unit(minus(body.point(shoulder), body.point(ankle)))
    back_to_line = across(up, line)
    standing = abs(dot(line, body.upward)) > UPRIGHT
    way = _ahead(body, line) if standing else (-body.upward[0], -body.upward[1], -body.upward[2])
    bent = 180 - angle(up, leg)
    sags = dot(back_to_line, way) < 0
    return (180 - bent if sags else 180 + bent), _seen(body, shoulder, hip, ankle)


def _thigh_inclination(body: Body, side: str) -> Measured:
    """Thigh against straight down: 0 hanging, 90 level, 180 up."""
    return _hang(body, "hip" + side, "knee" + side)


def _shank_inclination(body: Body, side: str) -> Measured:
    """Shank against straight down."""
    return _hang(body, "knee" + side, "ankle" + side)


def _arm_inclination(body: Body, side: str) -> Measured:
    """Upper arm against straight down."""
    return _hang(body, "shoulder" + side, "elbow" + side)


def _pelvis_height(body: Body, side: str) -> Measured:  # noqa: ARG001
    return _height(body, "hip_mid")


def _ankle_height(body: Body, side: str) -> Measured:
    return _height(body, "ankle" + side)


def _wrist_height(body: Body, side: str) -> Measured:
    return _height(body, "wrist" + side)


def _knee_height(body: Body, side: str) -> Measured:
    return _height(body, "knee" + side)


def _head_height(body: Body, side: str) -> Measured:
    return _height(body, "ear" + side)


def _shoulder_height(body: Body, side: str) -> Measured:  # noqa: ARG001
    return _height(body, "shoulder_mid")


def _knee_gap(body: Body, side: str) -> Measured:  # noqa: ARG001
    return _gap(body, "knee")


def _ankle_gap(body: Body, side: str) -> Measured:  # noqa: ARG001
    return _gap(body, "ankle")


def _pelvis_shift(body: Body, side: str) -> Measured:
    """How far the hips are to the person's left of the feet."""
    left = unit(across(minus(body.point("hip_l"), body.point("hip_r")), body.upward))
    moved = minus(body.point("hip_mid"), body.point("ankle_mid"))
    return _way(side) * dot(moved, left) / body.trunk, _seen(body, "hip_mid", "ankle_mid")


def _way(side: str) -> float:
    """-1 where what is + towards the left is asked for as + towards the right."""
    return -1.0 if side == "_r" else 1.0


GUESSED = 0.15  # visibility below which a pose model only guesses
FLOOR = ("ankle_l", "ankle_r", "knee_l", "knee_r", "hip_l", "hip_r")


def _height(body: Body, name: str) -> Measured:
    """Above the lowest of hips, knees and ankles, as a share of the trunk's length. Hands are left
    out: one that lies nearer to the camera looks lower than the floor is. So is what is only
    guessed at: it may be anywhere."""
    heights = [body.height(other) for other in FLOOR if body.point(other)[3] >= GUESSED]
    lowest = min([height for height in heights if known(height)], default=NAN)
    return (body.height(name) - lowest) / body.trunk, _seen(body, name)


def _gap(body: Body, part: str) -> Measured:
    """Between left and right, as a share of the trunk's length."""
    left, right = part + "_l", part + "_r"
    return length(minus(body.point(left), body.point(right))) / body.trunk, _seen(body, left, right)


def _bend(body: Body, upper: str, joint: str, lower: str) -> Measured:
    up = minus(body.point(upper), body.point(joint))
    down = minus(body.point(lower), body.point(joint))
    return 180 - angle(up, down), _seen(body, upper, joint, lower)


def _hang(body: Body, upper: str, lower: str) -> Measured:
    limb = minus(body.point(upper), body.point(lower))
    return angle(limb, body.upward), _seen(body, upper, lower)


def _list(body: Body, part: str) -> float:
    line = minus(body.point(part + "_l"), body.point(part + "_r"))
    rise = dot(line, body.upward)
    return turn(rise, length(across(line, body.upward)))


def _twist(body: Body, part: str) -> float:
    """Turn of the line between two landmarks against the line between the hips."""
    hips = minus(body.point("hip_l"), body.point("hip_r"))
    line = minus(body.point(part + "_l"), body.point(part + "_r"))
    if body.upward[1] < 0:  # a picture: the turn is in its plane
        return turn(hips[0] * line[1] - hips[1] * line[0], dot(hips, line))
    out = unit(hips)
    return turn(-dot(line, body.ahead), dot(line, out))


def _ahead(body: Body, up: Vector) -> Vector:
    """Ahead, at right angles to `up`."""
    if body.upward[1] < 0:
        return (-up[1] * body.facing, up[0] * body.facing, 0.0)
    return unit(across(body.ahead, up))


def _seen(body: Body, *names: str) -> float:
    seen = 1.0
    for name in names:
        seen = min(seen, body.point(name)[3])
    return seen


ONE = {
    "trunk_inclination": _trunk_inclination,
    "trunk_lean": _trunk_lean,
    "thigh_opening": _thigh_opening,
    "knee_roll": _knee_roll,
    "pelvis_list": _pelvis_list,
    "shoulder_list": _shoulder_list,
    "pelvis_height": _pelvis_height,
    "shoulder_height": _shoulder_height,
    "knee_gap": _knee_gap,
    "ankle_gap": _ankle_gap,
    "pelvis_shift": _pelvis_shift,
}
TWO = {
    "hip_flexion": _hip_flexion,
    "knee_flexion": _knee_flexion,
    "elbow_flexion": _elbow_flexion,
    "ankle_dorsiflexion": _ankle_dorsiflexion,
    "shoulder_flexion": _shoulder_flexion,
    "neck_flexion": _neck_flexion,
    "hip_abduction": _hip_abduction,
    "body_line": _body_line,
    "thigh_inclination": _thigh_inclination,
    "shank_inclination": _shank_inclination,
    "arm_inclination": _arm_inclination,
    "ankle_height": _ankle_height,
    "wrist_height": _wrist_height,
    "knee_height": _knee_height,
    "head_height": _head_height,
}
MEASURES = tuple(ONE) + tuple(TWO)
# Of the whole body, + towards the person's left; with a side, + towards that side.
SIGNED = ("trunk_lean", "knee_roll", "pelvis_list", "shoulder_list", "pelvis_shift")
RATIOS = (
    "pelvis_height", "shoulder_height", "ankle_height", "wrist_height", "knee_height",
    "head_height", "knee_gap", "ankle_gap", "pelvis_shift",
)  # fmt: skip
SIDES = ("l", "r", "near", "work", "other")


def split(name: str) -> tuple[str, str]:
    """(measure, side) of a name such as `hip_flexion_work`; the side is "" where none is given.

    Raises `KeyError` for a name that is no measure.
    """
    base, side = name, ""
    for known_side in SIDES:
        if name.endswith("_" + known_side):
            base, side = name[: -len(known_side) - 1], known_side
    if base not in ONE and base not in TWO:
        raise KeyError(name)
    return base, side


def measure(body: Body, name: str) -> Measured:
    """(value, confidence) of a measure on `body`; sides as in the module's description."""
    function, side = found(name)
    return function(body, side or "_" + body.near)


def found(name: str) -> tuple[Measure, str]:
    """The function for a measure and its side; "" where that is the near one."""
    base, side = split(name)
    if base in SIGNED and side in ("l", "r"):
        return ONE[base], "_" + side
    if base in ONE:
        return ONE[base], "_"
    return TWO[base], "_" + side if side in ("l", "r") else ""
