"""Stick people for the tracker's tests: places of landmarks worked out by hand, in picture heights.

A person 0.2 picture heights from hip to shoulder, thigh and shank as long as that, side-on, facing
right when upright. What a test expects of them follows from these drawings, never from the tracker.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from ischia.motion.landmarks import LANDMARKS

Point = tuple[float, float]
Landmarks = list[tuple[float, float, float, float]]
Frame = tuple[float, Landmarks | None]
SEGMENT = 0.2
FLOOR = 0.8
RATE = 15.0
FAR = 0.012  # how far the far side is drawn from the near one


def turned(start: Point, degrees: float, length: float = SEGMENT) -> Point:
    """From `start`, `degrees` counted from straight right towards straight up."""
    angle = math.radians(degrees)
    return start[0] + length * math.cos(angle), start[1] - length * math.sin(angle)


def landmarks(parts: dict[str, Point], visibility: float = 0.99) -> Landmarks:
    """All 17 landmarks from the parts of a body; `knee` is both knees, `knee_l` one of them."""
    found: Landmarks = []
    for name in LANDMARKS:
        x, y = parts[name] if name in parts else parts[name.rpartition("_")[0] or name]
        shift = FAR if name.endswith("_r") else 0.0
        found.append((x + shift, y - shift, 0.0, visibility))
    return found


def bridge(share: float) -> Landmarks:
    """On the back with bent knees, head to the left; the hips lifted by `share` of 30 degrees."""
    shoulder = (0.3, FLOOR)
    ankle = (0.3 + 0.2 + 0.2 * math.sqrt(2) - 0.02, FLOOR)
    hip = turned(shoulder, 30 * share)
    knee = _knee(hip, ankle)
    return landmarks({
        "nose": (0.2, FLOOR - 0.07), "ear": (0.2, FLOOR - 0.02), "shoulder": shoulder,
        "elbow": (0.4, FLOOR), "wrist": (0.5, FLOOR), "hip": hip, "knee": knee,
        "ankle": ankle, "toe": (ankle[0] + 0.06, FLOOR),
    })  # fmt: skip


def _knee(hip: Point, ankle: Point) -> Point:
    """Where thigh and shank meet, above the line from hip to ankle."""
    x, y = ankle[0] - hip[0], ankle[1] - hip[1]
    half = math.hypot(x, y) / 2
    rise = math.sqrt(max(SEGMENT**2 - half**2, 0.0))
    return (hip[0] + x / 2 + rise * y / (2 * half), hip[1] + y / 2 - rise * x / (2 * half))


def knee_to_chest(share: float, side: str = "l") -> Landmarks:
    """On the back with bent knees; one thigh drawn from 45 to 125 degrees against the trunk."""
    hip = (0.6, FLOOR)
    other = turned(hip, 45)
    knee = turned(hip, 45 + 80 * share)
    parts: dict[str, Point] = {
        "nose": (0.3, FLOOR - 0.07), "ear": (0.3, FLOOR - 0.02), "shoulder": (0.4, FLOOR),
        "elbow": (0.5, FLOOR), "wrist": (0.6, FLOOR), "hip": hip,
        "knee": other, "ankle": turned(other, -45), "toe": (1.0, FLOOR),
    }  # fmt: skip
    ankle = turned(knee, -45 + 70 * share)
    parts |= {f"knee_{side}": knee, f"ankle_{side}": ankle}
    parts |= {f"toe_{side}": (ankle[0] + 0.06, ankle[1])}
    return landmarks(parts)


def standing() -> Landmarks:
    """Upright, side-on, facing right."""
    hip = (0.6, 0.4)
    return landmarks({
        "nose": (0.64, 0.13), "ear": (0.6, 0.13), "shoulder": (0.6, 0.2), "elbow": (0.6, 0.3),
        "wrist": (0.62, 0.4), "hip": hip, "knee": (0.6, 0.6), "ankle": (0.6, 0.8),
        "toe": (0.66, 0.82),
    })  # fmt: skip


def plank(sag: float = 0.0) -> Landmarks:
    """Face down on the toes and straight arms, head to the left; hips `sag` lower than the line."""
    shoulder, ankle = (0.3, 0.55), (0.95, 0.75)
    hip = (0.3 + 0.33 * 0.65, 0.55 + 0.33 * 0.2 + sag)
    knee = (0.3 + 0.67 * 0.65, 0.55 + 0.67 * 0.2 + sag / 2)
    return landmarks({
        "nose": (0.2, 0.58), "ear": (0.22, 0.53), "shoulder": shoulder, "elbow": (0.3, 0.68),
        "wrist": (0.3, FLOOR), "hip": hip, "knee": knee, "ankle": ankle, "toe": (0.96, FLOOR),
    })  # fmt: skip


def minimum_jerk(share: float) -> float:
    """From 0 to 1 as a limb goes there (Flash and Hogan 1985)."""
    return share**3 * (10 - 15 * share + 6 * share**2)


def course(
    tops: Sequence[float], *, up: float = 1.5, hold: float = 2.0, rest: float = 1.0
) -> Iterator[tuple[float, float]]:
    """(seconds, share): rest first, then each top reached, held, left, and rest again."""
    spans = [(rest, 0.0, 0.0)]
    for top in tops:
        spans += [(up, 0.0, top), (hold, top, top), (up, top, 0.0), (rest, 0.0, 0.0)]
    for number in range(round(sum(span[0] for span in spans) * RATE)):
        t = number / RATE
        yield t, _share(spans, t)


def _share(spans: Sequence[tuple[float, float, float]], t: float) -> float:
    for seconds, start, end in spans:
        if t < seconds:
            return start + (end - start) * minimum_jerk(t / seconds)
        t -= seconds
    return 0.0


def film(
    person: Callable[[float], Landmarks], shares: Iterator[tuple[float, float]], begin: float = 0.0
) -> list[Frame]:
    """Frames of a person who follows a course, from `begin` seconds on."""
    return [(begin + t, person(share)) for t, share in shares]


def still(person: Landmarks | None, seconds: float, begin: float = 0.0) -> list[Frame]:
    """Frames of a person who does not move, or of nobody."""
    return [(begin + number / RATE, person) for number in range(round(seconds * RATE))]


def joined(*films: Sequence[Frame]) -> list[Frame]:
    """Films one after the other."""
    frames: list[Frame] = []
    for each in films:
        begin = frames[-1][0] + 1 / RATE if frames else 0.0
        frames += [(begin + t - each[0][0], person) for t, person in each]
    return frames
