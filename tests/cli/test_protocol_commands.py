"""`ischia`, `ischia explain` and `ischia protocol`: what they show, and how they fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cast import MakePack
from ischia.cli import front_door
from ischia.protocol.condition import findings_of
from ischia.protocol.model import Protocol

RULE = """\
id: own
title: A clinic's own rule
when: {when}
then: clinician_first
text: In this clinic we look first.
source: [ischia_project]
grade: project
review: project_rule
"""
FILE = "red_flags/context/own.yaml"


def run(*args: str) -> Result:
    """Run `ischia`; leaving in any way but an exit code is a crash."""
    result = CliRunner().invoke(front_door, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def flat(text: str) -> str:
    return " ".join(text.split())


# --- the front door ---


@pytest.mark.parametrize("flag", ["-h", "--help"])
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ([], "check Is it safe"),
        (["check"], "Exit codes: 0 self care, 20 clinician first, 21 within two weeks, 22 same"),
        (["explain"], "Explain TERM"),
        (["protocol"], "lint"),
        (["protocol", "lint"], "Exit code 1 when there is a problem"),
        (["protocol", "show"], "every item of one KIND"),
        (["protocol", "diff"], "Compare two protocols item by item"),
    ],
)
def test_every_command_has_help(command: list[str], flag: str, words: str) -> None:
    result = run(*command, flag)
    assert result.exit_code == 0
    assert words in flat(result.stdout)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["chek"], "there is no command 'chek' (did you mean check?)."),
        (["explian", "x"], "there is no command 'explian' (did you mean explain?)."),
        (["qqq"], "there is no command 'qqq'."),
        (["protocol", "lnt"], "No such command 'lnt'. Did you mean 'lint'?"),
        (["explain"], "Missing argument 'TERM'"),
        (["check", "a", "b"], "unexpected extra argument"),
    ],
)
def test_a_wrong_command_is_named_with_the_nearest(arguments: list[str], hint: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert hint in flat(result.stderr)


# --- explain ---


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("saddle_numbness", ["saddle_numbness (findings)", "saddle_numbness (red flags)",
                             "then: emergency_today", "used by the red flag saddle_numbness"]),
        ("Saddle Numbness", ["saddle_numbness (findings)"]),
        (" saddle-numbness ", ["saddle_numbness (findings)"]),
        ("piriformis_syndrome", ["piriformis_syndrome (causes)", "when present"]),
        ("finucane_2020", ["finucane_2020 (bibliography)", "What was taken:", "Used by: ",
                           "red_flags/saddle_numbness", "doi:10.2519/jospt.2020.9971"]),
        ("s1", ["S1 (roots)", "area: "]),
        ("damping", ["damping (parameters)"]),
        ("sugioka_2008", ["sugioka_2008 (tools)", "sugioka_2008 (bibliography)"]),
    ],
)  # fmt: skip
def test_a_term_is_explained(term: str, words: list[str]) -> None:
    result = run("explain", term)
    assert result.exit_code == 0
    for word in words:
        assert word in flat(result.stdout)


def test_an_explanation_cites_its_sources(protocol: Protocol) -> None:
    said = flat(run("explain", "fever").stdout)
    for key in protocol.findings["fever"].source:
        assert f"[{key}] {protocol.bibliography[key].authors.split(',')[0]}" in said
    assert "evidence: " in said


def test_everything_can_be_explained(protocol: Protocol) -> None:
    for kind in Protocol.KINDS:
        item_id = next(iter(getattr(protocol, kind)), None)
        if item_id is None:
            continue
        assert run("explain", item_id).exit_code == 0
        (item, *_) = json.loads(run("explain", item_id, "--json").stdout)
        assert item["id"] == item_id


def test_json_names_the_kind_of_item_and_writes_conditions_as_the_protocol_does() -> None:
    found = json.loads(run("explain", "saddle_numbness", "--json").stdout)
    by_item = {one["item"]: one for one in found}
    assert by_item["findings"]["kind"] == "yes_no"
    assert by_item["red_flags"]["when"] == "saddle_numbness"


@pytest.mark.parametrize("finding", ["sex", "age_years", "fever"])
def test_a_finding_names_exactly_the_rules_that_read_it(protocol: Protocol, finding: str) -> None:
    said = flat(run("explain", finding).stdout)
    named = {key for key in protocol.red_flags if f"used by the red flag {key} (" in said}
    assert named == {k for k, r in protocol.red_flags.items() if finding in findings_of(r.when)}
    assert named


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_empty_fields_are_not_shown(form: tuple[str, ...]) -> None:
    said = run("explain", "saddle_numbness", *form).stdout
    assert "kind" in said
    assert "choices" not in said


def test_a_terminal_that_lacks_a_letter_shows_a_question_mark() -> None:
    command = [sys.executable, "-c", "from ischia.cli import main; main()", "explain"]
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*command, "grovle_2008"], capture_output=True, text=True, check=False, env=ascii_only
    )
    assert done.returncode == 0
    assert "Gr?vle" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize(
    ("term", "hint"),
    [
        ("saddle_numbnes", "saddle_numbnes: nothing here has this name (did you mean saddle_numb"),
        ("finucane", "finucane: nothing here has this name"),
        ("qqqq", "qqqq: nothing here has this name. Remedy: see `ischia protocol show`."),
        ("", "nothing here has this name."),
        ("[red]", "[red]: nothing here has this name"),
    ],
)
def test_an_unknown_term_is_named_with_the_nearest(
    term: str, hint: str, form: tuple[str, ...]
) -> None:
    result = run("explain", term, *form)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr
    assert "Remedy: " in result.stderr


# --- protocol show ---


def test_show_lists_the_kinds(protocol: Protocol) -> None:
    said = flat(run("protocol", "show").stdout)
    assert f"Protocol {protocol.version}" in said
    for kind in Protocol.KINDS:
        assert f"{kind} {len(getattr(protocol, kind))}" in said
    assert json.loads(run("protocol", "show", "--json").stdout) == {
        "version": protocol.version,
        "kinds": {kind: len(getattr(protocol, kind)) for kind in Protocol.KINDS},
    }


@pytest.mark.parametrize("kind", Protocol.KINDS)
def test_show_lists_a_kind(protocol: Protocol, kind: str) -> None:
    ids = list(getattr(protocol, kind))
    result = run("protocol", "show", kind)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ids
    items = json.loads(run("protocol", "show", kind, "--json").stdout)
    assert list(items) == ids
    assert all(items[item_id]["id"] == item_id for item_id in ids)


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("finding", "finding: there is no such kind (did you mean findings?)."),
        ("KIDS", "KIDS: there is no such kind. Remedy: use one of bibliography, findings,"),
        ("version", "version: there is no such kind"),
        ("../data", "../data: there is no such kind"),
    ],
)
def test_an_unknown_kind_is_named(kind: str, hint: str) -> None:
    result = run("protocol", "show", kind)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr


# --- protocol lint ---


def test_lint_passes_the_shipped_protocol(protocol: Protocol) -> None:
    result = run("protocol", "lint")
    assert result.exit_code == 0
    assert f"{len(protocol.bibliography)} sources: no problems" in result.stdout
    assert protocol.version in result.stdout
    assert result.stderr == ""
    assert json.loads(run("protocol", "lint", "--json").stdout) == []


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (RULE.format(when="fevers"), 3, "'fevers' is not a finding (did you mean fever?). Remedy:"),
        (RULE.format(when="{any: [}"), 3, "this is not valid YAML"),
        (RULE.format(when="{any: []}"), 3, "a list with at least one condition"),
        (RULE.format(when="fever").replace("[ischia_project]", "[x]"), 6, "'x' is not in the bib"),
        ("", 1, "an item is a mapping of fields. Remedy: start with: id: ..."),
    ],
)
def test_lint_names_what_is_broken(make_pack: MakePack, text: str, line: int, words: str) -> None:
    pack = make_pack({FILE: text})
    result = run("protocol", "lint", "--pack", str(pack))
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{pack / FILE}:{line}: ")
    assert words in result.stdout
    assert "1 problems" in result.stderr
    (problem,) = json.loads(run("protocol", "lint", "--pack", str(pack), "--json").stdout)
    assert (problem["path"], problem["line"]) == (str(pack / FILE), line)
    assert problem["fault"]
    assert problem["remedy"]


def test_the_lint_can_be_run_as_a_module(make_pack: MakePack) -> None:
    pack = make_pack({FILE: RULE.format(when="fevers")})
    for packs, code, words in (((), 0, "0 problems"), ((str(pack),), 1, "not a finding")):
        command = [sys.executable, "-m", "ischia.protocol.lint", *packs]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert words in done.stdout
        assert done.stderr == ""


# --- protocol diff ---


def test_diff_names_what_a_pack_adds_and_changes(make_pack: MakePack, protocol: Protocol) -> None:
    changed = RULE.format(when="saddle_numbness").replace("id: own", "id: saddle_numbness")
    pack = make_pack(
        {
            FILE: RULE.format(when="fever"),
            "red_flags/cauda_equina/saddle_numbness.yaml": changed,
        }
    )
    said = run("protocol", "diff", str(pack)).stdout
    assert said.startswith(f"{protocol.short_version} -> ")
    assert "2 items differ" in said
    assert "  added    red_flags/own\n" in said
    assert "  changed  red_flags/saddle_numbness\n" in said
    assert "    then: emergency_today -> clinician_first\n" in said
    comparison = json.loads(run("protocol", "diff", str(pack), "--json").stdout)
    assert comparison["before"] == protocol.version != comparison["after"]
    assert [(c["kind"], c["id"], c["what"]) for c in comparison["changes"]] == [
        ("red_flags", "own", "added"),
        ("red_flags", "saddle_numbness", "changed"),
    ]
    assert comparison["changes"][1]["fields"]["then"] == {
        "was": "emergency_today",
        "is": "clinician_first",
    }


def test_diff_of_two_packs_goes_from_the_first_to_the_second(tmp_path: Path) -> None:
    for name, when in (("one", "fever"), ("two", "saddle_numbness"), ("none", "")):
        file = tmp_path / name / FILE
        file.parent.mkdir(parents=True)
        if when:
            file.write_text(RULE.format(when=when))
    one, two, none = (str(tmp_path / name) for name in ("one", "two", "none"))
    assert "0 items differ" in run("protocol", "diff", one, one).stdout
    assert "changed  red_flags/own" in run("protocol", "diff", one, two).stdout
    assert "removed  red_flags/own" in run("protocol", "diff", one, none).stdout
    assert "added    red_flags/own" in run("protocol", "diff", none, one).stdout


# --- packs that cannot be used ---


@pytest.mark.parametrize(
    "command",
    [
        ["check", "--pack", "nowhere", "-"],
        ["explain", "fever", "--pack", "nowhere"],
        ["protocol", "show", "--pack", "nowhere"],
        ["protocol", "diff", "nowhere"],
        ["protocol", "diff", ".", "nowhere"],
    ],
)
def test_a_missing_pack_is_bad_input(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*command)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "ischia: nowhere: there is no such folder. Remedy: check the path." in result.stderr


def test_lint_of_a_missing_pack_is_a_problem() -> None:
    result = run("protocol", "lint", "--pack", "nowhere")
    assert result.exit_code == 1
    assert "nowhere: there is no such folder. Remedy: check the path." in result.stdout


@pytest.mark.parametrize("command", [["check", "-"], ["explain", "fever"], ["protocol", "show"]])
def test_a_pack_that_does_not_load_is_bad_input(make_pack: MakePack, command: list[str]) -> None:
    pack = make_pack({FILE: RULE.format(when="{all: [}")})
    result = run(*command, "--pack", str(pack))
    assert result.exit_code == 2
    assert f"ischia: {pack / FILE}:3: this is not valid YAML" in result.stderr


OWN = RULE.format(when="own")
CIRCLE = """\
id: own
kind: yes_no
who: person
label: something of our own
question: Does it hurt?
ask_if: own
source: [ischia_project]
grade: project
review: project_rule
"""


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({FILE: RULE.format(when="nothing")}, "own.yaml:3: 'nothing' is not a finding"),
        ({FILE: RULE.format(when="{finding: nothing, is: [yes]}")}, "'nothing' is not a finding"),
        ({FILE: RULE.format(when="fever").replace("ischia_project", "nobody_1900")},
         "own.yaml:6: 'nobody_1900' is not in the bibliography"),
        ({"red_flags/nofamily/own.yaml": RULE.format(when="fever")}, "'nofamily' is no family"),
        ({FILE: OWN, "findings/own/own.yaml": CIRCLE}, "own.yaml:6: this follow-up depends on"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "command", [["check"], ["check", "-", "--json"], ["explain", "own"], ["protocol", "show"]]
)
def test_a_pack_with_a_fault_is_bad_input(
    make_pack: MakePack, files: dict[str, str], words: str, command: list[str]
) -> None:
    result = run(*command, "--pack", str(make_pack(files)))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert "Remedy: " in result.stderr


def test_a_pack_takes_part_in_decisions(make_pack: MakePack) -> None:
    pack = make_pack({FILE: RULE.format(when="psoriasis")})
    answers = "answers: {psoriasis: yes}"
    result = CliRunner().invoke(front_door, ["check", "-", "--json", "--pack", str(pack)], answers)
    reasons = [reason["rule"] for reason in json.loads(result.stdout)["reasons"]]
    assert "own" in reasons
    assert "A clinic's own rule" in run("explain", "own", "--pack", str(pack)).stdout
