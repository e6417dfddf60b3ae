"""`ischia program` and `ischia exercise`: what a person and a program get."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ischia.cli import front_door
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()
Answers = dict[str, object]


def run(*args: str, typed: str = "") -> Result:
    result = CliRunner().invoke(front_door, args, typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def plan(form: dict[str, object]) -> tuple[int, dict[str, Any]]:
    result = run("program", "-", "--json", typed=json.dumps(form))
    return result.exit_code, json.loads(result.stdout) if result.stdout else {}


def diagnosed(answers: Answers, **more: object) -> dict[str, object]:
    diagnosis = {"cause": "lumbar_disc_herniation", "status": "confirmed", "by": "Dr A"}
    return {"answers": answers, "diagnosis": diagnosis, **more}


def test_a_passing_screening_gives_two_sessions_with_every_documented_field(
    healthy: Answers,
) -> None:
    code, found = plan(diagnosed(healthy, stage="restore"))
    assert code == 0
    assert set(found) >= {
        "stage", "cause", "sessions", "avoid", "review_in_days", "reasons", "protocol",
    }  # fmt: skip
    assert [session["slot"] for session in found["sessions"]] == ["morning", "evening"]
    for session in found["sessions"]:
        for item in session["items"]:
            assert set(item) >= {"exercise", "dose", "role", "why", "easier", "harder"}
            assert set(item["dose"]) >= {"sets", "reps", "hold_s", "per_side", "rest_s"}
            assert item["exercise"] in PROTOCOL.exercises


@pytest.mark.parametrize(
    ("answers", "code"),
    [({}, 25), ({"saddle_numbness": "yes"}, 23), ({"unable_to_pass_urine": "yes"}, 24)],
)
def test_without_a_passing_screening_there_is_none_and_the_code_is_the_screenings(
    answers: Answers, code: int
) -> None:
    got, found = plan(diagnosed(answers))
    assert got == code
    assert found["sessions"] == []
    assert found["reasons"]


def test_without_a_diagnosis_the_cause_is_unknown(healthy: Answers) -> None:
    assert plan({"answers": healthy})[1]["cause"] == "unknown"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"diagnosis": {"cause": "disc", "status": "confirmed", "by": "x"}}, "diagnosis.cause"),
        ({"diagnosis": {"cause": "piriformis_syndrome", "status": "maybe", "by": "x"}}, "status"),
        ({"diagnosis": {"cause": "piriformis_syndrome", "status": "confirmed"}}, "diagnosis.by"),
        ({"diagnosis": "disc"}, "not a mapping"),
        ({"stage": "fast"}, "stage"),
        ({"state": ["osteoporosi"]}, "did you mean osteoporosis?"),
        ({"state": "osteoporosis"}, "not a list"),
        ({"equipment": ["matt"]}, "did you mean mat?"),
        ({"minutes": "long"}, "minutes"),
        ({"minutes": 0}, "minutes"),
        ({"clearance": {"by": "Dr A"}}, "clearance"),
        ({"clearance": {"by": "Dr A", "at": "2999-01-01"}}, "future"),
    ],
)  # fmt: skip
def test_bad_input_names_the_field_and_the_remedy(
    healthy: Answers, more: dict[str, object], words: str
) -> None:
    result = run("program", "-", typed=json.dumps({"answers": healthy, **more}))
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Remedy:" in result.stderr


def test_a_person_reads_titles_doses_and_reasons(healthy: Answers) -> None:
    said = run("program", "-", typed=json.dumps(diagnosed(healthy, stage="settle"))).stdout
    assert "morning, about" in said
    assert "why:" in said
    assert "Look at this again in" in said


@pytest.mark.parametrize("name", PROTOCOL.exercises)
def test_every_exercise_can_be_shown(name: str) -> None:
    said = run("exercise", name).stdout
    assert PROTOCOL.exercises[name].title in said
    assert "Stop if" in said


def test_an_unknown_exercise_names_the_nearest() -> None:
    result = run("exercise", "prone_pres_up")
    assert result.exit_code == 2
    assert "did you mean prone_press_up?" in result.stderr
