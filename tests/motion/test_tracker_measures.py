"""Measures: what a drawn body shows, by angles that can be checked with a protractor."""

from __future__ import annotations

import math

import pytest
from stick_people import Landmarks, bridge, knee_to_chest, landmarks, plank, standing, turned

from ischia.motion.landmarks import INDEX, LANDMARKS
from ischia.motion.tracker.body import Body, near_side
from ischia.motion.tracker.facing import Facing, vote
from ischia.motion.tracker.measures import MEASURES, SIGNED, TWO, measure, split

RIGHT, LEFT = 1, -1


def value(person: Landmarks, name: str, facing: int = RIGHT, space: str = "image") -> float:
    return measure(Body(person, space, facing), name)[0]


def mirrored(person: Landmarks) -> Landmarks:
    """The same person seen from the other side of the room."""
    return [(1.33 - x, y, z, seen) for x, y, z, seen in person]


def upright(**parts: tuple[float, float]) -> Landmarks:
    places = {name: standing()[INDEX[name]][:2] for name in LANDMARKS if name.endswith("_l")}
    plain = {name[:-2]: place for name, place in places.items()}
    return landmarks({"nose": (0.64, 0.13), **plain, **parts})


def test_upright_is_zero() -> None:
    for name in ("trunk_inclination", "hip_flexion", "knee_flexion", "shoulder_flexion"):
        assert value(standing(), name) == pytest.approx(0, abs=12), name
    assert value(standing(), "body_line") == pytest.approx(180, abs=0.1)


def test_a_seat_is_a_right_angle_at_hip_and_knee() -> None:
    seated = upright(knee=(0.8, 0.4), ankle=(0.8, 0.6), toe=(0.86, 0.62))
    assert value(seated, "hip_flexion") == pytest.approx(90)
    assert value(seated, "knee_flexion") == pytest.approx(90)
    assert value(seated, "thigh_inclination") == pytest.approx(90)


@pytest.mark.parametrize("degrees", [-20, 0, 30, 90, 125, 150])
def test_hip_flexion_is_signed(degrees: float) -> None:
    knee = turned((0.6, 0.4), -90 + degrees)
    assert value(upright(knee=knee), "hip_flexion") == pytest.approx(degrees)


def test_the_other_way_round_needs_the_other_facing() -> None:
    knee = turned((0.6, 0.4), -90 + 40)
    assert value(mirrored(upright(knee=knee)), "hip_flexion", LEFT) == pytest.approx(40)


def test_a_bridge_opens_the_hip_and_lifts_the_trunk() -> None:
    assert value(bridge(0), "trunk_inclination") == pytest.approx(90)
    assert value(bridge(1), "trunk_inclination") == pytest.approx(120)
    person = bridge(0)
    hip, knee = person[INDEX["hip_l"]], person[INDEX["knee_l"]]
    thigh = math.degrees(math.atan2(hip[1] - knee[1], knee[0] - hip[0]))
    facing = 1 if vote(person) > 0 else -1
    assert value(person, "hip_flexion", facing) == pytest.approx(thigh)
    assert value(bridge(1), "pelvis_height") > value(bridge(0), "pelvis_height") + 0.4


def test_a_sagging_plank_is_below_and_a_piked_one_above_straight() -> None:
    assert value(plank(0.0), "body_line") == pytest.approx(180, abs=0.5)
    assert value(plank(0.04), "body_line") < 170
    assert value(plank(-0.04), "body_line") > 190


@pytest.mark.parametrize("person", [standing(), bridge(0), bridge(1), knee_to_chest(0.5), plank()])
def test_facing_is_told_from_one_frame_and_turns_with_the_picture(person: Landmarks) -> None:
    assert abs(vote(person)) > 0.1
    assert vote(mirrored(person)) == pytest.approx(-vote(person))


def test_facing_waits_before_it_changes_its_mind() -> None:
    facing = Facing()
    for number in range(30):
        facing.look(number / 15, standing())
    assert facing.look(2.0, mirrored(standing())) == RIGHT
    for number in range(1, 60):
        facing.look(2.0 + number / 15, mirrored(standing()))
    assert facing.value == LEFT


def test_in_space_angles_do_not_depend_on_where_the_camera_stood() -> None:
    def in_space(turn: float) -> Landmarks:
        c, s = math.cos(turn), math.sin(turn)
        person = upright(knee=turned((0.6, 0.4), -90 + 60))
        found: Landmarks = []
        for name, (x, y, _, seen) in zip(LANDMARKS, person, strict=True):
            side = 0.1 if name.endswith("_r") else -0.1 if name.endswith("_l") else 0.0
            found.append((c * x - s * side, 1 - y, s * x + c * side, seen))
        return found

    for turn in (0.0, 0.7, 2.0):
        assert value(in_space(turn), "hip_flexion", space="world") == pytest.approx(60, abs=4)
        assert value(in_space(turn), "knee_flexion_l", space="world") > 20


def test_what_is_missing_is_not_a_number() -> None:
    person = standing()
    person[INDEX["knee_l"]] = (math.nan, math.nan, math.nan, 0.0)
    found, seen = measure(Body(person, "image"), "hip_flexion_l")
    assert math.isnan(found)
    assert seen == 0


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_answers_and_tells_its_confidence(name: str) -> None:
    person = landmarks({
        "nose": (0.5, 0.15), "ear_l": (0.53, 0.15), "ear_r": (0.47, 0.15),
        "shoulder_l": (0.6, 0.25), "shoulder_r": (0.4, 0.25), "elbow": (0.6, 0.35),
        "wrist": (0.6, 0.45), "hip_l": (0.55, 0.45), "hip_r": (0.45, 0.45),
        "knee_l": (0.57, 0.65), "knee_r": (0.43, 0.65),
        "ankle_l": (0.57, 0.85), "ankle_r": (0.43, 0.85), "toe": (0.57, 0.88),
    }, visibility=0.7)  # fmt: skip
    found, seen = measure(Body(person, "image"), name)
    assert math.isfinite(found)
    assert seen == pytest.approx(0.7)


def test_sides_and_names() -> None:
    assert split("hip_flexion_work") == ("hip_flexion", "work")
    assert split("trunk_inclination") == ("trunk_inclination", "")
    with pytest.raises(KeyError):
        split("lumbar_curve_l")
    assert all(not name.endswith("_l") for name in TWO)


def test_the_near_side_changes_only_when_the_other_is_clearly_better_seen() -> None:
    person = standing()
    assert near_side(person, "r") == "r"
    for name in ("shoulder_r", "elbow_r", "hip_r", "knee_r"):
        x, y, z, _ = person[INDEX[name]]
        person[INDEX[name]] = (x, y, z, 0.3)
    assert near_side(person, "r") == "l"


@pytest.mark.parametrize("name", SIGNED)
def test_what_is_signed_is_told_towards_either_side(name: str) -> None:
    person = list(standing())
    for part, (x, y) in {
        "shoulder_l": (0.80, 0.22), "shoulder_r": (0.55, 0.28), "hip_l": (0.74, 0.50),
        "hip_r": (0.62, 0.53), "knee_l": (0.76, 0.70), "knee_r": (0.60, 0.72),
    }.items():  # fmt: skip
        person[INDEX[part]] = (x, y, 0.0, 1.0)
    plain = value(person, name)
    assert plain != 0
    assert value(person, name + "_l") == plain
    assert value(person, name + "_r") == -plain


def test_a_guessed_ankle_is_not_the_floor() -> None:
    person = bridge(1)
    lifted = value(person, "pelvis_height")
    assert lifted == pytest.approx(math.sin(math.radians(30)), abs=0.07)
    below = list(person)
    below[INDEX["ankle_r"]] = (0.7, 1.0, 0.0, 0.1)
    assert value(below, "pelvis_height") == pytest.approx(lifted, abs=0.07)
    below[INDEX["ankle_r"]] = (0.7, 1.0, 0.0, 0.9)
    assert value(below, "pelvis_height") > lifted + 0.5
