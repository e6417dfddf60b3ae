"""Every fault that the camera is said to check shows in its own drawing, and not in the right one.

What is drawn is measured from the exercise's own view and held against the fault's condition as
the protocol states it, without the tracker. A fault that a contact with the floor undoes, or that
cannot be seen from there, fails here.
"""

from __future__ import annotations

import pytest

from ischia.motion.camera import mirrored
from ischia.motion.plan import ideal_camera, landmarks_of, value
from ischia.motion.pose import course, moments
from ischia.motion.skeleton import Body as Build
from ischia.motion.tracker.body import Body
from ischia.protocol.load import load_protocol
from ischia.protocol.movement import TIMED_MEASURES, Look, Movement

PROTOCOL = load_protocol()
COUNTED = [m for m in PROTOCOL.movements.values() if m.rep in ("cycle", "hold")]
SEEN = [
    (movement.id, name)
    for movement in COUNTED
    for name, look in movement.faults.items()
    if look.measure not in TIMED_MEASURES
]
TIMED = [
    (movement.id, name)
    for movement in COUNTED
    for name, look in movement.faults.items()
    if look.measure.endswith("_seconds")
]
PER_SECOND = 2


def drawn(movement: Movement, measure: str, fault: str = "") -> list[tuple[str, float]]:
    """(part, value of the measure) along the course, the right side working."""
    path = course(PROTOCOL, movement, fault)
    looking = ideal_camera(movement)
    found = moments(Build.of(), path, per_second=PER_SECOND)
    bodies = [Body(landmarks_of(mirrored(m.body.points), looking), "image", 1, "r") for m in found]
    parts = ["start", *(path.phases[m.phase].part for m in found[1:])]
    return [(part, value(body, measure)) for part, body in zip(parts, bodies, strict=True)]


def target(values: list[tuple[str, float]]) -> float:
    return [value for part, value in values if part in ("start", "reach", "hold")][-1]


def beyond(look: Look, right: list[tuple[str, float]], shown: list[tuple[str, float]]) -> float:
    """By how much `shown` breaks the fault's condition; below 0 it does not."""
    moved = shown[0][1] - right[0][1]
    origin = {
        "start": shown[0][1],
        "target": target(right) + moved,
        "zero": 0.0,
    }[look.since]
    here = [value for part, value in shown if part == look.part or not look.part]
    here = here or [target(shown)]
    if look.over is not None:
        return max(here) - origin - look.over
    assert look.under is not None
    return origin + look.under - min(here)


@pytest.mark.parametrize(("exercise", "fault"), SEEN)
def test_a_fault_shows_and_what_is_right_does_not(exercise: str, fault: str) -> None:
    movement = PROTOCOL.movements[exercise]
    look = movement.faults[fault]
    right, wrong = drawn(movement, look.measure), drawn(movement, look.measure, fault)
    assert beyond(look, right, wrong) > 0
    assert beyond(look, right, right) < 0


@pytest.mark.parametrize(("exercise", "fault"), TIMED)
def test_a_wrong_tempo_is_drawn_as_one(exercise: str, fault: str) -> None:
    movement = PROTOCOL.movements[exercise]
    look = movement.faults[fault]
    part = look.measure.removesuffix("_seconds")
    right, wrong = (
        sum(p.seconds for p in course(PROTOCOL, movement, name).phases if p.part == part)
        for name in ("", fault)
    )
    if look.under is not None:
        assert wrong < look.under < right
    else:
        assert look.over is not None
        assert right < look.over < wrong


@pytest.mark.parametrize("exercise", [movement.id for movement in COUNTED])
def test_the_signal_can_be_told_from_trembling(exercise: str) -> None:
    """A counted exercise whose signal hardly moves from its view would count anything."""
    movement = PROTOCOL.movements[exercise]
    spans: list[float] = []
    for name in movement.signal:
        values = drawn(movement, name)
        scale = 60.0 if any(word in name for word in ("height", "gap", "shift")) else 1.0
        spans.append(abs(target(values) - values[0][1]) * scale)
    assert sum(span**2 for span in spans) ** 0.5 > 8  # degrees, or 60 a trunk length


@pytest.mark.parametrize("exercise", sorted(PROTOCOL.movements))
def test_what_the_camera_cannot_judge_is_said_and_not_checked(exercise: str) -> None:
    movement = PROTOCOL.movements[exercise]
    assert movement.not_judged
    if movement.rep == "timed":
        assert not movement.faults
