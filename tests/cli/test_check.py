"""`ischia check`: exit codes, the JSON object, bad input, and the interview."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import TODAY, Decide
from ischia.care.check import Checker
from ischia.care.interview import DANGER
from ischia.cli import front_door
from ischia.cli.check import exit_code
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition, Finding, Protocol

CODES = {0, 2, 20, 21, 22, 23, 24, 25}
Answers = dict[str, object]


def run(*args: str, typed: str | bytes = "") -> Result:
    """Run `ischia check`; leaving in any way but an exit code is a crash."""
    result = CliRunner().invoke(front_door, ["check", *args], input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in CODES
    return result


def given_answers(answers: Answers, *args: str) -> Result:
    return run("-", *args, typed=json.dumps({"answers": answers}))


def flat(text: str) -> str:
    """Text without the terminal's frames and line breaks."""
    return " ".join(text.replace("│", " ").split())


# --- exit codes ---


@pytest.mark.parametrize(
    ("danger", "code"),
    [
        ("", 0),
        ("leg_giving_way", 20),
        ("unexplained_weight_loss", 21),
        ("fever", 22),
        ("saddle_numbness", 23),
        ("unable_to_pass_urine", 24),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_exit_code_says_what_to_do(
    healthy: Answers, danger: str, code: int, form: tuple[str, ...]
) -> None:
    assert given_answers(healthy | ({danger: "yes"} if danger else {}), *form).exit_code == code


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, 25),
        ({"leg_giving_way": "yes"}, 25),
        ({"unexplained_weight_loss": "yes"}, 25),
        ({"fever": "yes"}, 22),
        ({"saddle_numbness": "yes"}, 23),
        ({"leg_cold_pale_pulseless": "yes"}, 24),
    ],
)
def test_only_care_due_today_outranks_open_questions(answers: Answers, code: int) -> None:
    assert given_answers(answers).exit_code == code


def test_nothing_wrong_is_never_said(healthy: Answers) -> None:
    words = flat(given_answers(healthy).stdout).lower()
    assert "nothing is wrong" not in words
    assert "no red flag" in words or "no danger" in words


@pytest.mark.parametrize(
    ("arguments", "code"), [(["file.yaml"], 23), (["missing.yaml"], 2), (["--no-such"], 2)]
)
def test_the_process_ends_with_the_code_and_no_traceback(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    (tmp_path / "file.yaml").write_text("answers: {saddle_numbness: yes}\n")
    command = [sys.executable, "-c", "from ischia.cli import main; main()", "check", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stdout + done.stderr
    assert bool(done.stderr) == (code == 2)


def test_a_reader_who_leaves_early_causes_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text("answers: {saddle_numbness: yes}\n")
    program = "from ischia.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "check", "file.yaml", "--json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.parametrize(("arguments", "code"), [([], 25), (["-"], 2)])
def test_a_closed_standard_input_causes_no_traceback(arguments: list[str], code: int) -> None:
    program = "import sys; sys.stdin = None; from ischia.cli import main; main()"
    command = [sys.executable, "-c", program, "check", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


# --- bad input ---


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("answers: {feverr: yes}", ["feverr", "did you mean fever?", "ischia protocol show"]),
        ("answers: {fever: perhaps}", ["fever: 'perhaps' is not", "answer yes, no or unsure"]),
        ("answers: {age_years: old}", ["age_years: 'old'", "give a number from 0 to 120"]),
        ("answers: {fever: {value: no, at: soon}}", ["fever.at: 'soon'", "write YYYY-MM-DD"]),
        ("answers: {}\nat: 2999-01-01", ["at: 2999-01-01 is in the future", "correct the date"]),
        ("answer: {}", ["answer:", "did you mean answers?", "use answers, at"]),
        ("answers:\n  fever: [}", ["-, line 2", "not valid YAML", "mend that line"]),
        ("", ["-: empty", "write `answers:`"]),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_bad_input_is_named_on_standard_error(
    text: str, words: list[str], form: tuple[str, ...]
) -> None:
    result = run("-", *form, typed=text)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("ischia: ")
    assert "Remedy: " in result.stderr
    for word in words:
        assert word in result.stderr


def test_every_fault_has_a_line() -> None:
    result = run("-", typed="answers: {feverr: yes, age_years: old, sex: x}")
    assert len(result.stderr.splitlines()) == 3


@pytest.mark.parametrize("packs", [["no/such/folder"], ["no/such/folder", "nor/this"]])
def test_a_missing_pack_is_named(packs: list[str]) -> None:
    result = run("-", *(part for pack in packs for part in ("--pack", pack)), typed="answers: {}")
    assert result.exit_code == 2
    for pack in packs:
        assert f"ischia: {pack}: there is no such folder. Remedy: check the path." in result.stderr


# --- the JSON object ---

TEXT, TEXTS = str, [str]
REASON = {
    "rule": TEXT, "text": TEXT, "findings": TEXTS, "source": TEXTS, "grade": TEXT, "review": TEXT,
}  # fmt: skip
EVIDENCE = {
    "feature": TEXT, "text": TEXT, "findings": TEXTS, "likelihood_ratio": float, "source": TEXTS,
    "grade": TEXT, "review": TEXT,
}  # fmt: skip
QUESTION = {
    "finding": TEXT, "purpose": TEXT, "question": TEXT, "help": TEXT, "why": TEXT, "kind": TEXT,
    "unit": TEXT, "min": float, "max": float, "answers": dict,
}  # fmt: skip
CHECK = {
    "disposition": (TEXT, None),
    "complete": bool,
    "current": bool,
    "safe_to_exercise": bool,
    "reasons": [REASON],
    "contradictions": TEXTS,
    "next_question": (QUESTION, None),
    "differential": [
        {
            "cause": TEXT, "band": TEXT, "probability": [float], "for": [EVIDENCE],
            "against": [EVIDENCE], "mimics": TEXTS,
        }
    ],
    "roots": [{"root": TEXT, "probability": float}],
    "root_pattern": TEXTS,
    "sources": dict,
    "protocol": TEXT,
}  # fmt: skip


def fits(value: object, shape: object) -> bool:
    """Whether a JSON value has exactly this shape."""
    if isinstance(shape, tuple):
        return any(fits(value, option) for option in cast("tuple[object, ...]", shape))
    if isinstance(shape, list):
        (item,) = cast("list[object]", shape)
        return isinstance(value, list) and all(fits(v, item) for v in cast("list[object]", value))
    if isinstance(shape, dict):
        fields = cast("dict[str, object]", shape)
        if not isinstance(value, dict):
            return False
        found = cast("dict[str, object]", value)
        return found.keys() == fields.keys() and all(fits(found[k], fields[k]) for k in fields)
    return value is None if shape is None else type(value).__name__ == cast("type", shape).__name__


RICH: Answers = {
    "age_years": 38,
    "leg_pain_below_knee": "yes",
    "pain_regions": ["left_calf"],
    "saddle_numbness": "no",
    "fever": "yes",
    "worse_sitting": "yes",
    "pregnant": "yes",
    "sex": "male",
}


@pytest.mark.parametrize("answers", [{}, RICH, {"saddle_numbness": "yes"}])
def test_the_json_object_has_the_documented_shape(protocol: Protocol, answers: Answers) -> None:
    said = json.loads(given_answers(answers, "--json").stdout)
    assert fits(said, CHECK)
    assert said["protocol"] == protocol.version
    assert said["disposition"] in (None, *Disposition)
    cited = {key for reason in said["reasons"] for key in reason["source"]}
    assert set(said["sources"]) == cited
    for cause in said["differential"]:
        low, middle, high = cause["probability"]
        assert 0 <= low <= middle <= high <= 1


def test_json_says_what_the_decision_is(decide: Decide) -> None:
    said = json.loads(given_answers(RICH, "--json").stdout)
    check = decide(RICH)
    assert said["disposition"] == check.screening.value.disposition
    assert check.next_question is not None
    assert said["next_question"]["finding"] == check.next_question.finding
    assert [cause["cause"] for cause in said["differential"]] == [
        estimate.cause for estimate in check.differential.value
    ]
    assert "fever" in [reason["rule"] for reason in said["reasons"]]


def test_old_answers_never_allow_exercise(healthy: Answers) -> None:
    typed = json.dumps({"answers": healthy, "at": "2020-01-01"})
    old = json.loads(run("-", "--json", typed=typed).stdout)
    assert (old["current"], old["safe_to_exercise"]) == (False, False)
    assert "too old" in flat(run("-", typed=typed).stdout)
    assert json.loads(given_answers(healthy, "--json").stdout)["safe_to_exercise"] is True


# --- the interview ---

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)
FIRST = PROTOCOL.findings["saddle_numbness"]
SECOND = PROTOCOL.findings["bladder_change"]
NO_DIGITS = ["\N{SUPERSCRIPT TWO}", "\N{CIRCLED DIGIT ONE}", "1" * 5000]


def harmless(finding: Finding) -> tuple[str, object]:
    """What a healthy man of 40 types, and the answer that it stands for."""
    if finding.kind == "number":
        number = min(40.0, finding.max)
        return f"{number:g}", number
    if finding.kind == "choice":
        return str(finding.choices.index("male") + 1 if "male" in finding.choices else 1), (
            "male" if "male" in finding.choices else finding.choices[0]
        )
    return ("0", []) if finding.kind == "regions" else ("n", "no")


def interview(stop: Callable[[Finding, str], bool]) -> tuple[list[str], list[Finding], Answers]:
    """What to type until `stop(finding, purpose)`, the questions so far, and the answers."""
    typed: list[str] = []
    asked: list[Finding] = []
    answers: Answers = {}
    while True:
        question = CHECKER.check(CHECKER.read(answers, TODAY)).next_question
        if question is None:
            return typed, asked, answers
        finding = PROTOCOL.findings[question.finding]
        asked.append(finding)
        if stop(finding, question.purpose):
            return typed, asked, answers
        word, answers[finding.id] = harmless(finding)
        typed.append(word)


def talk(*typed: str) -> Result:
    return run(typed="".join(f"{word}\n" for word in typed))


def test_emergencies_are_asked_first() -> None:
    said = flat(talk("q").stdout)
    assert f"1. {FIRST.question}" in said
    assert "Answer y, n or u (unsure)" in said


@pytest.mark.parametrize("word", ["q", "quit", " Q "])
def test_quitting_at_once_is_not_finished(word: str) -> None:
    result = talk(word)
    assert result.exit_code == 25
    assert "Not finished" in result.stdout
    assert "Do not start exercises" in flat(result.stdout)


def test_the_end_of_input_stops_the_interview() -> None:
    assert run(typed="").exit_code == 25
    assert run(typed="n").exit_code == 25
    assert run(typed="y").exit_code == 23


def test_an_emergency_is_said_at_once_and_can_be_left() -> None:
    result = talk("y", "q")
    said = flat(result.stdout)
    assert result.exit_code == 23
    assert said.index(FIRST.question) < said.index("Go to an emergency department today.")
    assert said.index("Go to an emergency department today.") < said.index("2. ")


def test_the_whole_interview_ends_by_itself() -> None:
    typed, asked, answers = interview(lambda _finding, _purpose: False)
    result = talk(*typed, "q", "q")
    said = flat(result.stdout)
    place = -1
    for number, finding in enumerate(asked, 1):
        place = said.index(flat(f"{number}. {finding.question}"), place + 1)
    assert f"{len(asked) + 1}. " not in said[place:]
    assert "not an answer" not in said
    assert said.count("The safety questions are done.") == 1
    assert result.exit_code == exit_code(CHECKER.check(CHECKER.read(answers, TODAY)))
    assert result.exit_code != 25


def test_the_interview_and_a_file_agree() -> None:
    typed, _, answers = interview(lambda _finding, purpose: purpose != DANGER)
    spoken, filed = talk(*typed, "q"), given_answers(answers)
    assert spoken.exit_code == filed.exit_code
    assert spoken.stdout.endswith(filed.stdout)


def test_back_takes_the_answer_back() -> None:
    assert talk("y", "q").exit_code == 23
    result = talk("y", "b", "q")
    assert result.exit_code == 25
    assert "What to say" not in result.stdout
    assert flat(result.stdout).count(f"1. {FIRST.question}") == 2


def test_back_goes_back_one_answer_at_a_time() -> None:
    said = flat(talk("n", "n", "b", "b", "y", "q").stdout)
    assert said.count(f"1. {FIRST.question}") == 2
    assert said.count(f"2. {SECOND.question}") == 3
    assert "Go to an emergency department today." in said


def test_back_at_the_first_question_asks_it_again() -> None:
    result = talk("b", "back", "b", "q")
    assert result.exit_code == 25
    assert flat(result.stdout).count(f"1. {FIRST.question}") == 4


@pytest.mark.parametrize("word", ["?", "why", "WHY"])
def test_why_explains_and_asks_on(word: str) -> None:
    result = talk(word, "y", "q")
    assert flat(FIRST.why) in flat(result.stdout)
    assert result.exit_code == 23


@pytest.mark.parametrize("word", ["u", "unsure", "U", "not sure"])
def test_unsure_is_an_answer(decide: Decide, word: str) -> None:
    result = talk(word, "q")
    assert f"2. {SECOND.question}" in flat(result.stdout)
    assert result.exit_code == exit_code(decide({"saddle_numbness": "unsure"}))
    assert result.exit_code in (22, 23)


@pytest.mark.parametrize("word", ["maybe", "1", "yess", "[red]x[/red]", "\x1b[2J", "ÿ", "n n", "-"])
def test_what_is_no_answer_is_refused_and_asked_again(word: str) -> None:
    result = talk(word, "y", "q")
    assert "is not an answer: answer yes, no or unsure." in flat(result.stdout)
    assert "\x1b" not in result.stdout
    assert result.exit_code == 23


def test_with_json_standard_output_holds_only_the_result() -> None:
    result = run("--json", typed="n\nq\n")
    assert fits(json.loads(result.stdout), CHECK)
    assert f"1. {FIRST.question}" in flat(result.stderr)


def test_an_empty_line_asks_again_in_silence() -> None:
    result = talk("", "  ", "y", "q")
    assert "is not an answer" not in result.stdout
    assert result.exit_code == 23


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("number", ["old", "nan", "inf", "-1", "9" * 400, "y", *NO_DIGITS], "give a number from"),
        ("choice", ["0", "99", "-1", "1.5", "y", "1,2", *NO_DIGITS], "answer one of"),
        ("regions", ["999", "-1", "elbow", "1,,2", "0,1", "1.5", "y", *NO_DIGITS],
         "is not a body region"),
    ],
)  # fmt: skip
def test_each_kind_of_question_refuses_what_does_not_fit(
    kind: str, wrong: list[str], words: str
) -> None:
    typed, asked, _ = interview(lambda finding, _purpose: finding.kind == kind)
    said = flat(talk(*typed, *wrong, "u", "q").stdout)
    assert said.count(words) == len(wrong)
    assert f"{len(asked)}. {flat(asked[-1].question)}" in said
    assert f"{len(asked) + 1}. " in said


@pytest.mark.parametrize("typed", ["1", "1, 2", "left_calf", "LEFT_CALF,left_heel"])
def test_regions_are_given_by_number_or_name(typed: str) -> None:
    before, asked, _ = interview(lambda finding, _purpose: finding.kind == "regions")
    said = flat(talk(*before, typed, "q").stdout)
    assert "is not a body region" not in said
    assert f"{len(asked) + 1}. " in said


# --- anything at all ---

ODD = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
VALUES = ODD | st.lists(ODD, max_size=2) | st.dictionaries(st.text(max_size=5), ODD, max_size=2)
NAMES = st.sampled_from(list(PROTOCOL.findings)) | st.text(max_size=5)
FILES = st.dictionaries(
    st.sampled_from(["answers", "at"]) | st.text(max_size=5),
    VALUES | st.dictionaries(NAMES, VALUES | st.sampled_from(["yes", "no", "unsure"]), max_size=4),
    max_size=3,
)
LINES = st.lists(
    st.sampled_from(["answers:", "  fever: yes", "at: ", "- ", "{", "}", "&a", "*a", "!!x", "? "])
    | st.text(max_size=9),
    max_size=6,
).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(st.text().map(str.encode) | st.binary() | LINES.map(str.encode))
def test_any_file_ends_with_a_known_code(content: bytes) -> None:
    run("-", typed=content)


SAFE = interview(lambda _finding, purpose: purpose != DANGER)[2]
PEOPLE = st.dictionaries(NAMES, VALUES | st.sampled_from(["yes", "no", "unsure"]), max_size=4).map(
    lambda some: {"answers": SAFE | some}
)


@settings(max_examples=150, deadline=None)
@given((FILES | PEOPLE).map(json.dumps), st.booleans())
def test_any_json_ends_with_a_known_code(content: str, as_json: bool) -> None:
    result = run("-", *(["--json"] if as_json else []), typed=content)
    assert (result.exit_code == 2) == result.stderr.startswith("ischia: ")


TYPED = st.sampled_from(["y", "n", "u", "b", "?", "", "0", "1", "1,2", "40", "calf"])


@settings(max_examples=60, deadline=None)
@given(st.lists(TYPED | st.from_regex(r"[a-z!-/:-~ ]{0,9}", fullmatch=True), max_size=40))
def test_anything_typed_ends_with_a_known_code(typed: list[str]) -> None:
    assert talk(*typed).exit_code != 2
