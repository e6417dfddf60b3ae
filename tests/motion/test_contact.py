"""Placing: the slopes are those measured, what is placed stays, both sides are placed alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ischia.motion.camera import mirrored
from ischia.motion.chain import chain_of, posed
from ischia.motion.contact import place
from ischia.motion.kinematics import Points, forward
from ischia.motion.pose import begin, course, limits
from ischia.motion.resting import rows
from ischia.motion.skeleton import Body, depth
from ischia.motion.slopes import lever_of, slopes
from ischia.protocol.load import load_protocol
from ischia.protocol.movement import COORDINATES, Rest

BODY = Body.of(1.70)
PROTOCOL = load_protocol()
LIMITS = limits(PROTOCOL)
STEP = 1e-4  # degrees or metres, for slopes measured by differences
ROOT = (0.2, 0.9, -0.1)
ARM = ("shoulder_flexion", "shoulder_abduction", "shoulder_rotation", "elbow_flexion")

# One of each kind: a spot of two segments (low_back), a wall, a place, and a hand on a knee.
RESTS = (
    Rest(point="low_back"),
    Rest(point="toe", height=0.1),
    Rest(point="head", onto="wall", height=-0.2),
    Rest(point="elbow_r", onto="place"),
    Rest(point="hand_l", onto="knee"),
)
degrees = st.floats(-80.0, 80.0)
poses = st.fixed_dictionaries(dict.fromkeys(COORDINATES, degrees))


def values(pose: dict[str, float], root: tuple[float, float, float]) -> list[float]:
    """How far each resting point is from where it belongs, without what is kept off the floor."""
    asked = rows(BODY, RESTS, "l", lambda _: (0.3, 0.4, 0.5))(posed(chain_of(BODY), pose, root))
    return [value for value, _ in asked][:10]


@given(poses)
@settings(max_examples=25, deadline=None)
def test_slopes_are_those_that_differences_show(pose: dict[str, float]) -> None:
    now = posed(chain_of(BODY), pose, ROOT)
    asked = rows(BODY, RESTS, "l", lambda _: (0.3, 0.4, 0.5))(now)[:10]
    _, slope = slopes(lever_of(BODY, COORDINATES), now, asked)
    measured: list[list[float]] = []
    for axis in range(3):
        low, high = (
            values(pose, tuple(v + sign * STEP * (n == axis) for n, v in enumerate(ROOT)))  # type: ignore[arg-type]
            for sign in (-1, 1)
        )
        measured.append([(b - a) / (2 * STEP) for a, b in zip(low, high, strict=True)])
    for name in COORDINATES:
        low, high = (values({**pose, name: pose[name] + s * STEP}, ROOT) for s in (-1, 1))
        measured.append([(b - a) / (2 * STEP) for a, b in zip(low, high, strict=True)])
    np.testing.assert_allclose(slope, np.array(measured).T, atol=1e-6)


def apart(one: Points, other: Points) -> float:
    """The largest distance between the same points of two bodies, metres."""
    return max(float(np.abs(one[name] - other[name]).max()) for name in one)


@pytest.mark.parametrize("exercise", PROTOCOL.movements)
def test_what_is_placed_is_placed_where_it_lies(exercise: str) -> None:
    """The search ends at rest, not where its steps ran out."""
    path = course(PROTOCOL, exercise)
    home = begin(BODY, path)
    again = place(
        BODY, path.start, path.start_rests, free=path.movement.free, near=home, limits=path.limits
    )
    assert apart(home.points, again.points) < 0.002


@given(hip=st.floats(70.0, 110.0), knee=st.floats(20.0, 110.0), lean=st.floats(-20.0, 25.0))
@settings(max_examples=25, deadline=None)
def test_a_hand_reaches_its_knee_and_no_bone_is_stretched(
    hip: float, knee: float, lean: float
) -> None:
    pose = {"hip_flexion": hip, "knee_flexion": knee, "lumbar_extension": lean - 40, **WITHIN_REACH}
    hands = Rest(point="hand", onto="knee", along=ARM)
    placed = place(BODY, pose, (Rest(point="pelvis", height=0.4), hands), limits=LIMITS)
    points = placed.points
    for side in ("_l", "_r"):
        gap = float(np.linalg.norm(points["hand" + side] - points["knee" + side]))
        assert gap == pytest.approx((depth("hand") + depth("knee")) * BODY.height, abs=0.01)
        upper = float(np.linalg.norm(points["elbow" + side] - points["shoulder" + side]))
        assert upper == pytest.approx(BODY.upper_arm, abs=1e-9)
    assert apart(points, forward(BODY, placed.pose, placed.root)) < 1e-12


WITHIN_REACH = {"pelvis_tilt": -20.0, "shoulder_flexion": 45.0, "elbow_flexion": 30.0}
STANDING_ON_ONE = (
    Rest(point="heel_other"),
    Rest(point="toe_other"),
    Rest(point="hand_work", onto="lap_work", along=tuple(name + "_work" for name in ARM)),
)


@given(hip=st.floats(30.0, 90.0), knee=st.floats(30.0, 100.0))
@settings(max_examples=25, deadline=None)
def test_the_other_side_is_placed_as_the_mirror_image(hip: float, knee: float) -> None:
    pose = {"hip_flexion_work": hip, "knee_flexion_work": knee, "elbow_flexion_work": 40.0}
    left, right = (
        place(BODY, pose, STANDING_ON_ONE, work=work, limits=LIMITS).points for work in "lr"
    )
    assert apart(mirrored(left), right) < 0.002
