"""Names for the shapes that the tracker's parts hand to each other, for readers and type checkers.

MicroPython has no `typing` and does not read annotations; there the names stand for anything.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .body import Body

    Point = tuple[float, float, float, float]  # x, y, z, visibility
    Points = list[Point]  # the 17 landmarks of one frame
    Vector = tuple[float, float, float]
    Settings = dict[str, float]
    Ranges = dict[str, float]  # {short, beyond}: see worth.py
    Plan = dict[str, Any]  # of a movement, a fault, a signal: see docs/reference/tracker.md
    Record = dict[str, Any]  # what comes out: a summary, a repetition, a cue
    Measured = tuple[float, float]  # value, confidence
    Measure = Callable[[Body, str], Measured]
else:
    Point = Points = Vector = Settings = Ranges = Plan = Record = Measured = Measure = object
