"""`ischia adapt`: the diary file, the JSON object, the text, and bad input."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ischia.cli import front_door
from ischia.protocol.model import Protocol

GOOD: dict[str, object] = {
    "pain_before": {"leg": 2, "back": 2}, "pain_after": {"leg": 2, "back": 2},
    "pain_next_morning": {"leg": 2, "back": 2}, "zone_before": "thigh", "zone_after": "thigh",
    "zone_next_morning": "thigh", "tingling": "same", "settled_within_hours": 0, "effort": 4,
    "form_score": 90, "done_share": 1, "sleep": 7, "flare_felt": "no", "danger": "no",
}  # fmt: skip
START: dict[str, object] = {
    "stage": "restore",
    "ceiling": 3,
    "items": [{"exercise": "bridge", "reps": 5}, {"exercise": "walking", "minutes": 8}],
}


def run(*args: str, typed: str = "") -> Result:
    result = CliRunner().invoke(front_door, ["adapt", *args], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def given_diary(diary: object, *args: str) -> Result:
    return run("-", *args, typed=json.dumps(diary))


def days_of(diary: object) -> list[dict[str, Any]]:
    result = given_diary(diary, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["days"]


def test_the_json_object_says_what_changed_and_by_which_rule(protocol: Protocol) -> None:
    diary = {"start": START, "days": [{"sessions": [GOOD, GOOD]}] * 2}
    content = json.loads(given_diary(diary, "--json").stdout)
    assert set(content) == {"days", "adherence", "protocol"}
    assert content["adherence"] == {
        "planned": 4, "done": 4, "rested": 0, "share": 1, "weekly": [1], "change": None,
    }  # fmt: skip
    assert content["protocol"] == protocol.version
    first, second = content["days"]
    fields = ["day", "light", "changes", "stage", "disposition", "plan", "reasons"]
    assert list(first) == fields
    assert (first["day"], first["light"], first["stage"]) == (1, "green", "restore")
    assert first["changes"] == []
    (change,) = second["changes"]
    assert change == {
        "exercise": "bridge",  # at half of its ten; the walk at 8 of 15 minutes, twice a day 30
        "what": "amount",
        "from": "5 reps, hold 2 s, level 2",
        "to": "7 reps, hold 2 s, level 2",
        "rule": "progress_amount",
        "text": protocol.adaptation_rules["progress_amount"].text,
    }
    assert second["plan"][0]["reps"] == 7
    assert {reason["rule"] for reason in second["reasons"]} == {"progress_amount", "good_session"}
    assert set(second["reasons"][0]) == {"rule", "text", "findings", "source", "grade", "review"}


def test_yaml_and_json_say_the_same() -> None:
    yaml = """
start:
  stage: restore
  ceiling: 3
  items:
    - {exercise: bridge, reps: 5}
    - {exercise: walking, minutes: 8}
days:
  - sessions:
      - pain_before: {leg: 2, back: 2}
        pain_after: {leg: 4, back: 2}
        pain_next_morning: {leg: 2, back: 2}
        zone_before: thigh
        zone_after: 3
        zone_next_morning: thigh
        tingling: same
        settled_within_hours: 2
        effort: 4
        form_score: 90
        done_share: 1
        sleep: 7
        flare_felt: no
        danger: no
"""
    amber = {**GOOD, "pain_after": {"leg": 4, "back": 2}, "settled_within_hours": 2}
    from_yaml = json.loads(run("-", "--json", typed=yaml).stdout)["days"]
    assert from_yaml == days_of({"start": START, "days": [{"sessions": [amber]}]})
    assert from_yaml[0]["light"] == "amber"


def test_a_flare_is_shown_with_the_rest_and_the_way_back() -> None:
    flare = {**GOOD, "flare_felt": True}
    diary = {"start": START, "days": [{"sessions": [flare]}, {}, {}]}
    text = " ".join(given_diary(diary).stdout.split())
    assert "Day 1 red stage: flare" in text
    assert "Day 2 no session stage: flare" in text
    assert "[flare_resume]" in text
    assert "The plan for the next day" in text


def test_danger_leaves_no_plan_until_a_clinician_has_looked() -> None:
    danger = {**GOOD, "danger": "yes"}
    diary = {"start": START, "days": [{"sessions": [danger]}, {"sessions": [GOOD]},
                                      {"cleared": "yes"}]}  # fmt: skip
    first, second, third = days_of(diary)
    assert (first["light"], first["disposition"], first["plan"]) == (
        "emergency", "emergency_today", [],
    )  # fmt: skip
    assert second["plan"] == []
    assert third["disposition"] == "self_care"
    assert third["plan"]
    shown = given_diary({"start": START, "days": [{"sessions": [danger]}]}).stdout
    assert "None: " in shown


def test_a_person_may_ask_for_less() -> None:
    (day,) = days_of({"start": START, "days": [{"less": {"walking": 0.5, "bridge": 0}}]})
    assert [(item["exercise"], item["minutes"]) for item in day["plan"]] == [("walking", 4)]
    assert {change["rule"] for change in day["changes"]} == {"person_less"}


def test_left_out_parts_of_a_dose_are_the_exercises_own_start() -> None:
    start = {"stage": "restore", "items": [{"exercise": "bridge"}]}
    empty: dict[str, object] = {}
    (day,) = days_of({"start": start, "days": [empty]})
    (item,) = day["plan"]
    assert (item["sets"], item["reps"], item["hold_s"], item["times_a_day"]) == (1, 5, 2, 2)


def start(**changes: object) -> dict[str, object]:
    return {"start": {**START, **changes}, "days": []}


def session(**changes: object) -> dict[str, object]:
    return {"start": START, "days": [{"sessions": [{**GOOD, **changes}]}]}


@pytest.mark.parametrize(
    ("diary", "words"),
    [
        ({}, ["start: missing", "days: missing"]),
        ({"start": START, "days": 3}, ["days: 3.0 is not a list"]),
        ({"start": START, "days": [], "extra": 1}, ["diary.extra", "use start, days"]),
        (start(stage="restor"), ["start.stage", "did you mean restore?"]),
        (start(ceiling=9), ["start.ceiling: 9", "give a number from 1 to 5"]),
        (start(items=[]), ["start.items: no exercise"]),
        (start(items=[{"exercise": "brige"}]), ["start.items[1].exercise", "bridge?"]),
        (start(items=[{"exercise": "bridge", "reps": -1}]), ["start.items[1].reps: -1"]),
        (start(items=[{"exercise": "bridge", "reps": 2.5}]), ["start.items[1].reps: 2.5"]),
        (start(items=[{"exercise": "bridge", "minutes": 5}]), ["is given in reps"]),
        (start(items=[{"exercise": "walking", "minutes": 0}]), ["is given in minutes"]),
        (start(items=[{"exercise": "bridge", "level": 1}]), ["has load level 2"]),
        (start(ceiling=1), ["level 2 is above the ceiling 1"]),
        (start(items=[{"exercise": "bridge"}] * 2), ["stands here twice"]),
        (start(avoid=["brige"]), ["start.avoid", "bridge?"]),
        (session(pain_after=3), ["days[1].sessions[1].pain_after: 3.0 is not a mapping"]),
        (session(pain_after={"leg": 11}), ["pain_after.leg: 11", "from 0 to 10"]),
        (session(zone_after="toe"), ["zone_after: 'toe'"]),
        (session(danger="perhaps"), ["danger: 'perhaps'", "answer yes or no"]),
        (session(tingling=2), ["tingling: 2"]),
        (session(feeling=1), ["sessions[1].feeling"]),
        (session(effort=True), ["effort: True"]),
        (session(effort="nan"), ["effort: 'nan'"]),
        ({"start": START, "days": [{"less": {"bridge": 2}}]}, ["days[1].less.bridge: 2"]),
        ("hello", ["diary: 'hello' is not a mapping"]),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_bad_input_is_named_with_a_remedy(
    diary: object, words: list[str], form: tuple[str, ...]
) -> None:
    result = given_diary(diary, *form)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Remedy: " in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.parametrize("text", ["", "start:\n  items: [}", "{", "\x00", "[1]"])
def test_what_is_no_diary_at_all_is_bad_input(text: str) -> None:
    result = run("-", typed=text)
    assert result.exit_code == 2
    assert result.stderr.startswith("ischia: ")


def test_every_fault_has_a_line() -> None:
    result = given_diary(session(effort=11, sleep=-1, danger="x"))
    assert len(result.stderr.splitlines()) == 3


json_like = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["start", "days", "stage", "items", "exercise", "sessions", "less", "leg",
                 "pain_before", "ceiling", "zone_after", "x"]
            ),
            inner, max_size=4,
        ),
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_like)
@settings(max_examples=60, deadline=None)
def test_no_content_ends_in_a_traceback(content: object) -> None:
    result = given_diary(content)
    assert result.exit_code in (0, 2)


def test_a_missing_file_is_named() -> None:
    result = run("no/such/diary.yaml")
    assert result.exit_code == 2
    assert "no/such/diary.yaml" in result.stderr


DANGER = {**GOOD, "danger": "yes"}
PHQ_9 = {f"q{number}": 0 for number in range(1, 10)}


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ([{"sessions": [GOOD]}], 0),
        ([], 0),
        ([{"sessions": [DANGER]}], 23),
        ([{"sessions": [DANGER]}, {"sessions": [GOOD]}], 23),
        ([{"sessions": [DANGER]}, {"cleared": "yes"}], 0),
        ([{"scores": {"phq_9": {**PHQ_9, "q9": 1}}}], 22),
    ],
)
def test_the_exit_code_says_when_the_exercises_are_stopped(
    days: list[dict[str, object]], code: int
) -> None:
    assert given_diary({"start": START, "days": days}).exit_code == code


def test_help_with_dark_thoughts_is_shown_in_a_diary(protocol: Protocol) -> None:
    diary = {"start": START, "days": [{"scores": {"phq_9": {**PHQ_9, "q9": 1}}}]}
    said = " ".join(given_diary(diary).stdout.replace("\u2502", " ").split())
    (alert,) = protocol.instruments["phq_9"].alerts
    assert " ".join(alert.text.split()) in said
    day = json.loads(given_diary(diary, "--json").stdout)["days"][0]
    assert day["disposition"] == "same_day"
    assert day["plan"] == []
    assert alert.text in [reason["text"] for reason in day["reasons"]]


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({"phq_8": {}}, "did you mean phq_9?"),
        ({"phq_9": {"q10": 1}}, "days[1].scores.phq_9.q10"),
        ({"phq_9": {"q9": 7}}, "days[1].scores.phq_9.q9"),
        ({"phq_9": 3}, "not a mapping"),
    ],
)
def test_a_bad_questionnaire_is_named(scores: object, words: str) -> None:
    result = given_diary({"start": START, "days": [{"scores": scores}]})
    assert result.exit_code == 2
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_plan_that_the_person_must_not_do_is_refused() -> None:
    items = [{"exercise": "double_knee_to_chest"}]
    start = {"stage": "restore", "cause": "lumbar_spinal_stenosis", "items": items}
    assert given_diary({"start": start, "days": []}).exit_code == 0
    result = given_diary({"start": {**start, "state": ["osteoporosis"]}, "days": []})
    assert result.exit_code == 2
    assert "double_knee_to_chest is not for this person" in result.stderr


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"cause": "disc"}, "start.cause"),
        ({"state": ["osteoporosi"]}, "did you mean osteoporosis?"),
        ({"state": "osteoporosis"}, "not a list"),
        ({"equipment": ["matt"]}, "did you mean mat?"),
        ({"cause": "unknown", "ceiling": 4}, "start.ceiling"),
    ],
)
def test_what_is_said_of_the_person_is_checked(more: dict[str, object], words: str) -> None:
    start = {"stage": "settle", "items": [{"exercise": "heel_slide"}], **more}
    result = given_diary({"start": start, "days": []})
    assert result.exit_code == 2
    assert words in result.stderr
