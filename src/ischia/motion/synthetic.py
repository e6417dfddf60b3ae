"""Recordings with known truth, made from a movement's specification: one seed, one set.

The specification's own body is posed through repetitions, seen by a camera at some place and turned
into the landmarks of a pose model: with what real ones do wrong, as `Scene` says. An easier world
than a living room: it shows whether the tracker keeps what the specification says, not how well a
camera sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ischia.motion.camera import mirrored
from ischia.motion.landmarks import LANDMARKS
from ischia.motion.plan import ideal_camera, landmarks_of
from ischia.motion.pose import course, moments
from ischia.motion.recording import Recording, make_recording
from ischia.motion.skeleton import Body
from ischia.motion.synthetic_camera import Scene, seen_by
from ischia.motion.tracker.body import Body as TrackedBody
from ischia.motion.tracker.channel import RATIO_UNITS
from ischia.motion.tracker.measures import RATIOS, TWO, measure, split
from ischia.protocol.model import Protocol

Rows = NDArray[np.float64]

POSED_RATE = 8.0  # poses a second; between them landmarks run in straight lines
INCOMPLETE = 0.28  # of the way that the signal goes: turns back before it counts
WHOLE_FROM = 0.6  # of the pose: a repetition, if perhaps a small one
SIDES = {"l": "left", "r": "right"}
SIGNAL_SIDE = {"other": "r", "r": "r"}  # the left side works in what is posed
HEIGHTS, LEGS, SHOULDERS = (1.5, 1.6, 1.7, 1.8, 1.9), (0.95, 1.0, 1.05), (0.92, 1.0, 1.08)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One repetition to be made. `depth` is the share of the way; `pace` divides the speed."""

    side: str = "l"
    depth: float = 1.0
    fault: str = ""
    pace: float = 1.0
    hold_s: float | None = None
    rest_s: float = 1.0

    @property
    def counts(self) -> bool:
        """Whether it goes far enough to be a repetition."""
        return self.depth > WHOLE_FROM


@dataclass(frozen=True, slots=True)
class Truth:
    """Of one attempt: seconds of start, target reached, target left and end."""

    attempt: Attempt
    start_s: float
    reached_s: float
    left_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Synthetic:
    """A recording and what is true of it."""

    recording: Recording
    truth: tuple[Truth, ...]
    scene: Scene = field(default_factory=Scene)

    @property
    def repetitions(self) -> list[Truth]:
        """Those that count."""
        return [one for one in self.truth if one.attempt.counts]


def synthetic(
    protocol: Protocol, exercise: str, attempts: Sequence[Attempt], scene: Scene, seed: int
) -> Synthetic:
    """The set `attempts` of an exercise, seen as `scene` says. The same seed gives the same set."""
    rng = np.random.default_rng(seed)
    body = Body.of(
        float(rng.choice(HEIGHTS)), float(rng.choice(LEGS)), float(rng.choice(SHOULDERS))
    )
    times, places, truth = _performed(protocol, exercise, attempts, body)
    t = np.arange(times[0], times[-1], 1 / scene.rate)
    flat = places.reshape(len(times), -1)
    even = np.stack([np.interp(t, times, column) for column in flat.T], axis=1)
    landmarks = seen_by(even.reshape(len(t), len(LANDMARKS), 3), scene, rng)
    movement = protocol.movements[exercise]
    view = "front" if movement.view in ("front", "feet") else "side"
    recording = make_recording(
        landmarks, t, "blazepose33", view=view, width=scene.width, height=scene.height,
        labels=_labels(exercise, truth),
    )  # fmt: skip
    return Synthetic(recording, tuple(truth), scene)


def performed_share(protocol: Protocol, exercise: str, depth: float) -> float:
    """How far the movement's signal goes when the poses go `depth` of their way, seen square on.

    Poses and signals are not in proportion: a hip rises by the sine of its angle.
    """
    movement = protocol.movements[exercise]
    looking = ideal_camera(movement)
    body = Body.of()
    shares: list[float] = []
    weights: list[float] = []
    ends = {
        way: [TrackedBody(landmarks_of(m.body.points, looking), "image", 1, "l") for m in found]
        for way in (depth, 1.0)
        for found in [moments(body, course(protocol, exercise), per_second=4, depth=way)]
    }
    for name in movement.signal:
        base, side = split(name)
        column = f"{base}_{SIGNAL_SIDE.get(side, 'l')}" if base in TWO else base
        gone: dict[float, float] = {}
        for way, bodies in ends.items():
            values = [measure(one, column)[0] for one in bodies]
            gone[way] = max(abs(value - values[0]) for value in values)
        if gone[1.0] > 0:
            scale = RATIO_UNITS if base in RATIOS else 1.0
            shares.append(gone[depth] / gone[1.0])
            weights.append((gone[1.0] * scale) ** 2)
    return float(np.average(shares, weights=weights)) if shares else depth


def _performed(
    protocol: Protocol, exercise: str, attempts: Sequence[Attempt], body: Body
) -> tuple[Rows, Rows, list[Truth]]:
    """(times (n,), places (n, 17, 3) in metres, truth) of the whole set."""
    times: list[Rows] = []
    places: list[Rows] = []
    truth: list[Truth] = []
    now = 0.0
    for attempt in attempts:
        posed = _posed(protocol, exercise, attempt.fault, attempt.depth, body)
        way = posed.places if attempt.side == "l" else posed.mirrored
        now += attempt.rest_s
        seconds = posed.paced(attempt)
        times.append(now + seconds)
        places.append(way)
        truth.append(posed.truth(attempt, now, seconds))
        now = float(times[-1][-1])
    first, last = places[0][:1], places[-1][-1:]
    end = np.array([now + 1.0])
    return (
        np.concatenate([np.zeros(1), *times, end]),
        np.concatenate([first, *places, last]),
        truth,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """One repetition: times (n,) from 0, the part that each pose belongs to, and the landmarks."""

    times: Rows
    parts: tuple[str, ...]
    places: Rows
    mirrored: Rows

    def paced(self, attempt: Attempt) -> Rows:
        """Times at the attempt's pace, with its own hold."""
        steps = np.diff(self.times, prepend=0.0) * attempt.pace
        held = np.array([part == "hold" for part in self.parts])
        hold = float(steps[held].sum())
        if attempt.hold_s is not None and hold > 0:
            steps[held] *= attempt.hold_s / hold
        return np.cumsum(steps)

    def truth(self, attempt: Attempt, start: float, seconds: Rows) -> Truth:
        """When the target was reached and left."""
        out = [n for n, part in enumerate(self.parts) if part == "reach"]
        stay = [n for n, part in enumerate(self.parts) if part in ("reach", "hold")]
        reached = float(seconds[out[-1]]) if out else 0.0
        left = float(seconds[stay[-1]]) if stay else reached
        end = float(seconds[-1])
        return Truth(attempt, start, start + reached, start + max(reached, left), start + end)


def _posed(protocol: Protocol, exercise: str, fault: str, depth: float, body: Body) -> Posed:
    return _cached(protocol.version, exercise, fault, round(depth, 2), body, _Held(protocol))


@dataclass(frozen=True, slots=True)
class _Held:
    """A protocol that a cache does not compare: its version, which stands beside it, does that."""

    protocol: Protocol = field(compare=False, hash=False)


@lru_cache(maxsize=256)
def _cached(
    version: str,  # noqa: ARG001 (the key to the protocol)
    exercise: str,
    fault: str,
    depth: float,
    body: Body,
    held: _Held,
) -> Posed:
    path = course(held.protocol, exercise, fault)
    found = moments(body, path, per_second=POSED_RATE, depth=depth)
    parts = [path.phases[moment.phase].part for moment in found]
    left = [moment.body.points for moment in found]
    right = [mirrored(points) for points in left]
    both = [np.array([[p[name] for name in LANDMARKS] for p in way]) for way in (left, right)]
    times = np.array([moment.t for moment in found])
    return Posed(times, tuple(parts), both[0], both[1])


def _labels(exercise: str, truth: Sequence[Truth]) -> dict[str, NDArray[np.generic]]:
    """The truth under the names that rendered sets use."""
    spans = [[one.start_s, one.reached_s, one.left_s, one.end_s] for one in truth]
    faults = [f"{one.attempt.fault}:{n}" for n, one in enumerate(truth) if one.attempt.fault]
    return {
        "exercise": np.asarray(exercise),
        "truth_repetitions": np.array(spans, dtype=np.float64),
        "truth_side": np.array([SIDES.get(one.attempt.side, "both") for one in truth]),
        "truth_counts": np.array([one.attempt.counts for one in truth]),
        "truth_faults": np.array(faults, dtype="U64"),
    }
