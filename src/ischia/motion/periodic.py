"""Counting the repetitions of any movement in a whole recording, without a plan for it.

The landmarks, seen from the hips in trunk lengths, are smoothed, and the course along which they
move most (their first principal component) is searched for swings out and back. Where a movement
goes now one way and now another, as with one leg and then the other, the distance from the pose it
always returns to is the course instead, so that both sides count.

Nothing is tuned to a movement, and nothing is chosen by what the count should be. A live set is
counted by `ischia.motion.tracker` as it comes; here the whole recording is known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ischia.motion.bridging import Rows, bridged, middle, smooth, trunk_length
from ischia.motion.landmarks import LANDMARKS
from ischia.motion.recording import Recording
from ischia.motion.swings import Course, Turning, swings

SMOOTH_S = 0.7  # one repetition of an exercise takes longer than this
COMPONENTS = 4
USUAL = (2.0, 98.0)  # percentiles of a course between which its range lies
MOST_POSES = 600  # for the search of the pose that is returned to
NEAR_SHARE = 0.1  # poses nearer than this share of the range are the same
FEWEST_SWINGS = 3
CLEAR_SWING = 0.25  # of the range: what shows whether a movement alternates
SAME_WAY, OPPOSITE_WAY = 0.5, -0.75  # cosines between one swing and the next
MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Swing:
    """One repetition: seconds, its size as a share of the range, and frame numbers."""

    start_s: float
    end_s: float
    share: float
    frames: Turning


@dataclass(frozen=True, slots=True)
class Periodic:
    """The repetitions; `course` is float64 (frames,), low at rest, in trunk lengths."""

    repetitions: tuple[Swing, ...]
    alternating: bool
    course: Course

    @property
    def period_s(self) -> float | None:
        """The median time from one repetition's start to the next one's, if there are two."""
        starts = [swing.start_s for swing in self.repetitions]
        return float(np.median(np.diff(starts))) if len(starts) > 1 else None


def count_periodic(recording: Recording, swing: float, least: float) -> Periodic:
    """Count the repetitions of `recording`.

    `swing`: share of the range, out and back, that counts; `least`: trunk lengths (summed over the
    body) below which nothing does (the protocol's tracker_recording_swing, tracker_generic_least).
    """
    course, alternating = _course(smooth(_places(recording), recording.rate, SMOOTH_S))
    size = _range(course)
    if size < least:
        return Periodic((), alternating=False, course=course)
    t = recording.t
    found = [
        Swing(float(t[s.start]), float(t[s.end]), s.size / size, s)
        for s in swings(course, swing * size)
    ]
    return Periodic(tuple(found), alternating, course)


def _places(recording: Recording) -> Rows:
    """Landmarks seen from the middle of the hips, in trunk lengths, float64 (frames, numbers).

    Gaps are bridged in a straight line, and what is badly seen throughout counts for less.
    """
    points = bridged(recording.points())
    axes = 3 if recording.space == "world" else 2
    seen = np.median(points[..., 3], axis=0)
    # One ear stands for the head.
    used = [n for n, name in enumerate(LANDMARKS) if name != "ear_r"]
    known = [n for n in used if np.isfinite(points[:, n, :axes]).all()]
    places = points[:, known, :axes] - middle(points, "hip")[:, None, :axes]
    weighted = places / trunk_length(points) * seen[known, None]
    return weighted.reshape(len(points), -1)


def _course(places: Rows) -> tuple[Course, bool]:
    """(the course to search, whether the movement alternates)."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    path = centred @ axes[:, ::-1][:, :COMPONENTS]
    distance, way = _from_rest(path)
    if _alternates(distance, way):
        return distance, True
    return _rest_low(path[:, 0]), False


def _range(course: Course) -> float:
    low, high = np.percentile(course, USUAL)
    return float(high - low)


def _rest_low(course: Course) -> Course:
    """Turned so that the poses at the beginning and end lie low."""
    edge = max(1, len(course) // 50)
    ends = (np.median(course[:edge]) + np.median(course[-edge:])) / 2
    low, high = np.percentile(course, USUAL)
    turned = course if ends < (low + high) / 2 else -course
    return turned - np.percentile(turned, USUAL[0])


def _from_rest(path: Rows) -> tuple[Course, Rows]:
    """(distance from the pose where most time is spent, way from it), per frame."""
    some = path[:: max(1, len(path) // MOST_POSES)]
    apart = np.linalg.norm(some[:, None] - some[None], axis=2)
    near = NEAR_SHARE * float(np.percentile(apart, 95)) or 1.0
    crowd = np.exp(-((apart / near) ** 2)).sum(axis=1)
    way = path - some[int(np.argmax(crowd))]
    return np.linalg.norm(way, axis=1), way


def _alternates(distance: Course, way: Rows) -> bool:
    """Whether one swing after the other leaves the same pose another way, and not just back."""
    peaks = [swing.peak for swing in swings(distance, CLEAR_SWING * _range(distance))]
    if len(peaks) < FEWEST_SWINGS:
        return False
    ways = way[peaks] / np.maximum(distance[peaks], 1e-9)[:, None]
    turn: Course = (ways[1:] * ways[:-1]).sum(axis=1)
    return float(np.mean((turn < SAME_WAY) & (turn > OPPOSITE_WAY))) > MOSTLY
