"""Progress along the movement: 0 at rest, 1 at the target of the specification.

The projection of what is measured on the line from start to target. A side-by-side measure of one
working limb takes the side that has gone further, so that swapped labels do no harm. Shared by
CPython and MicroPython.
"""

from .body import Body
from .channel import RATIO_UNITS, Channel
from .geometry import NAN, known
from .kinds import Plan
from .measures import RATIOS, split

LEAST_SPAN = 4.0  # degrees: a pose model trembles by more than less
MOST_SEEN = 0.5  # progress is told when more than this share of the path is seen
SIDE_MARGIN = 0.15  # shares of the range by which one side must lead to be the working one


class Path:
    """The plan's `signal`: [{"measure", "start", "target"}], all in degrees or trunk lengths."""

    __slots__ = ("channels", "lead", "spans", "starts", "weights")

    def __init__(self, signal: list[Plan]) -> None:
        signal = [part for part in signal if _tells(part)]
        self.channels = [Channel(part["measure"]) for part in signal]
        self.starts = [part["start"] for part in signal]
        self.spans = [part["target"] - part["start"] for part in signal]
        sizes = [(span * channel.scale) ** 2 for span, channel in zip(self.spans, self.channels)]
        total = sum(sizes)
        self.weights = [size / total if total else 0.0 for size in sizes]
        self.lead = 0.0

    def look(self, t: float, body: Body, least: float) -> None:
        """Take one frame."""
        for channel in self.channels:
            channel.look(t, body, least)

    def progress(self, near: str) -> float:
        """From the person's own rest, in spans of the specification; NaN while not seen."""
        return self._progress(near, own=True)

    def absolute(self, near: str) -> float:
        """From the start of the specification: where the body is, whatever its own rest."""
        return self._progress(near, own=False)

    def from_start(self, near: str) -> float:
        """As `absolute`, but of two sides that which is nearer to the start: people may begin with
        one leg straight, and nobody has said which."""
        total = weight = 0.0
        for place, channel in enumerate(self.channels):
            shares = channel.from_start(self.starts[place], self.spans[place])
            share = _nearest(shares) if channel.mode != "near" else _choose("near", shares, near)[0]
            if known(share):
                total += self.weights[place] * share
                weight += self.weights[place]
        return total / weight if weight > MOST_SEEN else NAN

    def _progress(self, near: str, *, own: bool) -> float:
        total = weight = lead = 0.0
        for place, channel in enumerate(self.channels):
            start, span = self.starts[place], self.spans[place]
            shares = channel.shares(start, span) if own else channel.from_start(start, span)
            share, ahead = _choose(channel.mode, shares, near)
            if known(share):
                total += self.weights[place] * share
                weight += self.weights[place]
                lead += self.weights[place] * ahead
        if own:
            self.lead = lead
        return total / weight if weight > MOST_SEEN else NAN

    def rest_here(self, share: float = 1.0) -> None:
        """The person rests here: progress is counted from here on."""
        for channel in self.channels:
            channel.rest_here(share)

    @property
    def sided(self) -> bool:
        """Whether one side works at a time."""
        return any(channel.mode in ("work", "other") for channel in self.channels)


def _nearest(shares: list[float]) -> float:
    """The share nearest to 0 among those that are known."""
    seen = [share for share in shares if known(share)]
    return min(seen, key=abs) if seen else NAN


def _tells(part: Plan) -> bool:
    """Whether start and target differ by enough to tell one from the other."""
    scale = RATIO_UNITS if split(part["measure"])[0] in RATIOS else 1.0
    return abs(part["target"] - part["start"]) * scale >= LEAST_SPAN


def _choose(mode: str, shares: list[float], near: str) -> tuple[float, float]:
    """(share, how far the left leads the right as the working side)."""
    if mode == "one":
        return shares[0], 0.0
    left, right = shares
    if mode == "near":
        share = left if near == "l" else right
        return (share if known(share) else left if known(left) else right), 0.0
    if not known(left):
        return right, 0.0
    if not known(right):
        return left, 0.0
    lead = left - right if mode == "work" else right - left
    return max(left, right), lead
