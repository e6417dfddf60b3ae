"""`ischia score`: exit codes, the JSON object, what a person reads, and bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ischia.cli import front_door
from ischia.protocol.model import Protocol

PHQ_9: dict[str, object] = {f"q{number}": 0 for number in range(1, 10)}


def run(*args: str, typed: str = "") -> Result:
    """Run `ischia score`; leaving in any way but an exit code is a crash."""
    result = CliRunner().invoke(front_door, ["score", *args], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def given_answers(instrument: str, content: dict[str, object], *args: str) -> Result:
    return run(instrument, "-", *args, typed=json.dumps(content))


def flat(text: str) -> str:
    """Text without the terminal's frames and line breaks."""
    return " ".join(text.replace("│", " ").split())


def test_the_json_object(protocol: Protocol) -> None:
    content: dict[str, object] = {"answers": {"leg_pain": 5}, "first": {"leg_pain": 8}}
    result = given_answers("nrs_leg", content, "--json")
    assert result.exit_code == 0
    written = json.loads(result.stdout)
    reasons = written.pop("reasons")
    assert written == {
        "instrument": "nrs_leg",
        "score": 5,
        "low": 0,
        "high": 10,
        "band": "",
        "missing": [],
        "alerts": [],
        "change": {"points": -3, "percent": -37.5, "meaning": "improved"},
        "protocol": protocol.version,
    }
    assert "an improvement that matters" in reasons[-1]["text"]
    assert reasons[0]["source"] == ["ostelo_2008", "kamper_2010", "haugen_2011"]


def test_without_a_first_score_there_is_no_change() -> None:
    written = json.loads(given_answers("nrs_leg", {"answers": {"leg_pain": 5}}, "--json").stdout)
    assert written["change"] is None


def test_a_file_in_yaml(tmp_path: Path) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("answers:\n  leg_pain: 2\nfirst: {leg_pain: 7}\n")
    result = run("NRS-leg", str(path))
    assert result.exit_code == 0
    text = flat(result.stdout)
    assert "2 on a scale from 0 to 10, where more is worse" in text
    assert "-5 points (-71 %), an improvement that matters" in text
    assert "A score is not a diagnosis" in text


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize("rest", [PHQ_9, {}])
def test_an_alert_comes_first_and_decides_the_exit_code(
    form: tuple[str, ...], rest: dict[str, object]
) -> None:
    result = given_answers("phq_9", {"answers": rest | {"q9": 1}}, *form)
    assert result.exit_code == 22
    assert "There is help." in flat(result.stdout)
    if form:
        written = json.loads(result.stdout)
        (alert,) = written["alerts"]
        assert (alert["item"], alert["disposition"]) == ("q9", "same_day")
        assert written["reasons"][0]["text"] == alert["text"]
    else:
        text = flat(result.stdout)
        assert text.index("Please read this first") < text.index("Mood, nine questions")
        assert "How soon: Today, within 24 hours" in text


def test_too_much_left_out_is_no_score_and_says_why() -> None:
    result = given_answers("gad_7", {"answers": {"q1": 1}})
    assert result.exit_code == 2
    assert "There is no score: q2, q3, q4, q5, q6, q7 left out, and 1 may be." in flat(
        result.stdout
    )


@pytest.mark.parametrize(
    ("instrument", "typed", "words"),
    [
        ("phq9", "answers: {q1: 1}", "no such instrument (did you mean phq_9?)"),
        ("nrs_leg", "answers: {leg_pian: 1}", "no such item (did you mean leg_pain?)"),
        ("nrs_leg", "answers: {leg_pain: 11}", "leg_pain: '11' is not an answer"),
        ("nrs_leg", '{"answers": {"leg_pain": NaN}}', "NaN: this is not a number in JSON"),
        ("nrs_leg", "answers: {leg_pain: 1}\nfirst: {leg_pain: x}", "first.leg_pain: 'x' is not"),
        ("nrs_leg", "answers: {leg_pain: 1}\nfirst: 3", "first: not a list of `item: value`"),
        ("nrs_leg", "answers: {leg_pain: 1}\nfrist: {}", "frist: this is not a part"),
        ("nrs_leg", "answers: 3", "answers: not a list of `item: value` lines"),
        ("nrs_leg", "{}", "answers: missing"),
        ("nrs_leg", "", "-: empty"),
        ("nrs_leg", "answers: {leg_pain: 1", "this is not valid YAML"),
    ],
)
def test_bad_input_is_named_with_its_remedy(instrument: str, typed: str, words: str) -> None:
    result = run(instrument, "-", typed=typed)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in flat(result.stderr)
    assert "Remedy: " in result.stderr


def test_help_says_what_the_exit_codes_mean() -> None:
    assert "2 bad input or too much left out" in flat(run("--help").stdout)
