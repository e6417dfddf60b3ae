"""`ischia course`: the JSON object, the text, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ischia.cli import front_door
from ischia.protocol.model import Protocol

WEEKS = [
    {"planned": 14, "done": 12, "walked_minutes": 40},
    {"planned": 10, "done": 6, "rested": 4, "walked_minutes": 60},
]


def run(*args: str, typed: str = "") -> Result:
    result = CliRunner().invoke(front_door, ["course", *args], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def told(content: object, *args: str) -> Result:
    return run("-", *args, typed=json.dumps(content))


def test_the_json_object(protocol: Protocol) -> None:
    """12 and 6 of 14 and 10 sessions, and 4 of rest that count as done: 22 of 28."""
    result = told({"scores": {"nrs_leg": {"0": 6, "4": 5}}, "weeks": WEEKS}, "--json")
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert list(content) == ["courses", "adherence", "walking", "protocol"]
    (course,) = content["courses"]
    assert course["instrument"] == "nrs_leg"
    assert (course["first"], course["place"]) == (6, "within")
    assert course["scores"][1] == {
        "week": 4, "score": 5, "low": 4.2, "high": 5.58, "place": "within",
    }  # fmt: skip
    assert course["scores"][0]["place"] == "not_compared"
    assert {reason["rule"] for reason in course["reasons"]} == {"leg_pain"}
    assert content["adherence"] == {
        "planned": 24, "done": 18, "rested": 4, "share": 0.786, "weekly": [0.857, 0.714],
        "change": -0.143,
    }  # fmt: skip
    walking = content["walking"]
    assert (walking["goal_minutes"], walking["last"], walking["change"]) == (150, 60, 20)
    assert walking["share"] == 0.4
    assert content["protocol"] == protocol.version


def test_scores_alone_and_weeks_alone() -> None:
    alone = json.loads(told({"scores": {"rmdq_24": {"0": 14, "52": 8}}}, "--json").stdout)
    assert (alone["adherence"], alone["walking"]) == (None, None)
    assert alone["courses"][0]["place"] == "within"
    kept = json.loads(told({"weeks": WEEKS}, "--json").stdout)
    assert kept["courses"] == []


def test_yaml_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text("scores:\n  nrs_leg: {0: 6, 4: 5}\n", "utf-8")
    one = run(str(path), "--json").stdout
    assert one == told({"scores": {"nrs_leg": {"0": 6, "4": 5}}}, "--json").stdout


@pytest.mark.parametrize(
    ("score", "words"), [(0, "below the band"), (4, "within the band"), (6, "above the band")]
)
def test_a_person_reads_where_it_lies_and_what_that_cannot_say(score: int, words: str) -> None:
    said = told({"scores": {"nrs_leg": {"0": 6, "26": score}}}).stdout
    assert words in said
    assert "cannot say how it will go for you" in " ".join(said.split())
    assert "[ogollah_2018" in said


def test_a_course_above_the_band_blames_nobody() -> None:
    said = " ".join(told({"scores": {"nrs_leg": {"0": 6, "26": 6}}}).stdout.split())
    assert "That is no failure of yours" in said
    assert "with a clinician" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({}, "neither scores nor weeks"),
        ([], "not a mapping"),
        ({"score": {}}, "did you mean scores?"),
        ({"scores": {"nrs_back": {"0": 3}}}, "scores.nrs_back"),
        ({"scores": {"nrs_leg": {}}}, "no score"),
        ({"scores": {"nrs_leg": 4}}, "not a mapping"),
        ({"scores": {"nrs_leg": {"0": 11}}}, "give a number from 0 to 10"),
        ({"scores": {"nrs_leg": {"-1": 3}}}, "give a number from 0 to 520"),
        ({"scores": {"nrs_leg": {"0": 3, "0.0": 4}}}, "stands here twice"),
        ({"weeks": {}}, "not a list"),
        ({"weeks": [{"planned": 3, "done": 4}]}, "more than planned"),
        ({"weeks": [{"planed": 3}]}, "did you mean planned?"),
        ({"weeks": [{"planned": "nan"}]}, "weeks[1].planned"),
        ({"weeks": [{"walked_minutes": -1}]}, "walked_minutes"),
    ],
)
def test_bad_input_is_named_with_its_remedy(content: object, words: str) -> None:
    result = told(content)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Remedy:" in result.stderr
    assert result.stdout == ""


json_like = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(
            st.sampled_from(["scores", "weeks", "nrs_leg", "0", "planned", "x"]), part, max_size=3
        )
    ),
    max_leaves=8,
)


@given(json_like)
@settings(max_examples=150, deadline=None)
def test_any_json_ends_with_a_known_code(content: object) -> None:
    assert told(content).exit_code in (0, 2)


def test_help_says_that_it_is_no_forecast() -> None:
    assert "It is no forecast" in " ".join(run("--help").stdout.split())
