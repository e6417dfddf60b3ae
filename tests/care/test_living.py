"""Breaks, advice and habits go to whom they are for; the own direction outranks the cause."""

from __future__ import annotations

import pytest

from ischia.care.daily import Living, advice_for, breaks_for, habits_for
from ischia.protocol.model import Protocol

BACKWARD = Living(direction="extension", exercises=frozenset({"standing_extension"}))


def titles(protocol: Protocol, living: Living, topic: str) -> set[str]:
    return {one.id for one in advice_for(protocol, topic, living)}  # pyright: ignore[reportArgumentType]


def test_everybody_has_a_break_from_sitting_and_from_standing(protocol: Protocol) -> None:
    found = breaks_for(protocol, Living()).value
    assert [one.activity for one in found] == ["sitting", "standing"]
    assert not any(one.exercise for one in found)


def test_who_bends_backward_in_the_program_does_so_in_the_break(protocol: Protocol) -> None:
    sitting = breaks_for(protocol, BACKWARD).value[0]
    assert sitting.exercise == "standing_extension"


def test_no_break_offers_an_exercise_that_is_not_in_the_program(protocol: Protocol) -> None:
    without = Living(direction="extension")
    assert not any(one.exercise for one in breaks_for(protocol, without).value)
    assert not any(habit.exercise for habit in habits_for(protocol, without))


def test_breaks_come_sooner_in_a_flare(protocol: Protocol) -> None:
    calm = breaks_for(protocol, Living()).value
    flare = breaks_for(protocol, Living(flare=True)).value
    assert all(f.after_minutes < c.after_minutes for f, c in zip(flare, calm, strict=True))


def test_a_break_carries_its_reason(protocol: Protocol) -> None:
    decision = breaks_for(protocol, Living())
    assert len(decision.reasons) == len(decision.value)
    assert all(reason.source for reason in decision.reasons)


@pytest.mark.parametrize("cause", ["lumbar_disc_herniation", "degenerative_disc_disease"])
def test_early_bending_is_advised_on_where_a_disc_is_the_cause(
    protocol: Protocol, cause: str
) -> None:
    assert "bend_less_early" in titles(protocol, Living(cause=cause), "morning")


def test_early_bending_advice_is_not_for_everybody(protocol: Protocol) -> None:
    for cause in ("lumbar_spinal_stenosis", "piriformis_syndrome", "unknown"):
        assert titles(protocol, Living(cause=cause), "morning") == set()


def test_the_own_direction_outranks_the_cause(protocol: Protocol) -> None:
    eased_by_bending = Living(cause="lumbar_disc_herniation", direction="flexion")
    assert "bend_less_early" not in titles(protocol, eased_by_bending, "morning")
    eased_by_leaning_back = Living(cause="lumbar_spinal_stenosis", direction="extension")
    assert "round_if_it_eases" not in titles(protocol, eased_by_leaning_back, "workstation")


def test_when_not_to_drive_comes_first(protocol: Protocol) -> None:
    assert advice_for(protocol, "driving", Living())[0].id == "not_safe_to_drive"
