"""Counting a periodic movement in a whole recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from stick_people import Frame, bridge, course, film, joined, knee_to_chest, standing, still

from ischia.motion.landmarks import SOURCES
from ischia.motion.periodic import count_periodic
from ischia.motion.recording import Recording, make_recording

SWING, LEAST = 0.4, 0.25


def recorded(frames: Sequence[Frame]) -> Recording:
    """A coco17 recording of drawn people, in pictures of 100 by 100 pixels."""
    joints = np.full((len(frames), 17, 4), np.nan, dtype=np.float32)
    for number, (_, person) in enumerate(frames):
        for place, sources in enumerate(SOURCES["coco17"]):
            if person is not None and sources:
                joints[number, sources[0]] = person[place]
    times = np.array([t for t, _ in frames])
    return make_recording(joints, times, "coco17", units="share", width=100, height=100)


@pytest.mark.parametrize("number", [2, 5, 13])
def test_every_swing_counts_once(number: int) -> None:
    found = count_periodic(recorded(film(bridge, course([1.0] * number))), SWING, LEAST)
    assert len(found.repetitions) == number
    assert found.period_s == pytest.approx(6.0, abs=0.5)


def test_times_are_those_of_the_movement() -> None:
    found = count_periodic(recorded(film(bridge, course([1.0] * 4))), SWING, LEAST)
    assert [swing.start_s for swing in found.repetitions[1:]] == [
        pytest.approx(1.0 + 6 * number, abs=0.9) for number in (1, 2, 3)
    ]
    assert all(swing.end_s > swing.start_s for swing in found.repetitions)


def test_unequal_repetitions_and_gaps_count() -> None:
    frames = film(knee_to_chest, course([1.0, 0.8, 1.1, 0.7, 1.0, 0.9]))
    gaps = [(t, None if 7.0 < t < 7.6 else person) for t, person in frames]
    assert len(count_periodic(recorded(gaps), SWING, LEAST).repetitions) == 6


def test_a_step_aside_between_repetitions_is_no_repetition() -> None:
    first = film(bridge, course([1.0] * 4))
    moved = [
        (t, [(x + 0.3, y, z, seen) for x, y, z, seen in person]) for t, person in first if person
    ]
    found = count_periodic(recorded(joined(first, moved)), SWING, LEAST)
    assert len(found.repetitions) == 8


def test_who_stands_still_repeats_nothing() -> None:
    found = count_periodic(recorded(still(standing(), 20)), SWING, LEAST)
    assert found.repetitions == ()
    assert found.period_s is None


def test_trembling_and_breathing_are_too_small() -> None:
    frames = film(bridge, course([0.03] * 10))
    assert count_periodic(recorded(frames), SWING, LEAST).repetitions == ()
