"""A measure followed over time, both sides of it, each against the person's own value at rest.

Left and right of a side-on person swap in pose models, and a hip's point lies some degrees off by
convention. So no absolute angle decides: each side keeps its own value at rest, and what counts is
how far it has gone from there. Shared by CPython and MicroPython.
"""

from .body import Body
from .geometry import NAN, known
from .measures import ONE, RATIOS, SIGNED, found, split
from .one_euro import OneEuro

RATIO_UNITS = 60.0  # a trunk's length weighs as much as this many degrees
KEPT_S = 0.5  # how long a value is kept while it cannot be seen
SIDED = ("l", "r")


class Channel:
    """One measure of the plan. `sides` holds one name (or both sides' names) and their filters."""

    __slots__ = (
        "_functions",
        "base",
        "filters",
        "mode",
        "names",
        "rests",
        "scale",
        "times",
        "values",
    )

    def __init__(self, name: str) -> None:
        self.base, side = split(name)
        ways = self.base in SIGNED and side in ("work", "other")
        self.mode = "one" if self.base in ONE and not ways else (side or "near")
        self.scale = RATIO_UNITS if self.base in RATIOS else 1.0
        if self.mode in ("near", "work", "other"):
            self.names = [self.base + "_l", self.base + "_r"]
        else:
            self.names = [name]
            self.mode = "one"
        self._functions = [found(name) for name in self.names]
        self.filters = [OneEuro() for _ in self.names]
        self.values = [NAN for _ in self.names]
        self.rests = [NAN for _ in self.names]
        self.times = [0.0 for _ in self.names]

    def look(self, t: float, body: Body, least: float) -> None:
        """Take the frame at `t`; what is seen worse than `least` keeps its value for a moment."""
        for place, (function, side) in enumerate(self._functions):
            name = self.names[place]
            if name not in body.measured:
                body.measured[name] = function(body, side or "_" + body.near)
            value, seen = body.measured[name]
            if known(value) and seen >= least:
                smooth = self.filters[place].next(t, value * self.scale)
                self.values[place] = smooth / self.scale
                self.times[place] = t
            elif t - self.times[place] > KEPT_S:
                self.values[place] = NAN

    def rest_here(self, share: float = 1.0) -> None:
        """Move the values at rest to (or by `share` towards) the present ones."""
        for place, value in enumerate(self.values):
            before = self.rests[place]
            if not known(before):
                self.rests[place] = value
            elif known(value):
                self.rests[place] = before + share * (value - before)

    def value(self, near: str, working: str) -> float:
        """The value on the side that this channel speaks of."""
        return self.values[self._place(near, working)]

    def rest(self, near: str, working: str) -> float:
        """The value at rest on that side, NaN before the person has rested."""
        return self._rest(self._place(near, working))

    def _rest(self, place: int) -> float:
        """At rest both sides are alike, so one that was not seen then rests as the other."""
        rest = self.rests[place]
        return rest if known(rest) else self.rests[-1 - place]

    def _place(self, near: str, working: str) -> int:
        if self.mode == "one":
            return 0
        side = near
        if self.mode != "near" and working in SIDED:
            side = working if self.mode == "work" else ("r" if working == "l" else "l")
        return 0 if side == "l" else 1

    def from_start(self, start: float, span: float) -> list[float]:
        """How far each side is from `start` as a share of `span`, whatever the person's rest."""
        return [(value - start) / span for value in self.values]

    def shares(self, start: float, span: float) -> list[float]:
        """How far each side has gone from rest (`start` before any), as a share of `span`."""
        shares: list[float] = []
        for place, value in enumerate(self.values):
            rest = self._rest(place)
            origin = rest if known(rest) else start
            shares.append((value - origin) / span)
        return shares
