"""What stands around the person, and what the person holds, by the names of a movement's props."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ischia.motion.figure_furniture import FURNITURE, floor
from ischia.motion.figure_held import AROUND, HELD
from ischia.motion.figure_part import Part
from ischia.motion.figure_thing import Bodies, Thing
from ischia.motion.kinematics import Points

MAKERS = FURNITURE | AROUND
PROPS = (*MAKERS, *(name for name in HELD if name not in MAKERS))


def things(names: Sequence[str], bodies: Bodies) -> Iterator[Thing]:
    """The faces of all that stands around, from the back to the front, the floor first."""
    yield floor(bodies)
    for name in names:
        if name in MAKERS:
            yield from MAKERS[name](bodies)


def held(names: Sequence[str], points: Points, bodies: Bodies) -> Iterator[Part]:
    """Things that move with the body: a ball, a towel, a stick, the pedals of a bike."""
    for name in names:
        if name in HELD:
            yield from HELD[name](points, bodies)
