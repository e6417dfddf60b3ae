"""Vectors as (x, y, z) tuples, angles in degrees. A picture is a space whose z is 0.

Shared by CPython and MicroPython.
"""

import math

from .kinds import Vector

NAN = float("nan")


def known(value: float) -> bool:
    """Whether `value` is a number."""
    return value == value


def minus(a: tuple[float, ...], b: tuple[float, ...]) -> Vector:
    """From `b` to `a`."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def middle(a: tuple[float, ...], b: tuple[float, ...]) -> Vector:
    """Half way between `a` and `b`."""
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2)


def dot(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: tuple[float, ...], b: tuple[float, ...]) -> Vector:
    """Vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: tuple[float, ...]) -> float:
    """Length of `a`."""
    return math.sqrt(dot(a, a))


def unit(a: tuple[float, ...]) -> Vector:
    """`a` made one long; NaN for a vector without length."""
    size = length(a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > 0 else (NAN, NAN, NAN)


def across(a: tuple[float, ...], axis: tuple[float, ...]) -> Vector:
    """The part of `a` at right angles to the unit vector `axis`."""
    along = dot(a, axis)
    return (a[0] - along * axis[0], a[1] - along * axis[1], a[2] - along * axis[2])


def angle(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Between `a` and `b`: 0 to 180 degrees; NaN when one has no length."""
    size = length(a) * length(b)
    if not size > 0:
        return NAN
    return math.degrees(math.acos(max(-1.0, min(1.0, dot(a, b) / size))))


def turn(ahead: float, along: float, lowest: float = -180.0) -> float:
    """The angle whose tangent is `ahead`/`along`, in degrees from `lowest` to `lowest` + 360."""
    if not (known(ahead) and known(along)) or (ahead == 0 and along == 0):
        return NAN
    degrees = math.degrees(math.atan2(ahead, along))
    return degrees + 360 if degrees < lowest else degrees
