"""Taught movements: directions, aligned repetitions, and telling like from unlike."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ischia.motion.aligned import STEPS, aligned, phase_of
from ischia.motion.bridging import Rows, smooth
from ischia.motion.correctness import FormSettings, judge_form, learn_form
from ischia.motion.directions import directions, mirrored
from ischia.motion.landmarks import INDEX, LANDMARKS, SOURCES
from ischia.motion.recording import Recording, make_recording
from ischia.protocol.model import Protocol

JOINTS = 22
RATE = 30.0
Change = Callable[[dict[str, Rows], Rows], None]


def standing() -> dict[str, np.ndarray]:
    """Somebody of 1.7 m, facing +z, left at +x; metres."""
    body = {
        "nose": (0, 1.6, 0.1), "ear": (0, 1.6, 0), "shoulder": (0.19, 1.4, 0),
        "elbow": (0.22, 1.1, 0), "wrist": (0.24, 0.85, 0), "hip": (0.09, 0.9, 0),
        "knee": (0.1, 0.48, 0.02), "ankle": (0.1, 0.08, 0), "toe": (0.12, 0.02, 0.15),
    }  # fmt: skip
    found = {"nose": np.array(body.pop("nose"))}
    for name, (x, y, z) in body.items():
        found |= {name + "_l": np.array((x, y, z)), name + "_r": np.array((-x, y, z))}
    return found


def arm_raise(seconds: float, height: float, side: str = "l", lean: float = 0.0) -> Rows:
    """World landmarks (frames, 17, 3) of one arm raised sideways by `height` degrees and back.

    `lean` is by how many degrees the trunk leans to the other side meanwhile.
    """
    t = np.linspace(0, 1, int(seconds * RATE))
    way = np.sin(np.pi * t) ** 2
    frames = np.tile(np.array([standing()[name] for name in LANDMARKS]), (len(t), 1, 1))
    sign = 1 if side == "l" else -1
    for frame, share in zip(frames, way, strict=True):
        _turn(
            frame,
            INDEX["shoulder_" + side],
            ("elbow_" + side, "wrist_" + side),
            sign * share * height,
        )
        above = [n for n in LANDMARKS if not n.startswith(("hip", "knee", "ankle", "toe"))]
        _turn(frame, None, above, sign * share * lean)
    return frames


def _turn(
    frame: Rows, about: int | None, names: tuple[str, ...] | list[str], degrees: float
) -> None:
    """Turn landmarks in the frontal plane, from down towards the left."""
    angle = np.radians(degrees)
    centre = np.array([0.0, 0.9, 0.0]) if about is None else frame[about].copy()
    for name in names:
        x, y = frame[INDEX[name], :2] - centre[:2]
        frame[INDEX[name], 0] = centre[0] + x * np.cos(angle) - y * np.sin(angle)
        frame[INDEX[name], 1] = centre[1] + x * np.sin(angle) + y * np.cos(angle)


def kinect(frames: Rows) -> Recording:
    """As a Kinect would record it."""
    joints = np.zeros((len(frames), JOINTS, 4), dtype=np.float32)
    joints[..., 3] = 1
    for place, numbers in enumerate(SOURCES["kinect22"]):
        for number in numbers:
            joints[:, number, :3] = frames[:, place]
    joints[:, [0, 1, 2], :3] = frames[:, [INDEX["hip_l"]]] * 0.5 + frames[:, [INDEX["hip_r"]]] * 0.5
    return make_recording(joints, np.arange(len(frames)) / RATE, "kinect22")


def rows(frames: Rows) -> Rows:
    return smooth(directions(kinect(frames)).values, RATE, 0.3)


NAMES = directions(kinect(arm_raise(2, 90))).names


@pytest.fixture(scope="module")
def settings(protocol: Protocol) -> FormSettings:
    return FormSettings.of(protocol)


def people(number: int, each: int = 4) -> list[list[Rows]]:
    """Demonstrators who raise the left arm to 85 to 95 degrees, a little differently each time."""
    rng = np.random.default_rng(5)
    shown: list[list[Rows]] = []
    for _ in range(number):
        own = rng.uniform(86, 94)
        once = [(rng.uniform(1.6, 2.4), own + rng.uniform(-2, 2)) for _ in range(each)]
        shown.append([rows(arm_raise(*one, lean=rng.uniform(0, 2))) for one in once])
    return shown


def test_directions_are_the_persons_own() -> None:
    found = directions(kinect(arm_raise(2, 90)))
    middle = len(found.values) // 2
    seen = dict(zip(found.names, found.values[middle], strict=True))
    assert seen["arm_l.left"] == pytest.approx(1.0, abs=0.02)
    assert seen["trunk.up"] == pytest.approx(1.0, abs=0.01)
    assert seen["arm_r.up"] == pytest.approx(-1.0, abs=0.02)


def test_turning_round_changes_no_direction() -> None:
    frames = arm_raise(2, 90)
    turned = frames.copy()
    angle = np.radians(70)
    turned[..., 0] = frames[..., 0] * np.cos(angle) + frames[..., 2] * np.sin(angle)
    turned[..., 2] = frames[..., 2] * np.cos(angle) - frames[..., 0] * np.sin(angle)
    np.testing.assert_allclose(rows(turned), rows(frames), atol=1e-4)


def test_a_mirror_shows_the_other_side() -> None:
    left, right = rows(arm_raise(2, 90, "l")), rows(arm_raise(2, 90, "r"))
    np.testing.assert_allclose(mirrored(NAMES, left), right, atol=1e-4)
    np.testing.assert_allclose(mirrored(NAMES, mirrored(NAMES, left)), left, atol=1e-9)


def test_aligned_forgets_how_fast_it_was_in_its_second_half() -> None:
    slow, quick = aligned(rows(arm_raise(3, 90))), aligned(rows(arm_raise(1.5, 90)))
    assert slow.shape == (2 * STEPS, len(NAMES))
    np.testing.assert_allclose(slow[STEPS:], quick[STEPS:], atol=0.12)
    assert [phase_of(step) for step in (0, STEPS // 2, STEPS - 1)] == ["out", "turn", "back"]


def test_waiting_at_the_top_shows_in_the_first_half_only() -> None:
    frames = arm_raise(2, 90)
    top = len(frames) // 2
    waited = np.concatenate([frames[:top], np.repeat(frames[[top]], 60, axis=0), frames[top:]])
    plain, held = aligned(rows(frames)), aligned(rows(waited))
    apart = np.abs(plain - held)
    assert apart[:STEPS].max() > 3 * apart[STEPS:].max()


@pytest.mark.parametrize("number", [1, 3, 5])
def test_what_was_shown_is_correct(settings: FormSettings, number: int) -> None:
    form = learn_form(NAMES, people(number), settings)
    assert judge_form(form, rows(arm_raise(2, 90, lean=1))).correct


@pytest.mark.parametrize("number", [1, 3, 5])
@pytest.mark.parametrize(("height", "lean"), [(55, 1), (90, 18), (130, 1)])
def test_what_differs_is_not(
    settings: FormSettings, number: int, height: float, lean: float
) -> None:
    form = learn_form(NAMES, people(number), settings)
    assert not judge_form(form, rows(arm_raise(2, height, lean=lean))).correct


def test_the_other_arm_is_as_good(settings: FormSettings) -> None:
    form = learn_form(NAMES, people(3), settings)
    left = judge_form(form, rows(arm_raise(2, 90, "l", lean=1)))
    right = judge_form(form, rows(arm_raise(2, 90, "r", lean=1)))
    assert right.score == pytest.approx(left.score, abs=1e-3)


def test_it_says_what_differs_and_on_whose_side(settings: FormSettings) -> None:
    form = learn_form(NAMES, people(3), settings)
    for side, sign in (("l", -1), ("r", 1)):
        worst = judge_form(form, rows(arm_raise(2, 90, side, lean=-20))).deviations[0]
        assert worst.part in ("trunk", "head")
        assert worst.axis == "left"
        assert worst.phase == "turn"
        assert np.sign(worst.amount) == -sign
        assert 12 < abs(worst.amount) < 28


def test_too_low_is_said_of_the_arm(settings: FormSettings) -> None:
    form = learn_form(NAMES, people(3), settings)
    told = judge_form(form, rows(arm_raise(2, 50, "r", lean=1))).deviations
    assert {one.part for one in told} <= {"arm_r", "forearm_r"}


def test_incorrect_ones_never_move_the_limit(settings: FormSettings) -> None:
    shown = people(3)
    first = learn_form(NAMES, shown, settings)
    again = learn_form(NAMES, [list(person) for person in shown], settings)
    assert first.limit == again.limit
    wider = learn_form(NAMES, [*shown, [rows(arm_raise(2, 70)), rows(arm_raise(2, 72))]], settings)
    assert wider.limit != first.limit


def test_one_repetition_is_enough_to_begin_with(settings: FormSettings) -> None:
    form = learn_form(NAMES, [[rows(arm_raise(2, 90))]], settings)
    assert judge_form(form, rows(arm_raise(2.4, 84))).correct
    assert not judge_form(form, rows(arm_raise(2, 20))).correct


def test_the_same_person_is_judged_more_closely(settings: FormSettings) -> None:
    shown = people(1)
    others = learn_form(NAMES, shown, settings)
    own = learn_form(NAMES, shown, settings, same_person=True)
    assert own.limit < others.limit


def test_nothing_shown_is_an_error(settings: FormSettings) -> None:
    none: list[list[list[Rows]]] = [[], [[]]]
    for nothing in none:
        with pytest.raises(ValueError, match="no repetition"):
            learn_form(NAMES, nothing, settings)
