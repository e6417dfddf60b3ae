"""The skeleton: bones keep their length, joints turn as their names say, contacts hold."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ischia.motion.camera import VIEWS, camera, mirrored
from ischia.motion.contact import place
from ischia.motion.kinematics import Points, forward
from ischia.motion.pose import Course, Moment, begin, course, kept, limits, moments
from ischia.motion.resting import ABOVE_FLOOR, LOWEST
from ischia.motion.skeleton import Body, bound_points, coordinates, depth
from ischia.protocol.load import load_protocol
from ischia.protocol.movement import COORDINATES, Pose, Rest

BODY = Body.of(1.70)
PROTOCOL = load_protocol()
LIMITS = limits(PROTOCOL)
WITHIN_M, WITHIN_DEG = 0.01, 3.0
SUNK_M = 0.03  # how far a limb on its way may pass through the drawn floor
BONES = {
    ("hip", "knee"): BODY.thigh, ("knee", "ankle"): BODY.shank,
    ("shoulder", "elbow"): BODY.upper_arm, ("elbow", "wrist"): BODY.forearm,
}  # fmt: skip
# Shares of the height as printed by Winter (after Drillis and Contini 1964).
PRINTED = {
    "thigh": 0.245,
    "shank": 0.246,
    "upper_arm": 0.186,
    "forearm": 0.146,
    "ankle_height": 0.039,
}

poses = st.fixed_dictionaries(
    {name: st.floats(*LIMITS.get(name, (-180.0, 180.0))) for name in COORDINATES}
)


def length(points: Points, one: str, other: str) -> float:
    return float(np.linalg.norm(points[one] - points[other]))


def way(points: Points, one: str, other: str) -> list[float]:
    apart = points[other] - points[one]
    return np.round(apart / np.linalg.norm(apart), 6).tolist()


@given(poses)
@settings(max_examples=60, deadline=None)
def test_bones_keep_their_length(pose: Pose) -> None:
    points = forward(BODY, pose)
    for (upper, lower), long in BONES.items():
        for side in ("_l", "_r"):
            assert length(points, upper + side, lower + side) == pytest.approx(long, abs=1e-9)
    assert length(points, "hip_l", "hip_r") == pytest.approx(2 * BODY.hip_half_width, abs=1e-9)
    assert all(np.isfinite(point).all() for point in points.values())


@given(poses)
@settings(max_examples=30, deadline=None)
def test_the_mirror_image_is_the_pose_with_its_sides_exchanged(pose: Pose) -> None:
    other = {"l": "r", "r": "l"}
    turned = {"pelvis_list", "pelvis_rotation", "lumbar_bending", "lumbar_rotation"}
    swapped = {
        name[:-1] + other[name[-1]] if name[-2:] in ("_l", "_r") else name:
        -degrees if name in turned else degrees
        for name, degrees in pose.items()
    }  # fmt: skip
    image, drawn = mirrored(forward(BODY, pose)), forward(BODY, swapped)
    for name, point in drawn.items():
        np.testing.assert_allclose(image[name], point, atol=1e-9)


@pytest.mark.parametrize(("bone", "share"), PRINTED.items())
def test_proportions_are_those_printed(bone: str, share: float) -> None:
    assert getattr(BODY, bone) / BODY.height == pytest.approx(share)


def test_a_standing_body_is_as_tall_as_it_should_be() -> None:
    points = forward(BODY, {})
    assert points["crown"][1] - points["heel_l"][1] == pytest.approx(BODY.height, rel=0.03)


AHEAD, BACK, UP, DOWN = [1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]
LEFT, RIGHT = [0, 0, -1], [0, 0, 1]


@pytest.mark.parametrize(
    ("pose", "one", "other", "to"),
    [
        ({}, "hip_l", "knee_l", DOWN),
        ({"hip_flexion": 90}, "hip_l", "knee_l", AHEAD),
        ({"hip_flexion": -20}, "hip_r", "knee_r", [-0.34202, -0.939693, 0]),
        ({"hip_adduction_l": -90}, "hip_l", "knee_l", LEFT),
        ({"hip_adduction_r": -90}, "hip_r", "knee_r", RIGHT),
        ({"knee_flexion": 90}, "knee_l", "ankle_l", BACK),
        ({"hip_flexion": 90, "knee_flexion": 90, "hip_rotation_r": 90}, "knee_r", "ankle_r", RIGHT),
        ({"shoulder_flexion": 90}, "shoulder_r", "elbow_r", AHEAD),
        ({"shoulder_abduction_l": 90}, "shoulder_l", "elbow_l", LEFT),
        ({"elbow_flexion": 90}, "elbow_l", "wrist_l", AHEAD),
        ({"elbow_flexion": 90, "shoulder_rotation_r": 90}, "elbow_r", "wrist_r", LEFT),
        ({"pelvis_tilt": 90}, "pelvis", "sacrum", BACK),
        ({"pelvis_tilt": 90}, "head", "nose", UP),
        ({"pelvis_tilt": -90}, "pelvis", "sacrum", AHEAD),
        ({"pelvis_list": 90}, "pelvis", "sacrum", RIGHT),
        ({"pelvis_list": 90}, "head", "nose", AHEAD),
        ({"pelvis_rotation": 90}, "head", "nose", LEFT),
        ({"neck_flexion": 90}, "head", "nose", DOWN),
        ({"lumbar_extension": 90}, "waist", "shoulder_mid", BACK),
        ({"lumbar_bending": 90}, "waist", "shoulder_mid", RIGHT),
    ],
)
def test_a_coordinate_turns_the_way_its_name_says(
    pose: Pose, one: str, other: str, to: list[float]
) -> None:
    points = forward(BODY, coordinates(pose))
    if other == "nose":  # the nose lies a little below the middle of the head
        bare = points["nose"] - points["head"] @ np.eye(3)
        assert float(bare @ np.array(to)) == pytest.approx(0.78 * BODY.head, abs=1e-9)
    else:
        assert way(points, one, other) == pytest.approx(to, abs=1e-5)


@pytest.mark.parametrize("view", VIEWS)
def test_a_camera_sees_without_stretching_and_from_above(view: str) -> None:
    looking = camera(view)
    axes = np.stack([looking.right, looking.up, looking.near])
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert float(np.linalg.det(axes)) == pytest.approx(1)
    assert looking.near[1] > 0  # near things are lower in the picture


def test_from_the_side_the_person_looks_right_and_from_the_front_at_the_reader() -> None:
    points = forward(BODY, {})
    side, front = camera("side"), camera("front")
    assert side.flat(points["nose"])[0] > side.flat(points["head"])[0]
    assert front.depth(points["nose"]) > front.depth(points["head"])


def test_an_arm_reaches_what_it_should_touch() -> None:
    standing = (Rest(point="heel"), Rest(point="toe"))
    along = ("shoulder_flexion_l", "shoulder_abduction_l", "shoulder_rotation_l", "elbow_flexion_l")
    hand = Rest(point="hand_l", onto="lap_l", along=along)
    pose = {"hip_flexion_l": 60.0, "knee_flexion_l": 80.0}
    rests = (Rest(point="heel_r"), Rest(point="toe_r"), hand)
    placed = place(BODY, pose, rests)
    gap = length(placed.points, "hand_l", "lap_l")
    assert gap == pytest.approx((depth("hand") + depth("lap")) * BODY.height, abs=WITHIN_M)
    assert length(place(BODY, {}, standing).points, "hand_l", "lap_l") > gap + 0.05


@cache
def repetition(exercise: str, fault: str) -> tuple[Moment, ...]:
    return tuple(moments(BODY, course(PROTOCOL, exercise, fault), per_second=2))


DONE = [
    (name, fault)
    for name, movement in PROTOCOL.movements.items()
    for fault in ("", *movement.faults)
]


@pytest.mark.parametrize(("exercise", "fault"), DONE)
def test_what_rests_stays_where_it_rests(exercise: str, fault: str) -> None:
    path = course(PROTOCOL, exercise, fault)
    found = repetition(exercise, fault)
    home = found[0].body.points
    for number, moment in enumerate(found):
        for rest in _held(path, moment.phase) if number else path.start_rests:
            for point in bound_points(rest.point):
                off = _off(rest, point, moment.body.points, home, first=not number)
                assert off <= WITHIN_M, (moment.t, point, rest.onto, off)


def _held(path: Course, phase: int) -> tuple[Rest, ...]:
    """On the way out and on the way home hands may be between what they hold."""
    return kept(path) if phase in (0, len(path.phases) - 1) else path.rests


def _off(rest: Rest, point: str, points: Points, home: Points, *, first: bool) -> float:
    skin = depth(point) * BODY.height
    if point == LOWEST:
        return abs(min(float(points[name][1]) - depth(name) * BODY.height for name in ABOVE_FLOOR))
    if rest.onto == "place" and not first:
        return float(np.linalg.norm(points[point] - home[point]))
    if rest.onto in ("floor", "place"):
        return abs(float(points[point][1]) - rest.height - skin)
    if rest.onto == "wall":
        return abs(float(points[point][0]) - rest.height - skin)
    return 0.0


@pytest.mark.parametrize(("exercise", "fault"), DONE)
def test_nothing_sinks_into_the_floor_and_no_joint_goes_too_far(exercise: str, fault: str) -> None:
    for moment in repetition(exercise, fault):
        for name in ABOVE_FLOOR:
            lowest = depth(name) * BODY.height - SUNK_M
            assert moment.body.points[name][1] >= lowest, (moment.t, name)
        for name, degrees in moment.body.pose.items():
            low, high = LIMITS.get(name, (-360.0, 360.0))
            assert low - WITHIN_DEG <= degrees <= high + WITHIN_DEG, (moment.t, name, degrees)


@pytest.mark.parametrize("exercise", PROTOCOL.movements)
def test_a_repetition_ends_where_it_began(exercise: str) -> None:
    found = repetition(exercise, "")
    first, last = found[0].body.points, found[-1].body.points
    if found[-1].body.pose.keys() and PROTOCOL.movements[exercise].rep == "still":
        pytest.skip("nothing moves")
    for name in ("head", "hip_l", "knee_r", "ankle_l", "elbow_r"):
        assert float(np.linalg.norm(first[name] - last[name])) < 0.05, name


@pytest.mark.parametrize("exercise", [n for n, m in PROTOCOL.movements.items() if m.signal])
def test_half_the_way_is_less_than_the_way(exercise: str) -> None:
    """What synthetic recordings of incomplete repetitions rest on."""
    path = course(PROTOCOL, exercise)
    start = begin(BODY, path).points
    part, whole = (
        max(
            float(np.linalg.norm(moment.body.points[name] - start[name]))
            for moment in moments(BODY, path, per_second=1, depth=share)
            for name in ("head", "knee_l", "ankle_l")
        )
        for share in (0.3, 1.0)
    )
    assert part < whole or whole < WITHIN_M
