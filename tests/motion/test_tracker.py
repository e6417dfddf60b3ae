"""The tracker on drawn people: what is counted, what is not, and what it says."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import pytest
from plans import SETTINGS, bridge_plan, knee_plan, plank_plan
from stick_people import (
    RATE,
    Frame,
    Landmarks,
    bridge,
    course,
    film,
    joined,
    knee_to_chest,
    plank,
    standing,
    still,
)  # fmt: skip

from ischia.motion.landmarks import INDEX, LANDMARKS
from ischia.motion.tracker.tracker import Tracker

Answer = dict[str, Any]
EXCHANGED = [
    INDEX[name[:-1] + {"l": "r", "r": "l"}[name[-1]] if name[-2:] in ("_l", "_r") else name]
    for name in LANDMARKS
]


def followed(plan: dict[str, Any], frames: Sequence[Frame]) -> tuple[Answer, list[Answer]]:
    """The summary, and the answer to every frame."""
    tracker = Tracker(plan)
    answers = [tracker.frame(t, person) for t, person in frames]
    return tracker.summary(), answers


def bridges(*tops: float, **tempo: float) -> list[Frame]:
    return film(bridge, course(tops, **tempo))


def hidden(person: Landmarks, *parts: str) -> Landmarks:
    return [
        (x, y, z, 0.05 if name.split("_")[0] in parts else seen)
        for name, (x, y, z, seen) in zip(LANDMARKS, person, strict=True)
    ]


def moved(person: Landmarks, right: float = 0.0, size: float = 1.0) -> Landmarks:
    return [(x * size + right, y * size, z, seen) for x, y, z, seen in person]


# What is counted


@pytest.mark.parametrize("number", [0, 1, 3, 12])
def test_every_whole_repetition_counts_once(number: int) -> None:
    summary, answers = followed(bridge_plan(), bridges(*[1.0] * number))
    assert summary["count"] == number
    assert summary["incomplete"] == []
    assert answers[-1]["count"] == number
    assert sum(len(answer["events"]) for answer in answers) == number


def test_times_of_a_repetition_are_those_of_the_movement() -> None:
    summary, _ = followed(bridge_plan(), bridges(1.0, up=1.5, hold=2.0, rest=1.0))
    repetition = summary["repetitions"][0]
    assert repetition["start_s"] == pytest.approx(1.0, abs=0.4)
    assert repetition["hold_s"] == pytest.approx(2.0, abs=0.3)
    assert repetition["end_s"] == pytest.approx(6.0, abs=0.4)
    assert repetition["range"] == pytest.approx(1.0, abs=0.05)
    assert summary["holds"] == [
        {"start_s": pytest.approx(2.5, abs=0.3), "seconds": repetition["hold_s"], "side": "both"}
    ]


def test_a_try_of_a_quarter_is_incomplete_and_does_not_count() -> None:
    summary, _ = followed(bridge_plan(), bridges(1.0, 0.25, 1.0, hold=0.5))
    assert summary["count"] == 2
    assert len(summary["incomplete"]) == 1
    assert summary["incomplete"][0]["share"] == pytest.approx(0.25, abs=0.08)


def test_half_the_way_counts_and_carries_its_fault() -> None:
    summary, _ = followed(bridge_plan(), bridges(1.0, 0.55, 1.0))
    assert summary["count"] == 3
    assert [(f["fault"], f["repetition"]) for f in summary["faults"]] == [("too_low", 1)]


def test_the_first_repetition_is_judged_again_when_the_range_is_known() -> None:
    summary, _ = followed(bridge_plan(), bridges(0.55, 1.0, 1.0))
    assert [(f["fault"], f["repetition"]) for f in summary["faults"]] == [("too_low", 0)]


def test_a_person_with_a_smaller_range_is_judged_by_it() -> None:
    summary, _ = followed(bridge_plan(), bridges(0.8, 0.8, 0.8))
    assert summary["count"] == 3
    assert summary["faults"] == []
    assert summary["own_range"] == pytest.approx(0.8, abs=0.08)


def test_unrest_is_no_attempt() -> None:
    summary, _ = followed(bridge_plan(), bridges(0.08, 1.0, 0.08, 0.1))
    assert summary["count"] == 1
    assert summary["incomplete"] == []


@pytest.mark.parametrize("tempo", [{"up": 0.6, "hold": 0.2}, {"up": 4.0, "hold": 8.0}])
def test_quick_and_slow_ones_count(tempo: dict[str, float]) -> None:
    assert followed(bridge_plan(), bridges(1.0, 1.0, 1.0, **tempo))[0]["count"] == 3


def test_the_last_one_counts_when_the_recording_ends_on_its_way_back() -> None:
    frames = bridges(1.0, up=1.5, hold=2.0, rest=1.0)  # back from 4.5 to 6 seconds
    down = [(t, person) for t, person in frames if t < 5.6]
    assert followed(bridge_plan(), down)[0]["count"] == 1
    held = [(t, person) for t, person in frames if t < 4.4]
    assert followed(bridge_plan(), held)[0]["count"] == 0


def test_a_summary_asked_for_twice_is_the_same() -> None:
    tracker = Tracker(bridge_plan())
    for t, person in bridges(1.0, 1.0):
        if t < 11.6:  # the second is on its way back
            tracker.frame(t, person)
    first = tracker.summary()
    assert first["count"] == 2
    assert tracker.summary() == first


def test_a_live_hold_counts_up_and_ends() -> None:
    _, answers = followed(bridge_plan(), bridges(1.0, hold=3.0))
    longest = max(answer["hold_s"] for answer in answers)
    assert longest == pytest.approx(3.0, abs=0.6)
    assert answers[-1]["hold_s"] == 0
    phases = [answer["phase"] for answer in answers]
    order = ["rest", "reach", "hold", "return"]
    assert [phases.index(part) for part in order] == sorted(phases.index(p) for p in order)


# Getting into position, and away


def test_getting_into_position_is_not_counted() -> None:
    walk = still(standing(), 3.0)
    down = [(t, _between(standing(), bridge(0), t / 1.5)) for t, _ in still(None, 1.5)]
    summary, answers = followed(bridge_plan(), joined(walk, down, bridges(1.0, 1.0)))
    assert summary["count"] == 2
    assert summary["incomplete"] == []
    assert answers[20]["phase"] == "ready"


def test_getting_up_is_not_counted() -> None:
    up = [(t, _between(bridge(0), standing(), t / 1.5)) for t, _ in still(None, 1.5)]
    frames = joined(bridges(1.0, 1.0), up, still(standing(), 4.0))
    summary, answers = followed(bridge_plan(), frames)
    assert summary["count"] == 2
    assert answers[-1]["phase"] == "ready"


def _between(first: Landmarks, last: Landmarks, share: float) -> Landmarks:
    return [
        tuple(a + share * (b - a) for a, b in zip(one, other, strict=True))  # type: ignore[misc]
        for one, other in zip(first, last, strict=True)
    ]


def test_lying_with_other_angles_than_drawn_is_still_the_start() -> None:
    tilted = [(t, _rolled(person, 12)) for t, person in bridges(1.0, 0.55, 1.0)]
    summary, _ = followed(bridge_plan(), tilted)
    assert summary["count"] == 3
    assert len(summary["faults"]) == 1


def _rolled(person: Landmarks | None, degrees: float) -> Landmarks:
    assert person is not None
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (0.6 + c * (x - 0.6) - s * (y - 0.5), 0.5 + s * (x - 0.6) + c * (y - 0.5), z, seen)
        for x, y, z, seen in person
    ]


# Sides


def test_sides_are_told_by_the_limb_that_moves() -> None:
    left = film(lambda share: knee_to_chest(share, "l"), course([1.0]))
    right = film(lambda share: knee_to_chest(share, "r"), course([1.0]))
    summary, _ = followed(knee_plan(), joined(left, right, left))
    assert [rep["side"] for rep in summary["repetitions"]] == ["left", "right", "left"]


def test_both_sides_work_in_a_bridge() -> None:
    assert followed(bridge_plan(), bridges(1.0))[0]["repetitions"][0]["side"] == "both"


@pytest.mark.parametrize("every", [1, 23])
def test_exchanged_labels_do_not_change_the_count(every: int) -> None:
    """All the time, and for some frames in every 23."""
    frames = film(knee_to_chest, course([1.0, 0.5, 1.0]))
    mixed: list[Frame] = []
    for number, (t, person) in enumerate(frames):
        exchange = person is not None and (every == 1 or number % every < 5)
        mixed.append((t, [person[i] for i in EXCHANGED] if exchange and person else person))
    summary, _ = followed(knee_plan(), mixed)
    assert summary["count"] == 3
    assert [f["repetition"] for f in summary["faults"]] == [1]


# Faults and cues


def test_a_fault_needs_its_part_and_its_time() -> None:
    def bent(share: float) -> Landmarks:
        person = bridge(share)
        for name in ("wrist_l", "wrist_r"):
            person[INDEX[name]] = (0.42, 0.7, 0.0, 0.99)
        return person

    frames = bridges(1.0, 1.0, hold=3.0)
    second = [i for i, (t, _) in enumerate(frames) if 10.5 < t < 12.0]  # in the second hold
    for number in second:
        frames[number] = (frames[number][0], bent(1.0))
    summary, answers = followed(bridge_plan(), frames)
    assert [(f["fault"], f["repetition"]) for f in summary["faults"]] == [("elbow_bent", 1)]
    assert summary["faults"][0]["start_s"] == pytest.approx(10.6, abs=0.3)
    assert [cue["fault"] for cue in summary["cues"]] == ["elbow_bent"]
    spoken = [answer["cue"] for answer in answers if answer["cue"]]
    assert [cue["text"] for cue in spoken] == ["Straighten your arms."]
    for number in second[5:]:
        frames[number] = (frames[number][0], bridge(1.0))
    assert followed(bridge_plan(), frames)[0]["faults"] == []


def test_going_too_far_is_told_from_a_larger_body() -> None:
    beyond = {
        "id": "over_arched", "measure": "hip_flexion", "from": "target", "under": -8.0,
        "start": bridge_plan()["signal"][0]["start"],
        "target": bridge_plan()["signal"][0]["target"],
        "part": "hold", "seconds": 0.5, "severity": "warn", "cue": "Stop at straight.",
    }  # fmt: skip
    summary, _ = followed(bridge_plan(faults=[beyond]), bridges(1.0, 1.35, 1.0, 1.0))
    assert [f["repetition"] for f in summary["faults"]] == [1]


def test_cues_come_one_at_a_time_with_room_between() -> None:
    summary, _ = followed(bridge_plan(), bridges(1.0, 1.0, *[0.5] * 6, up=0.5, hold=0.4, rest=0.5))
    times = [cue["at_s"] for cue in summary["cues"]]
    assert len(times) >= 1
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert all(gap >= 2 * SETTINGS["cue_spacing_s"] for gap in gaps)


# What cannot be seen


def test_hidden_knees_are_named_and_nothing_is_guessed() -> None:
    frames = [(t, hidden(p, "knee", "ankle")) for t, p in bridges(1.0, 1.0) if p]
    summary, answers = followed(bridge_plan(), frames)
    assert summary["count"] == 0
    assert summary["coverage"] == 0
    assert summary["score"] is None
    assert answers[-1]["cannot_see"]["what"] == "knee"
    assert "knees" in answers[-1]["cannot_see"]["text"]


def test_one_side_seen_is_enough() -> None:
    def one_sided(person: Landmarks) -> Landmarks:
        return [
            (x, y, z, 0.02 if name.endswith("_r") else seen)
            for name, (x, y, z, seen) in zip(LANDMARKS, person, strict=True)
        ]

    frames = [(t, one_sided(p)) for t, p in bridges(1.0, 1.0) if p]
    assert followed(bridge_plan(), frames)[0]["count"] == 2


def test_leaving_the_picture_in_a_repetition_drops_it() -> None:
    frames = bridges(1.0, 1.0, 1.0, hold=4.0)
    away = [(t, None if 10.0 < t < 12.5 else p) for t, p in frames]
    summary, _ = followed(bridge_plan(), away)
    assert summary["count"] == 2
    assert [entry["what"] for entry in summary["cannot_see"]] == ["left"]
    assert summary["cannot_see"][0]["seconds"] == pytest.approx(2.4, abs=0.2)


def test_a_blink_is_bridged() -> None:
    frames = [(t, None if 3.0 < t < 3.4 else p) for t, p in bridges(1.0, 1.0)]
    summary, _ = followed(bridge_plan(), frames)
    assert summary["count"] == 2
    assert summary["cannot_see"] == []
    assert summary["coverage"] < 1


TROUBLES: list[tuple[Callable[[Landmarks], Landmarks | None], str]] = [
    (lambda person: hidden(person, "shoulder", "hip", "knee", "ankle"), "dark"),
    (lambda person: moved(person, size=0.2), "closer"),
    (lambda person: moved(person, right=-0.9), "dark"),
    (lambda _: None, "nobody"),
]


@pytest.mark.parametrize(("change", "what"), TROUBLES)
def test_what_is_wrong_with_the_picture_is_said(
    change: Callable[[Landmarks], Landmarks | None], what: str
) -> None:
    frames = [(t, change(p)) for t, p in bridges(1.0) if p]
    summary, answers = followed(bridge_plan(), frames)
    assert {entry["what"] for entry in summary["cannot_see"]} == {what}
    assert answers[-1]["cannot_see"]["what"] == what
    assert summary["count"] == 0


def test_two_people_are_noticed() -> None:
    frames = [
        (t, moved(p, right=0.6) if p and int(t * RATE) % 4 < 2 else p) for t, p in bridges(1.0, 1.0)
    ]
    summary, _ = followed(bridge_plan(), frames)
    assert "two_people" in {entry["what"] for entry in summary["cannot_see"]}
    assert summary["count"] == 0


def test_one_landmark_gone_wild_is_not_two_people() -> None:
    frames = bridges(1.0, 1.0, 1.0)
    for number in range(5, len(frames), 9):
        person = frames[number][1]
        assert person is not None
        person[INDEX["knee_l"]] = (0.1, 0.1, 0.0, 0.9)
    summary, _ = followed(bridge_plan(), frames)
    assert summary["cannot_see"] == []
    assert summary["count"] == 3


def test_the_wrong_view_is_said() -> None:
    def frontal(person: Landmarks) -> Landmarks:
        return [
            (x + (0.09 if name.endswith("_l") else -0.09), y, z, seen)
            for name, (x, y, z, seen) in zip(LANDMARKS, person, strict=True)
        ]

    frames = [(t, frontal(p)) for t, p in bridges(1.0) if p]
    summary, _ = followed(bridge_plan(), frames)
    assert {entry["what"] for entry in summary["cannot_see"]} == {"side_view"}


def test_two_frames_from_the_wrong_side_at_the_start_are_not_held_against_anybody() -> None:
    wide = bridges(1.0)
    for number in (0, 1):
        person = wide[number][1]
        assert person is not None
        for name in ("shoulder", "hip"):
            x, y, z, seen = person[INDEX[name + "_l"]]
            person[INDEX[name + "_l"]] = (x + 0.2, y, z, seen)
    summary, _ = followed(bridge_plan(), wide)
    assert summary["cannot_see"] == []
    assert summary["count"] == 1


# Other kinds of movement


def test_a_plank_is_timed_and_its_sag_is_told() -> None:
    sagging = joined(still(plank(), 8), still(plank(0.05), 3), still(plank(), 2))
    frames = joined(still(standing(), 2), sagging)
    summary, answers = followed(plank_plan(), frames)
    assert [hold["seconds"] for hold in summary["holds"]] == [pytest.approx(13, abs=0.5)]
    assert [f["fault"] for f in summary["faults"]] == ["hips_sag"]
    assert summary["faults"][0]["seconds"] == pytest.approx(3, abs=0.5)
    assert answers[-1]["hold_s"] == pytest.approx(13, abs=0.5)


def test_two_planks_are_two_holds() -> None:
    frames = joined(still(plank(), 5), still(standing(), 4), still(plank(), 7))
    holds = followed(plank_plan(), frames)[0]["holds"]
    assert [hold["seconds"] for hold in holds] == [
        pytest.approx(5, abs=0.5), pytest.approx(7, abs=0.5),
    ]  # fmt: skip


@pytest.mark.parametrize("person", [bridge, knee_to_chest])
def test_without_a_plan_swings_are_counted_as_they_come(person: Any) -> None:
    plan = {"rep": "generic", "space": "image", "settings": SETTINGS}
    summary, _ = followed(plan, film(person, course([1.0] * 6, up=1.0, hold=0.5, rest=0.5)))
    assert summary["count"] in (5, 6)


def test_without_a_plan_stillness_is_no_repetition() -> None:
    plan = {"rep": "generic", "space": "image", "settings": SETTINGS}
    assert followed(plan, still(standing(), 10))[0]["count"] == 0


# Input and output


def test_time_that_does_not_rise_is_passed_over() -> None:
    frames = bridges(1.0, 1.0)
    doubled = [frame for frame in frames for _ in (1, 2)]
    assert followed(bridge_plan(), doubled)[0] == followed(bridge_plan(), frames)[0]


def test_numbers_that_are_not_there_do_no_harm() -> None:
    nan = math.nan
    frames = bridges(1.0, 1.0)
    for number in range(0, len(frames), 7):
        frames[number] = (frames[number][0], [(nan, nan, nan, 0.0)] * len(LANDMARKS))
    for number in range(3, len(frames), 11):
        person = frames[number][1]
        assert person is not None
        person[INDEX["knee_l"]] = (nan, nan, nan, 0.0)
    assert followed(bridge_plan(), frames)[0]["count"] == 2


def test_an_unknown_space_is_refused() -> None:
    with pytest.raises(ValueError, match="space"):
        Tracker(bridge_plan(space="moon"))


def test_the_summary_has_the_promised_shape() -> None:
    summary, _ = followed(bridge_plan(), bridges(1.0, 0.55, 0.25, hold=1.2))
    assert set(summary) == {
        "exercise", "count", "repetitions", "incomplete", "holds", "faults", "coverage",
        "cannot_see", "score", "score_reasons", "cues", "own_range",
    }  # fmt: skip
    assert set(summary["repetitions"][0]) == {
        "start_s", "end_s", "side", "range", "reach_s", "hold_s", "return_s", "faults",
    }  # fmt: skip


def test_the_score_falls_with_faults_and_says_why() -> None:
    good, _ = followed(bridge_plan(), bridges(1.0, 1.0, 1.0))
    faulty, _ = followed(bridge_plan(), bridges(1.0, 0.55, 1.0))
    assert good["score"] == 100
    assert faulty["score"] == pytest.approx(100 - 100 * SETTINGS["score_tip"] / 3, abs=0.1)
    assert any("too_low: in 1 of 3" in reason for reason in faulty["score_reasons"])
    short, _ = followed(bridge_plan(hold_s=5.0), bridges(1.0, 1.0, 1.0))
    assert short["score"] == pytest.approx(100 - 100 * SETTINGS["score_hold_short"], abs=0.1)
