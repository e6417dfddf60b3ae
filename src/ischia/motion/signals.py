"""Which measures tell the progress of a demonstrated movement, and how far they go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ischia.motion.bridging import Rows
from ischia.motion.demonstration import Demonstration, Frames
from ischia.motion.tracker.body import Body, near_side
from ischia.motion.tracker.channel import RATIO_UNITS
from ischia.motion.tracker.facing import Facing
from ischia.motion.tracker.measures import ONE, RATIOS, TWO, measure
from ischia.protocol.movement import MEASURES, Laterality, Span

Mask = NDArray[np.bool_]

LEAST_DEGREES = 12.0  # a measure that moves less tells no progress
LEAST_FOLLOWS = 0.8  # correlation with the course
MOST_SIGNALS = 2
AS_GOOD = 0.5  # a second signal must be at least this share as clear as the first
ONE_SIDED = 0.5  # the other side moves less than this share: one side works
MOST_FRAMES = 3000
SIDES = ("l", "r")

# The landmarks that a measure needs, for the tracker's `needs`.
NEEDS = {
    "hip": ("trunk", "hip", "body", "pelvis", "thigh", "knee_roll", "knee_gap", "ankle_gap"),
    "shoulder": ("trunk", "hip_flexion", "shoulder", "arm", "body", "neck", "elbow"),
    "knee": ("hip_", "knee", "thigh", "shank"),
    "ankle": ("knee_flexion", "shank", "ankle", "body_line", "pelvis_shift"),
    "elbow": ("shoulder_flexion", "arm", "elbow"),
    "wrist": ("elbow", "wrist"),
}


@dataclass(frozen=True, slots=True)
class Signal:
    """`spans` as they were measured; `sides` of each demonstration's repetitions: l, r or both."""

    spans: tuple[Span, ...]
    sides: tuple[tuple[str, ...], ...]
    clear: float

    @property
    def laterality(self) -> Laterality:
        """Both sides together, one, or one after the other."""
        used = {side for person in self.sides for side in person}
        if "both" in used:
            return "bilateral"
        alternates = any(len(set(person)) > 1 for person in self.sides)
        return "alternating" if alternates else "per_side"


def choose_signal(tables: Sequence[Table]) -> Signal:
    """The clearest measures: far against their unrest, and in step with the movement.

    Where no measure is clear, the least unclear one: its `clear` says how much to trust it.
    """
    one_sided = any_one_sided(tables)
    names = _candidates(one_sided=one_sided)
    ranked = _ranked(tables, names, LEAST_DEGREES, LEAST_FOLLOWS)
    ranked = ranked or _ranked(tables, names, LEAST_DEGREES / 2, LEAST_FOLLOWS / 2)
    ranked = ranked or _ranked(tables, names, LEAST_DEGREES / 4, 0.0)
    best = ranked[:1]
    for clear, name in ranked[1:]:
        related = any(_stem(name) == _stem(other) for _, other in best)
        if len(best) < MOST_SIGNALS and clear >= AS_GOOD * best[0][0] and not related:
            best.append((clear, name))
    spans = tuple(_span(tables, name) for _, name in best)
    both = [("both",) * len(table.sides) for table in tables]
    sides = [tuple(table.sides) for table in tables] if one_sided else both
    return Signal(spans, tuple(sides), best[0][0] if best else 0.0)


def any_one_sided(tables: Sequence[Table]) -> bool:
    """Whether one side works at a time: the other moves little, or they take turns."""
    shares = [table.other_share() for table in tables]
    return float(np.median(shares)) < ONE_SIDED or any(table.alternating for table in tables)


def needs_of(spans: Sequence[Span]) -> tuple[str, ...]:
    """The parts of the body that must be seen for these measures."""
    names = [span.measure for span in spans]
    return tuple(part for part, marks in NEEDS.items() if any(n.startswith(marks) for n in names))


class Table:
    """All measures of one demonstration at its repetitions' frames.

    `values` has a column for every one-piece measure, and `_near`, `_work` and `_other` columns for
    two-sided ones; which side works is decided for each repetition by which side moves more.
    """

    def __init__(self, shown: Demonstration) -> None:
        self.frames, parts = _frames(shown)
        self.course = shown.course[self.frames]
        self.rest = np.isin(self.frames, shown.at_rest())
        self.top = np.isin(self.frames, shown.at_target())
        raw = _measured(shown, self.frames)
        moved = [{side: self._moved(raw, part, side) for side in SIDES} for part in parts]
        self.sides = ["l" if one["l"] >= one["r"] else "r" for one in moved]
        self.alternating = shown.alternating
        if not shown.alternating:
            self.sides = [max(SIDES, key=self.sides.count)] * len(self.sides)
        self._shares = [min(one.values()) / max(*one.values(), 1e-9) for one in moved]
        self.values = {name: raw[name] for name in ONE if name in raw}
        near = SIDES[int(np.median(raw["near"]))]
        for name in TWO:
            if f"{name}_l" in raw:
                self.values[name] = raw[f"{name}_{near}"]
                self.values |= self._by_role(raw, parts, name)

    def other_share(self) -> float:
        """How much the other side moves against the working one: 1 for alike."""
        return float(np.median(self._shares))

    def _by_role(self, raw: dict[str, Rows], parts: Sequence[Mask], name: str) -> dict[str, Rows]:
        work, other = np.full(len(self.frames), np.nan), np.full(len(self.frames), np.nan)
        for side, part in zip(self.sides, parts, strict=True):
            work[part] = raw[f"{name}_{side}"][part]
            other[part] = raw[f"{name}_{'r' if side == 'l' else 'l'}"][part]
        return {f"{name}_work": work, f"{name}_other": other}

    def _moved(self, raw: dict[str, Rows], part: Mask, side: str) -> float:
        """By how much the measures of one side change in one repetition, in degrees together."""
        rest, top = part & self.rest, part & self.top
        if not rest.any() or not top.any():
            return 0.0
        total = 0.0
        for name in TWO:
            values = raw.get(f"{name}_{side}")
            if values is not None:
                size = abs(float(np.nanmedian(values[top]) - np.nanmedian(values[rest])))
                total += size * scale_of(name) if np.isfinite(size) else 0.0
        return total

    def ends(self, name: str) -> tuple[float, float]:
        """(value at rest, value at the target)."""
        values = self.values[name]
        return float(np.nanmedian(values[self.rest])), float(np.nanmedian(values[self.top]))

    def unrest(self, name: str) -> float:
        """How much it differs between the repetitions' targets and from frame to frame."""
        values = self.values[name]
        return float(np.nanstd(values[self.top]) + np.nanstd(np.diff(values)))

    def follows(self, name: str) -> float:
        """Correlation with the course, unsigned; 0 when it is mostly not seen or stays."""
        values = self.values[name]
        known = np.isfinite(values)
        if known.sum() < len(values) / 2 or float(np.std(values[known])) == 0:
            return 0.0
        return abs(float(np.corrcoef(values[known], self.course[known])[0, 1]))


def _frames(shown: Demonstration) -> tuple[Frames, list[Mask]]:
    """The frames of all repetitions, thinned when they are many, and each repetition's part."""
    swings = [swing.frames for swing in shown.repetitions]
    total = sum(s.end - s.start + 1 for s in swings)
    step = 1 + total // MOST_FRAMES
    ranges = [np.arange(s.start, s.end + 1, step) for s in swings]
    number = np.concatenate([np.full(len(one), n) for n, one in enumerate(ranges)])
    return np.concatenate(ranges), [number == n for n in range(len(ranges))]


def _measured(shown: Demonstration, frames: Frames) -> dict[str, Rows]:
    """Every measure, both sides, and `near`: 1 where the right side is the better seen one."""
    points = shown.recording.points().astype(np.float64)
    space = shown.recording.space
    facing, near = Facing(), "l"
    names = [name for name in MEASURES if name in ONE]
    names += [f"{name}_{side}" for name in MEASURES if name in TWO for side in SIDES]
    table: dict[str, list[float]] = {name: [] for name in (*names, "near")}
    for frame in frames.tolist():
        landmarks = [(p[0], p[1], p[2], p[3]) for p in points[frame].tolist()]
        looks = facing.look(float(shown.recording.t[frame]), landmarks) if space == "image" else 1
        near = near_side(landmarks, near)
        body = Body(landmarks, space, looks, near)
        for name in names:
            table[name].append(measure(body, name)[0])
        table["near"].append(float(near == "r"))
    return {name: np.array(values) for name, values in table.items()}


def _candidates(*, one_sided: bool) -> list[str]:
    suffix = "_work" if one_sided else ""
    unique = dict.fromkeys(MEASURES)
    return [n for n in unique if n in ONE] + [n + suffix for n in unique if n in TWO]


def _ranked(
    tables: Sequence[Table], names: Sequence[str], least: float, follows: float
) -> list[tuple[float, str]]:
    """(how clear, name), the clearest first; without what moves little or out of step."""
    found: list[tuple[float, str]] = []
    for name in names:
        worth = [_clear(table, name, least, follows) for table in tables]
        middle = float(np.median(worth))
        if middle > 0:
            found.append((middle, name))
    return sorted(found, reverse=True)


def _clear(table: Table, name: str, least: float, follows: float) -> float:
    """How far it goes against its unrest; 0 for what moves little or out of step."""
    start, target = table.ends(name)
    size, with_course = abs(target - start), table.follows(name)
    if not size * scale_of(name) >= least or with_course < follows:
        return 0.0
    return size / max(table.unrest(name), 1e-6) * with_course**2


def _span(tables: Sequence[Table], name: str) -> Span:
    ends = np.array([table.ends(name) for table in tables])
    start, target = np.median(ends, axis=0).tolist()
    return Span(measure=name, start=round(start, 3), target=round(target, 3))


def scale_of(name: str) -> float:
    """What makes a measure comparable with degrees."""
    return RATIO_UNITS if name.removesuffix("_work") in RATIOS else 1.0


def _stem(name: str) -> str:
    """Measures of the same part of the body begin alike; two of them tell no more than one."""
    return name.partition("_")[0]
