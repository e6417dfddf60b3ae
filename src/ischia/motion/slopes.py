"""How far a body is from where it rests, and how that changes with each unknown.

A turn about a line through `pivot` along `axis` moves a point p by axis x (p - pivot), so the slope
of anything that grows by `way` as p moves is way . (axis x (p - pivot)): the product of the line
(axis, pivot x axis) and the wrench (p x way, way), as in screw theory.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ischia.motion.chain import Posed, Triple, chain_of
from ischia.motion.resting import Row
from ischia.motion.skeleton import Body

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lever:
    """Which turns belong to the coordinates that may give way.

    `turns` are their numbers in `Posed.swivels`; `carried` tells, for each segment, which of them
    move it (0 or 1); `share` (turns, coordinates) is how far each turns with its coordinate, rad.
    """

    turns: tuple[int, ...]
    carried: dict[str, list[float]]
    share: Floats


@lru_cache(maxsize=256)
def lever_of(body: Body, giving: tuple[str, ...]) -> Lever:
    """The lever of some coordinates of a body, sides spelt out."""
    chain = chain_of(body)
    all_turns = [(s.name, turn) for s in chain.segments for turn in s.turns]
    numbers = tuple(n for n, (_, turn) in enumerate(all_turns) if turn.coordinate in giving)
    turns = [all_turns[n] for n in numbers]
    share = np.zeros((len(turns), len(giving)))
    for row, (_, turn) in enumerate(turns):
        share[row, giving.index(turn.coordinate)] = turn.share * math.pi / 180
    carried = {
        name: [float(segment in above) for segment, _ in turns]
        for name, above in chain.above.items()
    }
    return Lever(numbers, carried, share)


def slopes(lever: Lever, now: Posed, rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """The values of rows (rows,), and their slopes (rows, 3 + coordinates).

    The columns are where the body is (metres) and the coordinates of `lever` (degrees).
    """
    wrenches: list[tuple[float, ...]] = []
    carried: list[list[float]] = []
    owners: list[int] = []
    for number, (_, pulls) in enumerate(rows):
        for point, way in pulls:
            spots = now.chain.points[point]
            x, y, z = way
            part = 1 / len(spots)
            for spot in spots:
                wrenches.append(_wrench(now.spot(spot), (part * x, part * y, part * z)))
                carried.append(lever.carried[spot.segment])
                owners.append(number)
    slope = np.zeros((len(rows), 3 + lever.share.shape[1]))
    if rows:
        pushed = np.array(wrenches)
        turned = (pushed @ _lines(lever, now).T * np.array(carried)) @ lever.share
        np.add.at(slope, owners, np.hstack([pushed[:, 3:], turned]))
    return np.array([value for value, _ in rows]), slope


def _wrench(p: Triple, way: Triple) -> tuple[float, ...]:
    return (*_cross(p, way), *way)


def _lines(lever: Lever, now: Posed) -> Floats:
    """(turns, 6): the line about which each turn goes."""
    chosen = [now.swivels[n] for n in lever.turns]
    return np.array([(*s.axis, *_cross(s.pivot, s.axis)) for s in chosen]).reshape(-1, 6)


def _cross(a: Triple, b: Triple) -> Triple:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
