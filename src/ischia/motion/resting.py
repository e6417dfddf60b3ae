"""What keeps a body where it rests: how far each resting point is from where it belongs.

A `Row` is one such distance in metres with its slope: how much it grows as each point moves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from ischia.motion.chain import WORLD, Posed, Triple
from ischia.motion.skeleton import Body, bound_points, depth, sided
from ischia.protocol.movement import Rest

Pull: TypeAlias = tuple[str, Triple]  # a point, and the slope along the three world axes
Row: TypeAlias = tuple[float, tuple[Pull, ...]]
Rows: TypeAlias = Callable[[Posed], list[Row]]
Home: TypeAlias = Callable[[str], Triple]  # where a point was at the start

AHEAD, UP = 0, 1
LOWEST = "lowest"
TOUCH = 0.7  # of a metre: what a metre between two points counts
# Hands are left out: a wrist that rests lies higher than the hand, which is drawn flat.
ABOVE_FLOOR = ("heel_l", "heel_r", "toe_l", "toe_r", "knee_l", "knee_r", "elbow_l", "elbow_r",
               "pelvis", "head")  # fmt: skip


def rows(body: Body, rests: Sequence[Rest], work: str, home: Home | None) -> Rows:
    """All that `rests` ask for; what is not held stays above the floor."""
    held = [(rest, point) for rest in rests for point in bound_points(rest.point, work)]
    resting = [_rows_of(body, rest, point, work, home) for rest, point in held]
    points = {point for _, point in held}
    skins = {n: skin for n, skin in _skins(body).items() if n not in points}

    def all_of(now: Posed) -> list[Row]:
        found = [row for each in resting for row in each(now)]
        sunk = ((name, now.point(name)[UP] - skin) for name, skin in skins.items())
        return found + [(deep, ((name, WORLD[UP]),)) for name, deep in sunk if deep < 0]

    return all_of


def _skins(body: Body) -> dict[str, float]:
    return {name: depth(name) * body.height for name in ABOVE_FLOOR}


def _rows_of(body: Body, rest: Rest, point: str, work: str, home: Home | None) -> Rows:
    skin = depth(point) * body.height
    if point == LOWEST:
        return _lowest(_skins(body))
    if rest.onto == "place" and home is not None:
        return _stays(point, home(point))
    if rest.onto in ("floor", "place"):
        return _level(point, UP, rest.height + skin)
    if rest.onto == "wall":
        return _level(point, AHEAD, rest.height + skin)
    other = _partner(rest.onto, point, work)
    return _touching(point, other, skin + depth(other) * body.height)


def _lowest(skins: dict[str, float]) -> Rows:
    def row(now: Posed) -> list[Row]:
        high = {name: now.point(name)[UP] - skin for name, skin in skins.items()}
        name = min(high, key=high.__getitem__)
        return [(high[name], ((name, WORLD[UP]),))]

    return row


def _level(point: str, axis: int, level: float) -> Rows:
    pull = ((point, WORLD[axis]),)
    return lambda now: [(now.point(point)[axis] - level, pull)]


def _stays(point: str, home: Triple) -> Rows:
    pulls = [((point, axis),) for axis in WORLD]

    def row(now: Posed) -> list[Row]:
        apart = (a - b for a, b in zip(now.point(point), home, strict=True))
        return list(zip(apart, pulls, strict=True))

    return row


def _partner(name: str, point: str, work: str) -> str:
    """The point to be held: of the same side, where it has sides and none is said."""
    bound = bound_points(sided(name, work), work)
    same = [candidate for candidate in bound if candidate[-2:] == point[-2:]]
    return (same or list(bound))[0]


def _touching(point: str, other: str, gap: float) -> Rows:
    """Zero when two points lie a skin's depth apart."""

    def row(now: Posed) -> list[Row]:
        (ax, ay, az), (bx, by, bz) = now.point(point), now.point(other)
        apart = (ax - bx, ay - by, az - bz)
        far = sum(a * a for a in apart) ** 0.5 or 1e-9
        near = TOUCH * (1 - gap / far)
        turn = TOUCH * gap / far**3
        found: list[Row] = []
        for along, axis in zip(apart, WORLD, strict=True):
            x, y, z = (near * e + turn * along * a for e, a in zip(axis, apart, strict=True))
            found.append((near * along, ((point, (x, y, z)), (other, (-x, -y, -z)))))
        return found

    return row
