"""One repetition brought to a fixed number of steps, so that repetitions can be compared.

Twice, one after the other: by time, in which hurrying and waiting show; and by the way out and back
(rest, farthest, rest), in which only the shape shows. Each is seen from where it begins and ends,
so that a person's own posture at rest counts for nothing.
"""

from __future__ import annotations

import numpy as np

from ischia.motion.bridging import Rows

STEPS = 20  # of each of the two
FARTHEST = 0.9  # of the largest distance from rest: between the first and last of these is the turn
AT_REST = 0.1
PHASES = ("out", "turn", "back")


def aligned(repetition: Rows) -> Rows:
    """(2 x STEPS, numbers) of one repetition (frames, numbers), smoothed beforehand."""
    both = (_resampled(repetition, 0, len(repetition) - 1, STEPS), _by_way(repetition))
    return np.concatenate([part - (part[0] + part[-1]) / 2 for part in both])


def phase_of(step: int) -> str:
    """Which of `PHASES` a step of an aligned repetition lies in."""
    place = step % STEPS
    half = STEPS // 2
    if half - 1 <= place <= half:
        return "turn"
    return "out" if place < half else "back"


def _by_way(repetition: Rows) -> Rows:
    ends = (repetition[:3].mean(axis=0) + repetition[-3:].mean(axis=0)) / 2
    away = np.linalg.norm(repetition - ends, axis=1)
    far = np.flatnonzero(away >= FARTHEST * away.max())
    first, last = int(far[0]), int(far[-1])
    resting = AT_REST * away.max()
    before = np.flatnonzero(away[: first + 1] <= resting)
    after = np.flatnonzero(away[last:] <= resting)
    start = int(before[-1]) if len(before) else 0
    end = last + int(after[0]) if len(after) else len(repetition) - 1
    half = STEPS // 2 - 1
    parts = ((start, first, half), (first, last, 2), (last, end, half))
    return np.concatenate([_resampled(repetition, *part) for part in parts])


def _resampled(values: Rows, first: int, last: int, steps: int) -> Rows:
    """`steps` rows from frame `first` to frame `last`, in straight lines between frames."""
    place = np.linspace(first, last, steps)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, len(values) - 1)
    share = (place - low)[:, None]
    return values[low] * (1 - share) + values[high] * share
