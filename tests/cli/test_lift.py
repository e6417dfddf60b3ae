"""`ischia lift`: the JSON object, what a person reads, and bad input."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from ischia.cli import front_door
from ischia.protocol.model import Protocol

NEEDED = ("--load", "10", "--horizontal", "50", "--vertical", "75", "--travel", "25")


def run(*args: str) -> Result:
    """Run `ischia lift`; leaving in any way but an exit code is a crash."""
    result = CliRunner().invoke(front_door, ["lift", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_json_object(protocol: Protocol) -> None:
    result = run(*NEEDED, "--grip", "good", "--json")
    assert result.exit_code == 0
    written = json.loads(result.stdout)
    reasons, limits = written.pop("reasons"), written.pop("limits")
    assert written == {
        "recommended_weight_limit_kg": 11.5,
        "lifting_index": 0.87,
        "multipliers": {"HM": 0.5, "VM": 1, "DM": 1, "AM": 1, "FM": 1, "CM": 1},
        "helps_most": {
            "term": "horizontal",
            "advice": "Bring the load closer before you lift it.",
            "recommended_weight_limit_kg": 23,
            "gain_percent": 100,
        },
        "protocol": protocol.version,
    }
    assert [reason["source"] for reason in reasons] == [["waters_1994", "waters_1993"]]
    assert "healthy workers" in limits[0]


def test_what_a_person_reads() -> None:
    text = flat(run(*NEEDED, "--twist", "90", "--per-minute", "2", "--hours", "2").stdout)
    assert "Recommended weight limit: 6.2 kg" in text  # 23 x .5 x .712 x .84 x .9
    assert "HM 0.50 how far the load is in front of your ankles" in text
    assert "Bring the load closer before you lift it." in text
    assert "would raise the limit from 6.2 to 12.4 kg (+100 %)." in text
    assert "healthy workers" in text
    assert "safe" not in text.lower()


def test_without_a_word_about_the_grip_the_poorest_counts() -> None:
    assert json.loads(run(*NEEDED, "--json").stdout)["multipliers"]["CM"] == 0.9


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_beyond_the_limits_no_load_is_recommended(form: tuple[str, ...]) -> None:
    result = run(*NEEDED, "--twist", "140", *form)
    assert result.exit_code == 0
    if form:
        written = json.loads(result.stdout)
        assert (written["recommended_weight_limit_kg"], written["lifting_index"]) == (0, None)
        assert written["helps_most"]["gain_percent"] is None
    else:
        assert "none: no load is recommended" in result.stdout


def test_two_terms_beyond_the_limits() -> None:
    text = flat(run(*NEEDED, "--twist", "140", "--per-minute", "16").stdout)
    assert "Other things are beyond the limits of the equation as well." in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (NEEDED[:-2], "Missing option '--travel'"),
        ((*NEEDED, "--twist", "far"), "'far' is not a valid float"),
        ((*NEEDED, "--grip", "god"), "'god' is not one of 'good', 'fair', 'poor'"),
        ((*NEEDED, "--hours", "9"), "hours: the equation ends at 8 hours. Remedy: give 0 to 8."),
        ((*NEEDED, "--twist", "nan"), "twist_degrees: nan is not possible"),
        ((*NEEDED, "--per-minute", "-1"), "per_minute: -1 is not possible"),
    ],
)
def test_bad_input_is_named(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in flat(result.stderr)


def test_help_says_whom_it_was_made_for() -> None:
    assert "made for healthy workers" in flat(run("-h").stdout)
