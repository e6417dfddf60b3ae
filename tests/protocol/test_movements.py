"""The lint of movements: every wrong word or number is found, once, with what mends it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from ischia.protocol.lint_movements import check_movements
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Look, Movement, Phase, Rest


def faults(protocol: Protocol, **changes: Any) -> list[str]:
    bridge = replace(protocol.movements["bridge"], **changes)
    changed = replace(protocol, movements=protocol.movements | {"bridge": bridge})
    return [f"{fault.field}: {fault.text}" for fault in check_movements(changed)]


def test_every_exercise_has_a_movement_without_a_fault(protocol: Protocol) -> None:
    assert list(check_movements(protocol)) == []
    assert protocol.movements.keys() == protocol.exercises.keys()


def test_an_exercise_without_a_movement_is_named(protocol: Protocol) -> None:
    left = {n: m for n, m in protocol.movements.items() if n != "bridge"}
    found = list(check_movements(replace(protocol, movements=left)))
    assert [(fault.kind, fault.item) for fault in found] == [("exercises", "bridge")]


def _phases(protocol: Protocol, **pose: float) -> tuple[Phase, ...]:
    first, *rest = protocol.movements["bridge"].phases
    return (replace(first, pose=pose), *rest)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"posture": "floating"}, "posture: there is no posture floating"),
        ({"start": {"hip_flex": 3.0}}, "start: there is no coordinate hip_flex"),
        ({"start": {"knee_flexion_work": 200.0}}, "start: knee_flexion_work 200 is beyond"),
        ({"signal": ("hip_bend",)}, "signal: there is no measure hip_bend"),
        ({"signal": ()}, "signal: a hold needs something to be told by"),
        ({"phases": ()}, "phases: there is none"),
        ({"rests": (Rest(point="nose"),)}, "rests: there is no point nose"),
        ({"rests": (Rest(point="heel", onto="cloud"),)}, "rests: there is no point cloud"),
        ({"rests": (Rest(point="heel", along=("ankle",)),)}, "rests: there is no coordinate ankle"),
        ({"props": ("sofa",)}, "props: sofa is not known"),
        ({"tint": ("ear",)}, "tint: ear is not known"),
        ({"needs": ("hips",)}, "needs: hips is not known (did you mean hip?)"),
        ({"free": ("tilt",)}, "free: tilt is not known"),
        ({"faults": {"too_lo": Look(measure="hip_flexion", pose={"hip_flexion": 20}, over=9)}},
         "faults: the exercise has no fault too_lo (did you mean too_low?)"),
        ({"faults": {"too_low": Look(measure="hip_flexion", over=9)}}, "it has no pose"),
        ({"faults": {"too_low": Look(measure="hip_flexion", pose={"hip_flexion": 20})}},
         "one of over and under is needed"),
        ({"faults": {"too_low": Look(measure="hips", pose={"hip_flexion": 20}, over=9)}},
         "there is no measure hips"),
        ({"faults": {"too_low": Look(measure="reach_seconds", under=1, pace=0)}}, "pace"),
    ],
)  # fmt: skip
def test_a_wrong_word_or_number_is_found_once(
    protocol: Protocol, changes: dict[str, Any], said: str
) -> None:
    found = faults(protocol, **changes)
    assert len(found) == 1
    assert said in found[0]


def test_a_repetition_goes_there_and_back(protocol: Protocol) -> None:
    out = protocol.movements["bridge"].phases[:2]
    assert faults(protocol, phases=out) == ["phases: a repetition goes there and back"]


def test_a_joint_is_not_asked_for_more_than_it_does(protocol: Protocol) -> None:
    assert faults(protocol, phases=_phases(protocol, hip_flexion=139)) == []
    (found,) = faults(protocol, phases=_phases(protocol, hip_flexion=141))
    assert "hip_flexion 141 is beyond -30 to 140" in found


def test_what_the_camera_cannot_count_is_guided_by_time(protocol: Protocol) -> None:
    """Aerobic, breathing and deep-muscle exercises have no signal and say so."""
    timed: list[Movement] = [m for m in protocol.movements.values() if m.rep == "timed"]
    assert {"walking", "diaphragmatic_breathing", "transversus_activation"} <= {m.id for m in timed}
    for movement in timed:
        assert not movement.signal
        assert movement.judged.startswith("Nothing"), movement.id
    for movement in protocol.movements.values():
        assert movement.judged, movement.id
        assert movement.not_judged, movement.id
