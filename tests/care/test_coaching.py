from __future__ import annotations

import pytest

from ischia.care.coaching import beats, total_seconds
from ischia.care.dose import SECONDS_PER_MINUTE, Amount, amount, minutes_of
from ischia.protocol.model import Protocol


def dose(**fields: float) -> Amount:
    plain = {"sets": 1, "reps": 0, "hold_s": 0, "minutes": 0, "rest_s": 0, "per_side": False}
    return Amount(**{**plain, **fields})  # pyright: ignore[reportArgumentType]


def test_every_repetition_is_reached_held_and_left(protocol: Protocol) -> None:
    played = beats(protocol, "bridge", dose(sets=2, reps=3, hold_s=5, rest_s=30))
    assert [beat.kind for beat in played[:4]] == ["ready", "reach", "hold", "return"]
    assert sum(beat.kind == "hold" for beat in played) == 6
    assert [beat.seconds for beat in played if beat.kind == "rest"] == [30]


def test_each_side_gets_its_turn_and_the_person_may_begin_with_the_right(
    protocol: Protocol,
) -> None:
    played = beats(protocol, "clam", dose(reps=2, per_side=True), first_side="right")
    assert [(b.side, b.rep) for b in played if b.kind == "move"] == [
        ("right", 1),
        ("right", 2),
        ("left", 1),
        ("left", 2),
    ]
    assert [b.kind for b in played if b.kind in ("ready", "switch")] == ["ready", "switch"]


def test_a_timed_exercise_is_one_beat(protocol: Protocol) -> None:
    played = beats(protocol, "walking", dose(minutes=10))
    assert [(b.kind, b.seconds) for b in played[1:]] == [("timed", 600)]


@pytest.mark.parametrize("fraction", [0.0, 0.5, 1.0])
def test_work_and_rest_take_as_long_as_the_program_says(
    protocol: Protocol, fraction: float
) -> None:
    for exercise in protocol.exercises.values():
        given = amount(exercise.dose, fraction)
        played = beats(protocol, exercise.id, given)
        counted = tuple(beat for beat in played if beat.kind not in ("ready", "switch"))
        promised = minutes_of(exercise.dose, given) * SECONDS_PER_MINUTE
        assert total_seconds(counted) == pytest.approx(promised + _rests_of_timed(given))


def _rests_of_timed(given: Amount) -> float:
    """A timed dose counts its work alone in the program's minutes."""
    return given.rest_s * (given.sets - 1) if given.minutes else 0
