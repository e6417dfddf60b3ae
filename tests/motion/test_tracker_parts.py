"""The parts of the tracker, each by what it promises."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import SETTINGS
from stick_people import RATE, bridge, course, knee_to_chest

from ischia.motion.landmarks import INDEX
from ischia.motion.tracker.attempt import TAILS, Attempt
from ischia.motion.tracker.body import Body
from ischia.motion.tracker.cues import Cues
from ischia.motion.tracker.faults import shown
from ischia.motion.tracker.one_euro import OneEuro
from ischia.motion.tracker.repetitions import Repetitions
from ischia.motion.tracker.score import score
from ischia.motion.tracker.series import MOST, Series, crossing, level, sustained
from ischia.motion.tracker.summary import rounded
from ischia.motion.tracker.trunk import Trunk
from ischia.motion.tracker.untangle import Untangle
from ischia.motion.tracker.worth import USUAL, own_ranges, sort_out

numbers = st.floats(-1000, 1000)


def attempts_of(*peaks: float, hold: float = 0.0) -> list[Attempt]:
    found: list[Attempt] = []
    for peak in peaks:
        attempt = Attempt()
        attempt.peak, attempt.hold_end_s = peak, hold
        found.append(attempt)
    return found


# One Euro


def test_a_constant_passes_unchanged() -> None:
    smooth = OneEuro()
    assert {smooth.next(n / RATE, 42.0) for n in range(50)} == {42.0}


def test_one_wild_frame_is_not_seen() -> None:
    smooth = OneEuro()
    values = [smooth.next(n / RATE, 500.0 if n == 20 else 10.0) for n in range(40)]
    assert max(values) == 10.0


def test_two_wild_frames_that_come_quickly_are_not_seen() -> None:
    smooth = OneEuro()
    values = [smooth.next(n / 30, 500.0 if n in (20, 21) else 10.0) for n in range(40)]
    assert max(values) == 10.0


def test_trembling_shrinks_and_a_ramp_is_followed() -> None:
    smooth, ramp = OneEuro(), OneEuro()
    trembling = [smooth.next(n / RATE, (-1.0) ** n) for n in range(100)]
    assert max(abs(v) for v in trembling[20:]) < 0.7
    behind = [60 * n / RATE - ramp.next(n / RATE, 60 * n / RATE) for n in range(60)]
    assert behind[-1] < 12  # degrees behind a limb that moves at 60 degrees a second


def test_a_gap_restarts_it() -> None:
    smooth = OneEuro()
    smooth.next(0.0, 10.0)
    assert smooth.next(5.0, 90.0) == 90.0
    assert math.isnan(smooth.next(5.1, math.nan))
    assert smooth.next(5.2, 90.0) == 90.0


# Series


@given(st.lists(numbers, min_size=1), st.integers(1, 20))
def test_sustained_is_reached_that_often(values: list[float], number: int) -> None:
    found = sustained(values, number)
    assert found in values
    assert sum(value >= found for value in values) >= min(number, len(values))


def test_a_long_series_stays_small_and_keeps_its_ends() -> None:
    series = Series()
    for n in range(10 * MOST):
        series.add(n / RATE, float(n))
    assert len(series.times) <= MOST
    assert series.times[0] == 0
    assert series.times[-1] == pytest.approx(10 * MOST / RATE, rel=0.02)


def test_levels_and_crossings() -> None:
    assert level([0.0, 1.0, 1.0, 1.0, 1.2], 1.2) == pytest.approx(1.0)
    assert level([0.0] * 5 + [1.0] * 9 + [1.3], 1.3) == pytest.approx(1.0)
    assert crossing([0.0, 1.0], [0.0, 4.0], 1.0, 1) == 0.25
    assert crossing([0.0, 1.0], [4.0, 0.0], 1.0, 1) == 0.75


@given(st.floats(-1e4, 1e4), st.integers(0, 3))
def test_rounding_is_near_and_symmetric(value: float, places: int) -> None:
    assert rounded(value, places) == pytest.approx(value, abs=0.5000001 / 10**places)
    assert rounded(-value, places) == -rounded(value, places)


# Repetitions


def test_an_attempt_knows_its_start_hold_and_end() -> None:
    machine = Repetitions(SETTINGS, "hold")
    ended = [machine.look(t, share, 0.0) for t, share in course([0.9], up=1.5, hold=2.0, rest=1.0)]
    (attempt,) = [each for each in ended if each is not None]
    attempt.close()
    assert attempt.start_s == pytest.approx(1.0, abs=0.1)
    assert attempt.hold_start_s == pytest.approx(2.5, abs=0.1)
    assert attempt.hold_end_s == pytest.approx(4.5, abs=0.1)
    assert attempt.end_s == pytest.approx(6.0, abs=0.1)
    assert attempt.peak == pytest.approx(0.9)


def test_steps_count_without_coming_all_the_way_back() -> None:
    def marching(n: int) -> float:
        return 0.65 - 0.35 * math.cos(2 * math.pi * n / RATE)  # between 0.3 and 1, one a second

    def counted(kind: str) -> int:
        machine = Repetitions(SETTINGS, kind)
        ended = [machine.look(n / RATE, marching(n) if n > 15 else 0.0, 0.0) for n in range(150)]
        return sum(each is not None for each in ended)

    assert counted("steps") >= 8


@given(st.lists(st.floats(0.05, 2.0), min_size=1, max_size=12))
def test_attempts_are_either_whole_or_incomplete_and_own_range_is_kept_in_limits(
    peaks: list[float],
) -> None:
    attempts = attempts_of(*peaks)
    whole, incomplete, own = sort_out(attempts, SETTINGS)
    assert len(whole) + len(incomplete) == len(attempts)
    assert SETTINGS["range_least"] <= own["short"]
    if own["short"] > SETTINGS["range_most"]:  # only who usually goes further has a larger range
        assert sum(peak >= own["short"] - 1e-9 for peak in peaks) >= 1
        assert sum(peak > SETTINGS["range_most"] for peak in peaks) * 2 >= len(whole)
    assert 1 <= own["beyond"] <= SETTINGS["range_most"]
    if whole and incomplete:
        assert max(a.peak for a in incomplete) <= min(a.peak for a in whole)


def test_one_wild_attempt_does_not_set_the_range() -> None:
    assert own_ranges(attempts_of(0.9, 0.9, 3.0), SETTINGS)["short"] == pytest.approx(0.9)


def test_a_short_one_counts_where_it_is_held_like_the_others() -> None:
    held, turned_back = attempts_of(1.0, 1.0, hold=5.0), attempts_of(0.3, hold=0.4)
    assert len(sort_out([*held, *turned_back], SETTINGS, held=True)[0]) == 2
    assert len(sort_out([*held, *attempts_of(0.33, hold=4.0)], SETTINGS, held=True)[0]) == 3
    assert len(sort_out([*held, *attempts_of(0.33, hold=4.0)], SETTINGS)[0]) == 2


def test_one_turned_back_from_counts_only_from_further_where_the_others_are_held() -> None:
    held, turned_back = attempts_of(1.0, 1.0, hold=5.0), attempts_of(0.4, hold=0.4)
    assert len(sort_out([*held, *turned_back], SETTINGS, held=True)[0]) == 2
    assert len(sort_out([*held, *attempts_of(0.6, hold=0.4)], SETTINGS, held=True)[0]) == 3
    assert len(sort_out([*held, *turned_back], SETTINGS)[0]) == 3


def test_a_try_is_weighed_from_where_the_body_lay() -> None:
    *full, tried = attempts_of(1.0, 1.0, 1.0, 0.45)
    assert tried in sort_out([*full, tried], SETTINGS)[0]
    tried.floor = 0.2  # so it went 0.25 of the 0.8 that were left
    whole, incomplete, _ = sort_out([*full, tried], SETTINGS)
    assert whole == full
    assert incomplete == [tried]


def test_the_floor_is_between_where_it_left_and_where_it_landed() -> None:
    machine = Repetitions(SETTINGS, "hold")

    def drifting(t: float, share: float) -> float:
        return share if t < 3.0 else max(share, 0.2)  # lands a fifth higher, and stays there

    ended = [machine.look(t, drifting(t, share), 0.0) for t, share in course([1.0], rest=2.0)]
    (attempt,) = [each for each in ended if each is not None]
    assert attempt.left == pytest.approx(0.0, abs=0.02)
    assert attempt.landed == pytest.approx(0.2, abs=0.02)
    assert attempt.floor == pytest.approx(0.1, abs=0.02)


def test_one_wild_frame_is_not_the_trunk_at_rest() -> None:
    posture = [{"measure": "trunk_inclination", "start": 90.0, "low": 90.0, "high": 120.0}]
    trunk, person = Trunk(posture, 35.0), bridge(0.0)
    wild = list(person)
    for side in "lr":
        wild[INDEX["shoulder_" + side]] = (0.5, 0.1, 0.0, 0.9)
    for seen in (person, person, wild):
        trunk.look(Body(seen, "image"))
    trunk.rest_here()
    assert not trunk.turned(Body(person, "image"))
    assert trunk.turned(Body(wild, "image"))


def test_who_usually_goes_further_than_drawn_is_judged_by_that() -> None:
    assert own_ranges(attempts_of(1.6, 1.6, 1.6, 0.5), SETTINGS)["short"] == pytest.approx(1.6)
    assert own_ranges(attempts_of(3.0, 1.0, 3.0, 1.0), SETTINGS)["short"] <= SETTINGS["range_most"]


def test_times_follow_the_drawn_course() -> None:
    def times(tails: list[float]) -> Attempt:
        attempt = Attempt()
        for t, share in course([1.0], up=1.5, hold=2.0, rest=1.0):
            attempt.add(t, share, 0.0)
        attempt.close(tails)
        return attempt

    usual, early = times(TAILS), times([0.0, *TAILS[1:]])
    assert early.start_s > usual.start_s
    assert early.hold_start_s == usual.hold_start_s


def test_falling_short_is_told_by_what_it_comes_from() -> None:
    def seen(name: str, measure: str, excess: float) -> dict[str, Any]:
        plan = {"id": name, "measure": measure}
        return {"plan": plan, "way": "short", "excess": excess, "drawn": excess, "slope": 0.0}

    short, cause = seen("half_range", "range", 1.0), seen("hips_lift", "pelvis_height", 1.0)
    absent = seen("hips_lift", "pelvis_height", -1.0)
    assert [one["plan"]["id"] for one in shown([short, cause], USUAL)] == ["hips_lift"]
    assert [one["plan"]["id"] for one in shown([short, absent], USUAL)] == ["half_range"]


def test_too_little_seen_gives_no_score() -> None:
    right: dict[str, Any] = {"faults": [], "hold_s": 0.0}
    seen, least = SETTINGS["score_coverage"], 0.01
    assert score([right], seen + least, 0.0, SETTINGS)[0] == 100
    value, reasons = score([right], seen - least, 0.0, SETTINGS)
    assert value is None
    assert "too little" in reasons[0]
    assert score([], 1.0, 0.0, SETTINGS)[0] is None


# Untangle and cues


def test_a_slip_of_left_and_right_is_put_back_but_not_for_ever() -> None:
    person = knee_to_chest(1.0)
    slipped = list(person)
    for part in ("hip", "knee", "ankle", "toe"):
        left, right = INDEX[part + "_l"], INDEX[part + "_r"]
        slipped[left], slipped[right] = person[right], person[left]
    untangle = Untangle()
    for n in range(30):
        assert untangle.look(n / RATE, person) == person
    found = [untangle.look((n + 30) / RATE, slipped) for n in range(30)]
    assert found[3] == person
    assert found[-1] == slipped


def test_a_first_frame_with_exchanged_legs_is_not_believed_for_long() -> None:
    person = knee_to_chest(1.0)
    left, right = INDEX["knee_l"], INDEX["knee_r"]
    slipped = list(person)
    slipped[left], slipped[right] = person[right], person[left]
    hidden = list(person)
    hidden[right] = (0.1, 0.1, 0.0, 0.05)
    untangle = Untangle()
    untangle.look(0.0, slipped)
    untangle.look(1 / RATE, slipped)
    found = [untangle.look((n + 2) / RATE, hidden if n == 1 else person) for n in range(8)]
    assert found[-1] == person
    assert found[-4] == person


def test_a_slip_while_one_knee_is_hidden_does_not_last() -> None:
    person = knee_to_chest(1.0)
    left, right = INDEX["knee_l"], INDEX["knee_r"]
    slipped = list(person)
    slipped[left], slipped[right] = person[right], person[left]
    hidden = list(slipped)
    hidden[right] = (0.1, 0.1, 0.0, 0.05)
    untangle = Untangle()
    untangle.look(0.0, person)
    untangle.look(1 / RATE, hidden)
    assert untangle.look(2 / RATE, slipped) == person
    assert untangle.look(3 / RATE, person) == person


def test_the_gravest_cue_comes_first_and_a_stop_may_interrupt() -> None:
    tip, warn, stop = (
        {"id": name, "severity": name, "cue": name.title()} for name in ("tip", "warn", "stop")
    )
    cues = Cues(4.0)
    said = cues.say(0.0, [tip, warn])
    assert said is not None
    assert said["fault"] == "warn"
    assert cues.say(1.0, [tip]) is None
    assert cues.say(1.5, [stop]) is not None
    assert cues.say(6.0, [warn]) is None  # the same one again only after twice the spacing
    assert cues.say(8.5, [warn]) is not None
