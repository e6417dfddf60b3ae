"""Teaching by demonstration: from recordings to a specification that draws, counts and judges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from stick_people import Frame, bridge, course, film, joined, knee_to_chest, standing, still

from ischia.cli import front_door
from ischia.motion.landmarks import SOURCES
from ischia.motion.learn import learn_movement
from ischia.motion.plan import plan_of
from ischia.motion.pose import course as course_of
from ischia.motion.pose import moments
from ischia.motion.recording import Recording, RecordingError, make_recording
from ischia.motion.recording_file import write_recording
from ischia.motion.skeleton import Body
from ischia.motion.specification import SpecificationError, movement_yaml, read_movement
from ischia.motion.watching import watch
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Movement


def recorded(frames: Sequence[Frame]) -> Recording:
    """A blazepose33 recording of drawn people, side-on."""
    joints = np.full((len(frames), 33, 4), np.nan, dtype=np.float32)
    joints[..., 3] = 0
    for number, (_, person) in enumerate(frames):
        for place, sources in enumerate(SOURCES["blazepose33"]):
            if person is not None:
                joints[number, sources[0]] = person[place]
    times = np.array([t for t, _ in frames])
    return make_recording(joints, times, "blazepose33", view="side", units="share", width=100,
                          height=100)  # fmt: skip


def bridges(*tops: float, hold: float = 2.0) -> Recording:
    return recorded(film(bridge, course(tops, hold=hold)))


@pytest.fixture(scope="module")
def taught(protocol: Protocol) -> Movement:
    return learn_movement(protocol, [bridges(1.0, 0.95, 1.0)], "taught_bridge")


def test_phases_and_times_are_those_of_the_demonstration(taught: Movement) -> None:
    parts = [phase.part for phase in taught.phases]
    assert parts[0] == "reach"
    assert parts[-2:] == ["hold", "return"]
    out = sum(phase.seconds for phase in taught.phases if phase.part == "reach")
    held = sum(phase.seconds for phase in taught.phases if phase.part == "hold")
    # 1.5 s there and back along a minimum-jerk course, 2 s held; the ends of a course are slow, so
    # what is past nine tenths of the way belongs to the hold.
    assert 0.6 < out < 1.4
    assert 2.0 < held < 3.4
    assert taught.rep == "hold"


def test_the_poses_are_those_of_the_drawing(taught: Movement) -> None:
    assert taught.posture == "supine_hooklying"
    # The drawn trunk lifts by 30 degrees from lying flat: the pelvis tilts from 90 to 120.
    target = {name: degrees for phase in taught.phases for name, degrees in phase.pose.items()}
    start = taught.start.get("pelvis_tilt", 90)
    assert start == pytest.approx(90, abs=6)
    assert target["pelvis_tilt"] == pytest.approx(120, abs=8)


def test_the_signal_goes_as_far_as_it_was_shown(taught: Movement) -> None:
    assert taught.learned is not None
    spans = {span.measure: span for span in taught.learned.signal}
    assert spans
    for name in spans.keys() & {"trunk_inclination"}:
        assert spans[name].start == pytest.approx(90, abs=3)
        assert spans[name].target == pytest.approx(120, abs=4)
    assert tuple(spans) == taught.signal


def test_the_hips_are_let_go_of_the_floor(taught: Movement) -> None:
    assert "pelvis" in {rest.point for rest in taught.rests if rest.onto == "nothing"}
    assert "heel" not in {rest.point for rest in taught.rests}


def test_it_can_be_drawn(protocol: Protocol, taught: Movement) -> None:
    found = moments(Body.of(), course_of(protocol, taught), per_second=2)
    heights = [moment.body.points["pelvis"][1] for moment in found]
    assert max(heights) - heights[0] > 0.1  # the hips rise by more than a hand's breadth
    assert all(math.isfinite(height) for height in heights)


def test_it_counts_and_holds_somebody_else(protocol: Protocol, taught: Movement) -> None:
    plan = plan_of(protocol, taught, None)
    found = watch(bridges(1.0, 0.9, 1.1, 1.0, 0.95, hold=3.0), plan)
    assert found["count"] == 5
    for hold in found["holds"]:
        assert hold["seconds"] == pytest.approx(3.0, abs=1.1)


def test_an_incomplete_one_is_not_counted(protocol: Protocol, taught: Movement) -> None:
    plan = plan_of(protocol, taught, None)
    found = watch(bridges(1.0, 0.28, 1.0, 1.0), plan)
    assert (found["count"], len(found["incomplete"])) == (3, 1)


def test_one_side_after_the_other_is_learned_as_such(protocol: Protocol) -> None:
    frames = joined(
        *(film(lambda share, s=side: knee_to_chest(share, s), course([1.0])) for side in "lrlr")
    )
    movement = learn_movement(protocol, [recorded(frames)], "knees")
    assert movement.laterality == "alternating"
    assert all(name.endswith("_work") or "gap" in name or "opening" in name
               for name in movement.signal)  # fmt: skip
    assert watch(recorded(frames), plan_of(protocol, movement, None))["count"] == 4


def test_reps_says_how_many_to_learn_from(protocol: Protocol) -> None:
    movement = learn_movement(protocol, [bridges(1.0, 0.5, 1.0, 1.0)], "some", repetitions=3)
    assert movement.learned is not None
    assert movement.learned.repetitions == 3


def test_too_few_is_an_error(protocol: Protocol) -> None:
    with pytest.raises(RecordingError, match="2 found, 3 wanted"):
        learn_movement(protocol, [bridges(1.0, 1.0)], "few", repetitions=3)
    with pytest.raises(RecordingError, match="0 found"):
        learn_movement(protocol, [recorded(still(standing(), 10))], "nothing")


def test_different_cameras_do_not_mix(protocol: Protocol) -> None:
    front = bridges(1.0, 1.0)
    turned = make_recording(front.landmarks, front.t, "blazepose33", view="front", units="share",
                            width=100, height=100)  # fmt: skip
    with pytest.raises(RecordingError, match="same parts"):
        learn_movement(protocol, [bridges(1.0, 1.0), turned], "mixed")


def test_what_is_written_comes_back(protocol: Protocol, taught: Movement, tmp_path: Path) -> None:
    file = tmp_path / "taught.yaml"
    file.write_text(movement_yaml(taught), "utf-8")
    again = read_movement(file, protocol)
    assert again.learned is not None
    assert taught.learned is not None
    assert replace(again, learned=None) == replace(taught, learned=None)
    np.testing.assert_allclose(again.learned.paths, taught.learned.paths, atol=1e-3)
    assert again.learned.limit == pytest.approx(taught.learned.limit, abs=1e-4)
    assert again.learned.directions == taught.learned.directions


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("", "not a mapping"),
        ("id: [", "YAML"),
        ("phases: 3", "phases"),
        ("posture: floating", "floating"),
        ("signal: [knee_magic]", "knee_magic"),
        ("start: {knee_flexion: 400}", "beyond"),
        ("start: {tail_flexion: 4}", "tail_flexion"),
        ("phases: []", "there is none"),
        ("colour: red", "colour"),
        ("learned: {skeleton: coco17}", "learned"),
    ],
)
def test_a_wrong_specification_names_the_field(
    protocol: Protocol, taught: Movement, tmp_path: Path, change: str, words: str
) -> None:
    text = movement_yaml(replace(taught, learned=None))
    field = change.partition(":")[0]
    kept = [line for line in text.splitlines() if not line.startswith((f"{field}:", "- "))]
    if field not in ("phases", "rests"):
        kept = [line for line in text.splitlines() if not line.startswith(f"{field}:")]
    else:
        kept = [line for line in kept if not line.startswith("rests")]
    file = tmp_path / "wrong.yaml"
    file.write_text("\n".join([*kept, change]) if change else "- 1\n", "utf-8")
    with pytest.raises(SpecificationError, match="Remedy") as caught:
        read_movement(file, protocol)
    assert words in str(caught.value)


@pytest.mark.parametrize("field", ["spread", "weight", "paths", "limit"])
def test_wrong_learned_numbers_are_refused(
    protocol: Protocol, taught: Movement, tmp_path: Path, field: str
) -> None:
    assert taught.learned is not None
    wrong = {"spread": (0.0,) * len(taught.learned.spread), "weight": (1.0,),
             "paths": (((1.0,),),), "limit": math.nan}[field]  # fmt: skip
    movement = replace(taught, learned=replace(taught.learned, **{field: wrong}))
    file = tmp_path / "wrong.yaml"
    file.write_text(movement_yaml(movement), "utf-8")
    with pytest.raises(SpecificationError):
        read_movement(file, protocol)


def test_the_command_teaches_and_watches(tmp_path: Path) -> None:
    shown, other, spec = (tmp_path / name for name in ("shown.npz", "other.npz", "my_bridge.yaml"))
    write_recording(bridges(1.0, 1.0, 1.0), shown)
    write_recording(bridges(1.0, 1.0, 0.9, 1.0), other)
    run = CliRunner()
    learned = run.invoke(front_door, ["learn", str(shown), "--reps", "3", "-o", str(spec)])
    assert learned.exit_code == 0, learned.output
    assert "3 repetitions of 1 person" in learned.output
    watched = run.invoke(front_door, ["watch", str(other), "--spec", str(spec)])
    assert watched.exit_code == 0, watched.output
    assert "my_bridge: 4 repetitions" in watched.output


@pytest.mark.parametrize(
    "arguments",
    [["absent.npz", "-o", "a.yaml"], ["--reps", "0", "x.npz", "-o", "a.yaml"],
     ["x.npz", "-o", "a.yaml", "--name", "9?"]],
)  # fmt: skip
def test_bad_input_ends_with_two(arguments: list[str]) -> None:
    found = CliRunner().invoke(front_door, ["learn", *arguments])
    assert found.exit_code == 2
    assert "Traceback" not in found.output


def test_rendered_people_teach_each_other(protocol: Protocol, motion_data: Path) -> None:
    from ischia.motion.recording_file import read_recording

    for exercise in ("bridge", "sit_to_stand", "bird_dog", "single_knee_to_chest"):
        good, fault = (
            read_recording(motion_data / "rendered" / f"{exercise}__{kind}.npz")
            for kind in ("good", "fault")
        )
        movement = learn_movement(protocol, [good], f"taught_{exercise}", repetitions=4)
        for recording in (good, fault):
            true = int(np.sum(np.asarray(recording.labels["truth_counts"], dtype=bool)))
            assert watch(recording, plan_of(protocol, movement, None))["count"] == true
