"""One person's recording of a few good repetitions, cut into them, with rest and target found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ischia.motion.bridging import TINY, Rows, smooth
from ischia.motion.directions import directions, mirrored
from ischia.motion.periodic import Periodic, Swing, count_periodic
from ischia.motion.recording import Recording, RecordingError

Frames = NDArray[np.int64]
Chosen = Callable[[Rows, NDArray[np.bool_]], NDArray[np.bool_]]

SMOOTH_S = 0.4
TOP = 0.9  # of a repetition's size: the target is held from here
HALF = (0.4, 0.6)
REST = 0.1
FEWEST_FRAMES = 5
WHOLE = 0.5  # of the median size: smaller swings are no repetitions to learn from


@dataclass(frozen=True, slots=True, eq=False)
class Demonstration:
    """`values` (frames, directions) smoothed; `course` (frames,) low at rest."""

    recording: Recording
    names: tuple[str, ...]
    values: Rows
    course: Rows
    repetitions: tuple[Swing, ...]
    alternating: bool

    def paths(self, sides: Sequence[str]) -> list[Rows]:
        """Each repetition's own frames, those of another side than the first one's mirrored."""
        found: list[Rows] = []
        for side, swing in zip(sides, self.repetitions, strict=True):
            path = self.values[swing.frames.start : swing.frames.end + 1]
            found.append(path if side == sides[0] else mirrored(self.names, path))
        return found

    def at_rest(self) -> Frames:
        """Frame numbers at rest before and after repetitions."""
        return self._where(lambda level, _out: level <= REST)

    def at_target(self) -> Frames:
        """Frame numbers at the target."""
        return self._where(lambda level, _out: level >= TOP)

    def half_way(self) -> Frames:
        """Frame numbers about half way out."""
        return self._where(lambda level, out: (level > HALF[0]) & (level < HALF[1]) & out)

    def seconds(self) -> tuple[float, float, float]:
        """Median seconds of the way out, at the target, and of the way back."""
        parts = np.array([self._seconds(swing) for swing in self.repetitions])
        out, top, back = np.median(parts, axis=0).tolist()
        return out, top, back

    def _levels(self, swing: Swing) -> Rows:
        part = self.course[swing.frames.start : swing.frames.end + 1]
        low: Rows = np.linspace(float(part[0]), float(part[-1]), len(part))
        top: Rows = np.maximum(self.course[swing.frames.peak] - low, TINY)
        return (part - low) / top

    def _where(self, chosen: Chosen) -> Frames:
        found: list[int] = []
        for swing in self.repetitions:
            levels = self._levels(swing)
            out = np.arange(len(levels)) <= swing.frames.peak - swing.frames.start
            found += (np.flatnonzero(chosen(levels, out)) + swing.frames.start).tolist()
        return np.array(found, dtype=np.int64)

    def _seconds(self, swing: Swing) -> tuple[float, float, float]:
        t = self.recording.t[swing.frames.start : swing.frames.end + 1]
        levels = self._levels(swing)
        top = np.flatnonzero(levels >= TOP)
        moving = np.flatnonzero(levels > REST)
        first, last = int(top[0]), int(top[-1])
        return (
            float(t[first] - t[moving[0]]),
            float(t[last] - t[first]),
            float(t[moving[-1]] - t[last]),
        )


def demonstration(
    recording: Recording, swing: float, least: float, repetitions: int | None = None
) -> Demonstration:
    """Find the repetitions of `recording` (`swing` and `least` as in `count_periodic`).

    With `repetitions`, the largest so many. Raises `RecordingError` when there are not enough.
    """
    counted = count_periodic(recording, swing, least)
    chosen = _chosen(counted, repetitions)
    seen = directions(recording)
    values = smooth(seen.values, recording.rate, SMOOTH_S)
    return Demonstration(recording, seen.names, values, counted.course, chosen, counted.alternating)


def with_both_sides(shown: Demonstration) -> Demonstration:
    """The same, with the limbs of both sides: what one side does after the other shows in them."""
    seen = directions(shown.recording, both_sides=True)
    values = smooth(seen.values, shown.recording.rate, SMOOTH_S)
    return replace(shown, names=seen.names, values=values)


def _chosen(counted: Periodic, wanted: int | None) -> tuple[Swing, ...]:
    found = [s for s in counted.repetitions if s.frames.end - s.frames.start >= FEWEST_FRAMES]
    if not found or len(found) < (wanted or 1):
        raise RecordingError(
            "repetitions",
            f"{len(found)} found, {wanted or 'at least 1'} wanted",
            "record again: rest, then whole repetitions with a moment of rest between them",
        )
    if wanted is None:
        usual = float(np.median([s.share for s in found]))
        return tuple(s for s in found if s.share >= WHOLE * usual)
    largest: Sequence[Swing] = sorted(found, key=lambda s: -s.share)[:wanted]
    return tuple(sorted(largest, key=lambda s: s.start_s))
