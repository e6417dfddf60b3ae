"""Bodies seen from behind for the drawings: where it is felt, and how it moves up."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from ischia.web.bodyshape import ARM, BACK, NERVE, smooth, trunk

RIGHT, LEFT = 1, -1
WHOLE = (160, 440)  # of the drawing's height: from the low back to the heel
STEPS = ((196, 400), (160, 290), (158, 178))


class Bodies(Struct, frozen=True):
    """All that the drawings of bodies are made of, as SVG paths. `felt` is a line down the nerve,
    to be drawn broad; `steps` are shorter ones, each higher than the one before."""

    trunk: str
    arms: tuple[str, ...]
    nerves: tuple[str, ...]
    felt: str
    steps: tuple[str, ...]


@lru_cache(maxsize=1)
def bodies() -> Bodies:
    """Drawn once."""
    return Bodies(
        trunk=trunk(),
        arms=tuple(smooth(ARM, side=side, closed=True) for side in (RIGHT, LEFT)),
        nerves=tuple(
            smooth(line, side=side, closed=False) for line in NERVE[BACK] for side in (RIGHT, LEFT)
        ),
        felt=_along(*WHOLE),
        steps=tuple(_along(*step) for step in STEPS),
    )


def _along(top: float, bottom: float) -> str:
    """The nerve between two heights."""
    points = tuple((x, y) for x, y in NERVE[BACK][0] if top <= y <= bottom)
    return smooth(points, side=RIGHT, closed=False)
