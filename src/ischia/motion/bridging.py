"""Arrays of landmarks without gaps, smoothed: what batch analysis begins with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ischia.motion.landmarks import INDEX

Rows = NDArray[np.float64]

SEEN = 0.3  # a landmark seen worse than this in the median frame is taken as not seen
TINY = 1e-9


def bridged(points: NDArray[np.float32] | Rows) -> Rows:
    """Gaps filled in a straight line, float64 (frames, landmarks, 4); what never appears is NaN."""
    filled = points.astype(np.float64)
    frames = np.arange(len(filled))
    for place in range(filled.shape[1]):
        known = np.isfinite(filled[:, place, :2]).all(axis=1)
        if known.any() and not known.all():
            for axis in range(3):
                course = np.interp(frames, frames[known], filled[known, place, axis])
                filled[:, place, axis] = course
    return filled


def at(points: Rows, name: str) -> Rows:
    """(frames, 3) of one landmark, NaN when it is badly seen on the whole."""
    place = points[:, INDEX[name], :3]
    poor = float(np.median(points[:, INDEX[name], 3])) < SEEN
    return np.full_like(place, np.nan) if poor else place


def middle(points: Rows, part: str) -> Rows:
    """(frames, 3) between left and right, or the one that is seen."""
    left, right = at(points, part + "_l"), at(points, part + "_r")
    if np.isnan(left).any():
        return right
    return left if np.isnan(right).any() else (left + right) / 2


def unit(vectors: Rows) -> Rows:
    """Each row made one long."""
    return vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + TINY)


def trunk_length(points: Rows) -> float:
    """The median distance between the middles of hips and shoulders, in the points' units."""
    trunk = np.linalg.norm(middle(points, "shoulder") - middle(points, "hip"), axis=1)
    return float(np.median(trunk)) or 1.0


def smooth(values: Rows, rate: float, seconds: float) -> Rows:
    """Weighted by a bell (Hann) of about this many seconds; the ends are held."""
    frames = max(1, int(seconds * rate)) | 1
    bell = np.hanning(frames + 2)[1:-1]
    padded = np.pad(values, ((frames // 2, frames // 2), (0, 0)), mode="edge")
    smoothed = np.empty_like(values)
    for number in range(values.shape[1]):
        smoothed[:, number] = np.convolve(padded[:, number], bell / bell.sum(), "valid")
    return smoothed
