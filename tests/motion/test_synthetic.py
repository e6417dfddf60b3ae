"""Recordings made from specifications say of themselves what is true."""

from __future__ import annotations

import numpy as np
import pytest

from ischia.motion.landmarks import INDEX
from ischia.motion.synthetic import Attempt, Synthetic, performed_share, synthetic
from ischia.motion.synthetic_camera import Scene
from ischia.protocol.model import Protocol

NOISY = Scene(rate=15, jitter=0.003, wander=0.008, dropped=0.05, swapped=0.02, lost=0.05)


def bridges(
    protocol: Protocol, scene: Scene | None = None, seed: int = 1, attempts: int = 3
) -> Synthetic:
    made = [Attempt(hold_s=2.0 + number) for number in range(attempts)]
    return synthetic(protocol, "bridge", made, scene or Scene(), seed)


def height(made: Synthetic, name: str, t: float) -> float:
    """How high a landmark is in the picture at a time."""
    frame = int(np.searchsorted(made.recording.t, t))
    return -float(made.recording.points()[frame, INDEX[name], 1])


def test_a_seed_gives_the_same_set_again(protocol: Protocol) -> None:
    first, again = (bridges(protocol, NOISY) for _ in range(2))
    np.testing.assert_array_equal(first.recording.landmarks, again.recording.landmarks)
    other = bridges(protocol, NOISY, seed=2).recording.landmarks
    assert other.shape != first.recording.landmarks.shape or not np.allclose(
        np.nan_to_num(other), np.nan_to_num(first.recording.landmarks)
    )


def test_the_truth_says_when_the_hips_are_up(protocol: Protocol) -> None:
    made = bridges(protocol)
    for one in made.truth:
        assert one.start_s < one.reached_s < one.left_s < one.end_s
        up = height(made, "hip_l", (one.reached_s + one.left_s) / 2)
        for rest in (one.start_s - 0.3, one.end_s + 0.3):
            assert up > height(made, "hip_l", rest) + 0.03


def test_a_hold_lasts_as_long_as_was_asked(protocol: Protocol) -> None:
    held = [one.left_s - one.reached_s for one in bridges(protocol).truth]
    assert held == pytest.approx([2.0, 3.0, 4.0], abs=0.15)


def test_tempo_and_pauses_are_kept(protocol: Protocol) -> None:
    quick, slow = (
        synthetic(protocol, "sit_to_stand", [Attempt(pace=pace, rest_s=2.5)], Scene(), 1).truth[0]
        for pace in (1.0, 2.0)
    )
    assert quick.start_s == slow.start_s == 2.5
    assert slow.end_s - slow.start_s == pytest.approx(2 * (quick.end_s - quick.start_s))


def test_the_side_that_works_is_the_one_that_was_asked(protocol: Protocol) -> None:
    made = synthetic(
        protocol, "single_knee_to_chest", [Attempt(side="l"), Attempt(side="r")], Scene(), 1
    )
    assert made.recording.labels["truth_side"].tolist() == ["left", "right"]
    points = made.recording.points()
    for one, side, other in zip(made.truth, "lr", "rl", strict=True):
        first, last = np.searchsorted(made.recording.t, (one.start_s, one.reached_s))
        moved = {
            each: float(
                np.linalg.norm(np.ptp(points[first:last, INDEX["knee_" + each], :2], axis=0))
            )
            for each in "lr"
        }
        assert moved[side] > 4 * moved[other]


def test_an_incomplete_one_goes_part_of_the_way_and_does_not_count(protocol: Protocol) -> None:
    made = synthetic(protocol, "bridge", [Attempt(), Attempt(depth=0.3)], Scene(), 1)
    assert made.recording.labels["truth_counts"].tolist() == [True, False]
    assert len(made.repetitions) == 1
    rises = [
        height(made, "hip_l", (one.reached_s + one.left_s) / 2)
        - height(made, "hip_l", one.start_s - 0.3)
        for one in made.truth
    ]
    assert 0.1 < rises[1] / rises[0] < 0.6


def test_more_of_the_pose_is_more_of_the_way(protocol: Protocol) -> None:
    shares = [performed_share(protocol, "bridge", depth) for depth in (0.2, 0.5, 1.0)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_a_fault_is_made_and_named(protocol: Protocol) -> None:
    made = synthetic(protocol, "bridge", [Attempt(), Attempt(fault="too_low")], Scene(), 1)
    assert made.recording.labels["truth_faults"].tolist() == ["too_low:1"]
    good, low = (height(made, "hip_l", (o.reached_s + o.left_s) / 2) for o in made.truth)
    assert low < good - 0.02


def test_noise_is_of_the_size_that_was_asked(protocol: Protocol) -> None:
    clean, noisy = (bridges(protocol, scene) for scene in (Scene(rate=15), NOISY))
    nobody = np.isnan(noisy.recording.landmarks[:, 11, 0])
    assert 0.01 < nobody.mean() < 0.12
    unsure = noisy.recording.landmarks[~nobody][:, [11, 12, 23, 24], 3] < 0.2
    assert 0.02 < unsure.mean() < 0.09
    assert not np.isnan(clean.recording.landmarks[:, 11, 0]).any()
    step = np.diff(noisy.recording.points()[:12, INDEX["hip_l"], :2], axis=0)
    still = np.diff(clean.recording.points()[:12, INDEX["hip_l"], :2], axis=0)
    assert np.nanmedian(np.abs(step)) > 3 * np.median(np.abs(still))


def test_the_body_is_in_the_picture(protocol: Protocol) -> None:
    for scene in (Scene(distance=1.2), Scene(distance=5), Scene(turn=180), Scene(from_front=True)):
        used = bridges(protocol, scene).recording.landmarks[:, [11, 12, 23, 24, 25, 27, 31], :2]
        assert used.min() >= 0
        assert used.max() <= 1


def test_what_is_covered_is_hardly_seen(protocol: Protocol) -> None:
    made = bridges(protocol, Scene(hidden=("wrist_l",)))
    assert made.recording.points()[:, INDEX["wrist_l"], 3].max() < 0.5
    assert made.recording.points()[:, INDEX["hip_l"], 3].min() > 0.7
