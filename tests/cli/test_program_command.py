"""`ischia program` and `ischia exercise`: what a person and a program get."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ischia.cli import front_door
from ischia.protocol.load import load_protocol

PROTOCOL = load_protocol()
TODAY = date.today().isoformat()  # noqa: DTZ011 - as the command has it
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


def test_a_visit_before_the_answers_clears_none_of_them(healthy: Answers) -> None:
    danger = {**healthy, "fever": {"value": "yes", "at": TODAY}}
    early: Answers = {"by": "Dr A", "at": "1990-01-02"}
    result = run("program", "-", typed=json.dumps({"answers": danger, "clearance": early}))
    assert result.exit_code == 2
    assert "clearance.at" in result.stderr
    assert result.stdout == ""
    dated: Answers = {
        "answers": danger,
        "at": "1990-01-01",
        "clearance": early,
    }  # one answer is of today
    assert run("program", "-", typed=json.dumps(dated)).exit_code == 2


@pytest.mark.parametrize("name", ["", " ", True, [1], "7", None])
@pytest.mark.parametrize("part", ["clearance", "diagnosis"])
def test_nobody_has_no_name(healthy: Answers, part: str, name: object) -> None:
    said: Answers = {"by": name, "at": TODAY}
    if part == "diagnosis":
        said |= {"cause": "lumbar_spinal_stenosis", "status": "confirmed"}
    result = run("program", "-", typed=json.dumps({"answers": healthy, part: said}))
    assert result.exit_code == 2
    assert f"{part}.by" in result.stderr


def test_what_a_clinician_cleared_is_still_said(healthy: Answers) -> None:
    low = {**healthy, "suicidal_thoughts": "yes"}
    file: Answers = {"answers": low, "clearance": {"by": "Dr A", "at": TODAY}}
    code, found = plan(file)
    assert (code, bool(found["sessions"])) == (0, True)
    assert found["reasons"][0]["rule"] in PROTOCOL.red_flags
    shown = run("program", "-", typed=json.dumps(file)).stdout
    assert found["reasons"][0]["text"][:40] in " ".join(shown.split())
    assert "clinician has cleared you since" in " ".join(shown.split())


def test_a_clearance_does_not_hide_an_emergency_from_the_exit_code(healthy: Answers) -> None:
    clearance = {"by": "Dr A", "at": TODAY}
    code, found = plan({"answers": {**healthy, "saddle_numbness": "yes"}, "clearance": clearance})
    assert code == 23
    assert found["sessions"] == []


def test_a_clearance_for_less_gives_a_program_and_code_0(healthy: Answers) -> None:
    danger = {**healthy, "leg_giving_way": "yes"}
    assert plan({"answers": danger})[0] in (20, 21, 22)
    code, found = plan({"answers": danger, "clearance": {"by": "Dr A", "at": TODAY}})
    assert code == 0
    assert found["sessions"]


def test_when_no_exercise_is_left_it_says_so_and_asks_for_a_clinician(healthy: Answers) -> None:
    code, found = plan({"answers": healthy, "state": ["heart_disease"]})
    assert code == 20
    assert found["sessions"] == []
    assert "No exercise is left" in found["reasons"][-1]["text"]


def test_what_was_prescribed_in_the_morning_is_not_explained_twice(healthy: Answers) -> None:
    said = run("program", "-", typed=json.dumps(diagnosed(healthy, stage="restore"))).stdout
    assert "as before" in said
    reason = PROTOCOL.programs["lumbar_disc_herniation_restore"].roles[0].why
    assert " ".join(said.replace("\u2502", " ").split()).count(reason) == 1


def test_it_always_says_when_to_stop(healthy: Answers) -> None:
    said = run("program", "-", typed=json.dumps(diagnosed(healthy))).stdout
    words = " ".join(said.split())
    for sign in ("leg_pain_spreads", "common"):
        assert PROTOCOL.stop_signs[sign].text in words
        assert PROTOCOL.stop_signs[sign].do in words


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
    assert "Morning, about" in said
    assert "why:" in said
    assert "Make a new program in" in said


@pytest.mark.parametrize("name", PROTOCOL.exercises)
def test_every_exercise_can_be_shown(name: str) -> None:
    said = run("exercise", name).stdout
    assert PROTOCOL.exercises[name].title in said
    assert "Stop if" in said


def test_who_should_take_care_reads_what_to_do_and_no_code_word() -> None:
    said = " ".join(run("exercise", "single_knee_to_chest").stdout.split())
    assert "leave it out." in said
    assert "Fragile bones: leave it out." in said  # by its feature, which outranks its caution
    swapped = PROTOCOL.exercises["cat_camel"].title
    assert f"do another one instead: {swapped}." in said
    assert not any(f"({word})" in said for word in ("block", "swap", "modify", "clinician"))


def test_an_unknown_exercise_names_the_nearest() -> None:
    result = run("exercise", "prone_pres_up")
    assert result.exit_code == 2
    assert "did you mean prone_press_up?" in result.stderr


def test_where_nothing_fits_a_clinician_is_asked_and_nothing_says_go(healthy: Answers) -> None:
    given = diagnosed(healthy, stage="restore", state=["heart_disease"])
    done = run("program", "-", typed=json.dumps(given))
    assert done.exit_code == 20
    said = " ".join(done.stdout.split())
    assert said.index("Ask a clinician to choose") < said.index("Heart disease")
    for wrong in ("start now", "No red flag", "The aim"):
        assert wrong not in said
