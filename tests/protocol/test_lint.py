"""The clinical lint: each fault is found once, in its file and line, with what mends it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import msgspec
import pytest

from cast import MakePack
from ischia.protocol.lint import find_faults, lint
from ischia.protocol.load import DATA, find_file
from ischia.protocol.model import Protocol
from ischia.protocol.problems import Problem

Fields = dict[str, object]

SOURCED: Fields = {"source": ["ischia_project"], "grade": "project", "review": "project_rule"}
OWN: dict[str, Fields] = {
    "red_flags": {
        "id": "own",
        "title": "A clinic's own rule",
        "when": "fever",
        "then": "clinician_first",
        "text": "In this clinic we look first.",
        **SOURCED,
    },
    "findings": {
        "id": "own",
        "kind": "yes_no",
        "who": "person",
        "label": "something of our own",
        "question": "Does it hurt?",
        **SOURCED,
    },
    "readings": {
        "id": "own",
        "when": "fever",
        "read": {"shivers_or_very_unwell": "yes"},
        "text": "A fever is a reason to feel unwell.",
        **SOURCED,
    },
    "guarantees": {
        "id": "own",
        "given": "saddle_numbness",
        "at_least": "same_day",
        "text": "Never less.",
        **SOURCED,
    },
    "features": {
        "id": "own",
        "about": "piriformis_syndrome",
        "when": "worse_sitting",
        "construct": "own",
        "population": "nobody",
        "label": "sitting hurts",
        "present": {"ratio": "2"},
        **SOURCED,
    },
    "tools": {
        "id": "own",
        "title": "Our own score",
        "text": "Nobody uses it.",
        "items": [{"when": "fever", "points": "1"}],
        **SOURCED,
    },
    "causes": {
        "id": "own",
        "kind": "mimic",
        "title": "Something else",
        "plain": "It is something else.",
        "text": "It is not the back.",
        **SOURCED,
    },
    "instruments": {
        "id": "own",
        "title": "Our own scale",
        "recall": "today",
        "instruction": "Choose one.",
        "items": [{"id": "one", "text": "How is it?"}],
        "answers": {"0": "good"},
        "scoring": "sum",
        "low": "0",
        "high": "1",
        "higher_is": "worse",
        "licence": "ours",
        "licence_allows_shipping": "true",
        "credit": "us",
        **SOURCED,
    },
}


def shipped(kind: str, item_id: str) -> tuple[str, Fields]:
    """The folder and the fields of a shipped item."""
    path, document = find_file((DATA,), kind, item_id)
    folder = path.parent.relative_to(DATA).as_posix()
    return folder, dict(cast("Mapping[str, object]", document.content))


def one_item(kind: str, changes: Fields) -> tuple[str, Fields]:
    """A file's name and fields: our own item, or the shipped one named by `id`, with `changes`."""
    folder, fields = (
        f"{kind}/{'context' if kind == 'red_flags' else 'own'}",
        dict(OWN.get(kind, {})),
    )
    if "id" in changes:
        folder, fields = shipped(kind, str(changes["id"]))
    fields |= changes
    return f"{folder}/{fields['id']}.yaml", fields


def as_yaml(fields: Fields) -> str:
    """One line a field."""
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())


def problems_of(
    make_pack: MakePack, kind: str, changes: Fields
) -> tuple[Path, Fields, list[Problem]]:
    name, fields = one_item(kind, changes)
    pack = make_pack({name: as_yaml(fields)})
    return pack / name, fields, lint([pack])


def test_the_shipped_protocol_has_no_problem() -> None:
    assert lint() == []


@pytest.mark.parametrize("kind", [kind for kind in OWN if kind != "causes"])
def test_what_the_tests_below_break_is_whole(make_pack: MakePack, kind: str) -> None:
    assert problems_of(make_pack, kind, {})[2] == []


AGE = {"finding": "age_years"}
PUBLISHED: Fields = {"grade": "low", "review": "published"}
NO_NUMBER = ("not a finite number", "give a real figure")
ACCURACY: Fields = {"measure": "sensitivity", "population": "x", "source": "ischia_project"}


@pytest.mark.parametrize(
    ("kind", "changes", "field", "fault", "remedy"),
    [
        # sources
        ("red_flags", {"source": []}, "source",
         "no source is named", "add a bibliography key"),
        ("red_flags", {"source": ["ischia_projekt"]}, "source",
         "'ischia_projekt' is not in the bibliography (did you mean ischia_project?)",
         "add bibliography/ischia_projekt.yaml or correct the key"),
        ("red_flags", {"accuracy": [{**ACCURACY, "value": "1", "source": "nobody_1900"}]}, "source",
         "'nobody_1900' is not in the bibliography", "add bibliography/nobody_1900.yaml"),
        ("red_flags", PUBLISHED, "review",
         "published, but no source of it was read", "read a source, or set review: project_rule"),
        ("red_flags", {"source": ["finucane_2020"], "review": "published"}, "grade",
         "it cannot be published", "set review: project_rule"),
        # conditions
        ("red_flags", {"when": "fevers"}, "when",
         "'fevers' is not a finding (did you mean fever?)", "correct the condition"),
        ("red_flags", {"when": {"any": ["fever", {"all": ["fevers"]}]}}, "when",
         "'fevers' is not a finding (did you mean fever?)", "correct the condition"),
        ("red_flags", {"when": {**AGE, "is": ["yes"]}}, "when",
         "age_years is a number; compare it with one of at_least, at_most, above, below",
         "correct the condition"),
        ("red_flags", {"when": "age_years"}, "when",
         "age_years is a number", "correct the condition"),
        ("red_flags", {"when": {**AGE, "at_least": "121"}}, "when",
         "age_years goes from 0 to 120 years", "correct the condition"),
        ("red_flags", {"when": {**AGE, "below": "nan"}}, "when",
         "'nan' is not a number", "correct the value"),
        ("red_flags", {"when": {"finding": "sex", "is": []}}, "when",
         "is: names nothing, so it could never hold", "correct the value"),
        ("red_flags", {"when": {"finding": "pain_regions", "is": ["calf"]}}, "when",
         "pain_regions is a set of regions; use includes", "correct the condition"),
        ("red_flags", {"when": {"finding": "pain_regions", "includes": ["cal"]}}, "when",
         "'cal' is not a region (did you mean calf?)", "correct the condition"),
        ("red_flags", {"when": {"finding": "sex", "is": ["man"]}}, "when",
         "sex is answered by one of female, male, other; use is with those",
         "correct the condition"),
        ("red_flags", {"when": {"finding": "sex", "at_least": "1"}}, "when",
         "sex is answered by one of", "correct the condition"),
        ("red_flags", {"when": {"finding": "fever", "includes": ["yes"]}}, "when",
         "fever is answered by one of yes, no, unsure", "correct the condition"),
        ("features", {"when": {"tool": "sugioka", "at_least": "7"}}, "when",
         "'sugioka' is not a tool (did you mean sugioka_2008?)", "correct the condition"),
        ("tools", {"items": [{"when": "fevers", "points": "1"}]}, "items",
         "'fevers' is not a finding (did you mean fever?)", "correct the condition"),
        ("guarantees", {"given": "fevers"}, "given",
         "'fevers' is not a finding (did you mean fever?)", "correct the condition"),
        # danger only raises
        ("red_flags", {"when": {"finding": "fever", "is": ["no"]}}, "when",
         "fever may only be tested for yes here", "write the rule the other way round"),
        ("red_flags", {"when": {"finding": "fever", "is": ["yes", "no"]}}, "when",
         "fever may only be tested for yes here", "write the rule the other way round"),
        ("red_flags", {"when": {"any": [{"finding": "pregnant", "is": ["unsure"]}]}}, "when",
         "pregnant may only be tested for yes here", "write the rule the other way round"),
        ("red_flags", {"when": "cauda_equina_symptoms_assessed_and_unchanged_3_months"}, "when",
         "may only be tested for no here", "write the rule the other way round"),
        ("guarantees", {"given": {"finding": "fever", "is": ["no"]}}, "given",
         "fever may only be tested for yes here", "write the rule the other way round"),
        ("findings", {"ask_if": {"finding": "fever", "is": ["no"]}}, "ask_if",
         "fever may only be tested for yes here", "write the rule the other way round"),
        ("red_flags", {"when": {"tool": "sugioka_2008", "at_least": "7"}}, "when",
         "a tool cannot decide here", "name the findings"),
        ("readings", {"when": {"finding": "fever", "is": ["no"]}}, "when",
         "fever may only be tested for yes here", "write the rule the other way round"),
        ("readings", {"read": {"saddle_numbness": "no"}}, "read",
         "reading saddle_numbness as 'no' could take a danger away", "only read it as yes"),
        ("readings", {"read": {"saddle_numbness": "unsure"}}, "read",
         "reading saddle_numbness as 'unsure' could take a danger away", "only read it as yes"),
        ("readings",
         {"read": {"cauda_equina_symptoms_assessed_and_unchanged_3_months": "yes"}}, "read",
         "as 'yes' could take a danger away", "only read it as no"),
        ("readings", {"read": {"fevers": "yes"}}, "read",
         "'fevers' is not a finding (did you mean fever?)", "correct the reading"),
        ("readings", {"read": {"age_years": "30"}}, "read",
         "age_years is a number", "correct the reading"),
        ("readings", {"read": {"sex": "man"}}, "read",
         "sex is answered by one of female, male, other", "correct the reading"),
        ("readings", {"read": {"sex": "male"}}, "read",
         "reading sex as 'male' could take a danger away", "only read it as yes"),
        ("findings", {"ask_if": "own"}, "ask_if",
         "this follow-up depends on itself, so it is never asked", "break the circle"),
        # red flags
        ("red_flags", {"if_unsure": "same_day"}, "if_unsure",
         "being unsure would be more urgent than a yes", "lower if_unsure or raise then"),
        ("red_flags", {"then": "same_day", "weak": "true"}, "weak",
         "a weak flag may not lead to same_day", "drop weak, or set clinician_first"),
        *(
            ("red_flags", {"accuracy": [{**ACCURACY, **figures}]}, "accuracy",
             "sensitivity: not possible, or low, value and high not in order", "check the figures")
            for figures in (
                {"value": "0.5", "low": "0.6"}, {"value": "0.5", "high": "0.4"},
                {"value": "7"}, {"value": "-0.1"}, {"value": "nan"},
            )
        ),
        # guarantees
        ("guarantees", {"if_unsure": "emergency_now"}, "if_unsure",
         "being unsure would be promised more than a yes", "lower if_unsure"),
        # dispositions
        ("dispositions", {"id": "clinician_first", "allows_exercise": "true"}, "allows_exercise",
         "only self_care may allow exercise without a clinician", "set it to false"),
        # findings
        ("findings", {"kind": "choice", "choices": ["a", "b"], "choice_texts": {"a": "A"}},
         "choice_texts", "choices and choice_texts do not name the same answers",
         "give each choice a text"),
        ("findings", {"kind": "choice", "choices": ["a"], "choice_texts": {"a": "A", "b": "B"}},
         "choice_texts", "choices and choice_texts do not name the same answers",
         "give each choice a text"),
        ("findings", {"kind": "choice"}, "choices",
         "a choice needs choices", "name the other answers"),
        ("findings", {"kind": "choice", "choices": ["unsure", "a"],
                      "choice_texts": {"unsure": "Not sure", "a": "A"}}, "choices",
         "unsure is always there already", "name the other answers"),
        ("findings",
         {"kind": "number", "unit": "weeks", "min": "0", "max": "9", "reassuring": "true"},
         "reassuring", "only a yes_no finding can reassure", "remove reassuring"),
        ("findings", {"kind": "number", "unit": "weeks", "min": "9", "max": "9"}, "min",
         "a number needs min and max, min below max", "set both"),
        ("findings", {"kind": "number", "unit": "weeks", "min": "nan", "max": "9"}, "min",
         "a number needs min and max, min below max", "set both"),
        ("findings", {"kind": "number", "unit": "", "min": "0", "max": "9"}, "unit",
         "a number needs a unit", "add unit"),
        # causes and roots
        ("causes", {"id": "piriformis_syndrome", "could_add": ["straight_leg_raise"]}, "could_add",
         "'straight_leg_raise' is not a finding (did you mean straight_leg_raise_positive?)",
         "correct the id"),
        ("causes", {"id": "axial_spondyloarthritis", "share_of_other": "0.9"}, "share_of_other",
         "the mimics' share_of_other do not add up to 1", "correct the shares"),
        ("roots", {"id": "L2", "prior": "-0.4"}, "prior",
         "a share is between 0 and 1", "correct it"),
        ("roots", {"id": "L2", "prior": "0.5"}, "prior",
         "the priors do not add up to 1", "correct them"),
        # priors
        ("priors", {"id": "from_40_to_59", "from_age": "41"}, "from_age",
         "the band starts at 41, the one before ends at 40", "close the gap"),
        ("priors", {"id": "from_40_to_59", "from_age": "39"}, "from_age",
         "the band starts at 39, the one before ends at 40", "close the gap"),
        ("priors", {"id": "below_40", "shares": {}}, "shares",
         "shares must name the six causes and other_or_not_spinal", "add or remove causes"),
        ("priors", {"id": "below_40", "shares": {}}, "shares",
         "the mids do not add up to 1", "correct them"),
        ("priors", {"id": "from_60", "below_age": "100"}, "below_age",
         "the oldest have no prior", "raise it"),
        ("priors", {"id": "below_40", "when_age_unknown": "true"}, "when_age_unknown",
         "exactly one band must be used when the age is unknown", "mark one band"),
        # features
        ("features", {"about": "piriformis"}, "about",
         "about: 'piriformis' is no cause, mimic or root (did you mean piriformis_syndrome?)",
         "correct it"),
        ("features", {"present": None}, "present",
         "neither present nor absent has a ratio", "add a ratio or remove the file"),
        ("features", {"absent": {"ratio": "1.1"}}, "absent",
         "present and absent point the same way", "check the figures"),
        ("features", {"present": {"ratio": "0.5"}, "absent": {"ratio": "0.9"}}, "absent",
         "present and absent point the same way", "check the figures"),
        ("features", {"present": {"ratio": "0"}}, "present",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        ("features", {"present": {"ratio": "-2"}}, "present",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        ("features", {"present": {"ratio": "nan"}}, "present",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        ("features", {"present": {"ratio": "2", "low": "2.1", "high": "4"}}, "present",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        ("features", {"present": {"ratio": "2", "low": "1", "high": "1.9"}}, "present",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        ("features", {"absent": {"ratio": "0.5", "low": "0.6"}}, "absent",
         "a likelihood ratio is above 0 and inside its interval", "check the figures"),
        # numbers
        ("roots", {"id": "L2", "prior": "nan"}, "prior", *NO_NUMBER),
        ("causes", {"id": "axial_spondyloarthritis", "share_of_other": "nan"}, "share_of_other",
         *NO_NUMBER),
        ("parameters", {"id": "damping", "value": "nan"}, "value", *NO_NUMBER),
        ("parameters", {"id": "self_report_cap", "value": "inf"}, "value", *NO_NUMBER),
        ("findings", {"kind": "number", "unit": "weeks", "min": "0", "max": "inf"}, "max",
         *NO_NUMBER),
        ("tools", {"items": [{"when": "fever", "points": "nan"}]}, "items", *NO_NUMBER),
        ("red_flags", {"accuracy": [{**ACCURACY, "value": "nan"}]}, "accuracy", *NO_NUMBER),
        ("parameters", {"id": "damping", "value": "-5"}, "value",
         "-5 is not from 0 to 1", "correct the value"),
        ("parameters", {"id": "screening_current_days", "value": "1e9"}, "value",
         "1e+09 is not from", "correct the value"),
        # instruments
        ("instruments", {"licence_allows_shipping": "false"}, "licence_allows_shipping",
         "its text may not be shipped", "offer it as a protocol pack"),
        ("instruments", {"high": "0"}, "low", "low is not below high", "correct it"),
        ("instruments", {"items": 2 * [{"id": "one", "text": "How is it?"}]}, "items",
         "two items share an id", "rename one"),
        ("instruments",
         {"alerts": [{"at_least": "1", "text": "x", "then": "same_day", "item": "two"}]}, "alerts",
         "the alert names 'two', which is no item", "correct the item"),
        # words
        ("red_flags", {"text": "Your disc has slipped."}, "text",
         "text says 'slipped', which frightens and misleads", "say what is meant in neutral words"),
        ("red_flags", {"title": "Crumbling bone"}, "title",
         "title says 'Crumbling'", "say what is meant in neutral words"),
        ("findings", {"question": "Is a nerve trapped?"}, "question",
         "question says 'trapped'", "say what is meant in neutral words"),
        ("findings", {"help": "It is wear and tear."}, "help",
         "help says 'wear and tear'", "say what is meant in neutral words"),
        ("findings", {"why": "Your hip may be out of place."}, "why",
         "why says 'out of place'", "say what is meant in neutral words"),
        ("findings", {"unsure_text": "It is crumbling."}, "unsure_text",
         "unsure_text says 'crumbling'", "say what is meant in neutral words"),
        ("findings", {"kind": "choice", "choices": ["a"],
                      "choice_texts": {"a": "A slipped disc"}}, "choice_texts",
         "choice_texts says 'slipped'", "say what is meant in neutral words"),
        ("roots", {"id": "L2", "area": "A trapped nerve"}, "area",
         "area says 'trapped'", "say what is meant in neutral words"),
        ("dispositions", {"id": "clinician_first", "time_frame": "Your spine is crumbling."},
         "time_frame", "time_frame says 'crumbling'", "say what is meant in neutral words"),
    ],
)  # fmt: skip
def test_a_fault_names_its_file_line_and_remedy(
    make_pack: MakePack, kind: str, changes: Fields, field: str, fault: str, remedy: str
) -> None:
    path, fields, problems = problems_of(make_pack, kind, changes)
    found = [problem for problem in problems if fault in problem.fault]
    assert len(found) == 1, problems
    assert found[0].path == path
    assert found[0].line == (list(fields).index(field) + 1 if field in fields else 1)
    assert remedy in found[0].remedy
    assert {problem.path for problem in problems} == {path}


@pytest.mark.parametrize(
    ("name", "fields", "line", "fault", "remedy"),
    [
        ("red_flags/contex/own.yaml", OWN["red_flags"], 1,
         "the folder 'contex' is no family (did you mean context?)", "add families/contex.yaml"),
        ("red_flags/context/Own.yaml", {**OWN["red_flags"], "id": "Own"}, 1,
         "an id is lower_snake_case", "rename it"),
        ("parameters/own/damp.yaml",
         {"value": "1", "id": "damp", "unit": "x", "text": "x", **SOURCED}, 2,
         "nothing reads this parameter (did you mean damping?)", "remove or rename it"),
        ("dispositions/own/soon.yaml",
         {"headline": "x", "time_frame": "x", "do": ["x"], "say": "x", "safety_net": "x",
          "id": "soon", **SOURCED}, 6,
         "not one of the six dispositions", "use one of: self_care, clinician_first"),
    ],
)  # fmt: skip
def test_an_item_in_the_wrong_place_is_named(
    make_pack: MakePack, name: str, fields: Fields, line: int, fault: str, remedy: str
) -> None:
    pack = make_pack({name: as_yaml(fields)})
    (problem,) = lint([pack])
    assert (problem.path, problem.line) == (pack / name, line)
    assert fault in problem.fault
    assert remedy in problem.remedy


@pytest.mark.parametrize(("read", "count"), [("not_read", 1), ("abstract", 0)])
def test_what_is_published_was_read(make_pack: MakePack, read: str, count: int) -> None:
    source = {**shipped("bibliography", "finucane_2020")[1], "id": "own_2026", "read": read}
    rule = {**OWN["red_flags"], **PUBLISHED, "source": ["own_2026"]}
    pack = make_pack(
        {
            "bibliography/own_2026.yaml": as_yaml(source),
            "red_flags/context/own.yaml": as_yaml(rule),
        }
    )
    faults = [problem.fault for problem in lint([pack])]
    assert faults == count * ["published, but no source of it was read"]


def share(mid: str, low: str, high: str) -> Fields:
    return {"mid": mid, "low": low, "high": high}


@pytest.mark.parametrize(
    "wrong", [share("0.5", "0.6", "0.8"), share("0.5", "0.1", "0.4"), share("0.5", "0", "1")]
)
def test_a_prior_lies_inside_its_range(make_pack: MakePack, wrong: Fields) -> None:
    shares = cast("Fields", shipped("priors", "below_40")[1]["shares"])
    changes: Fields = {"id": "below_40", "shares": {**shares, "piriformis_syndrome": wrong}}
    _, _, problems = problems_of(make_pack, "priors", changes)
    faults = [problem.fault for problem in problems]
    assert "piriformis_syndrome: not 0 < low <= mid <= high < 1" in faults
    assert "the mids do not add up to 1" in faults


def test_every_finding_in_a_circle_of_follow_ups_is_named(make_pack: MakePack) -> None:
    ring = {"one": "two", "two": "three", "three": "one"}
    files = {
        f"findings/own/{child}.yaml": as_yaml(
            {**OWN["findings"], "id": child, "ask_if": {"any": ["fever", parent]}}
        )
        for child, parent in ring.items()
    }
    pack = make_pack(files)
    assert {(p.path.stem, p.line) for p in lint([pack])} == {(child, 9) for child in ring}


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("dispositions", "same_day"),
        ("causes", "piriformis_syndrome"),
        ("causes", "other_or_not_spinal"),
        ("causes", "unknown"),
        ("roots", "S1"),
        ("parameters", "damping"),
    ],
)
def test_what_decisions_rest_on_may_not_be_missing(
    protocol: Protocol, kind: str, item: str
) -> None:
    items = {key: value for key, value in getattr(protocol, kind).items() if key != item}
    faults = list(find_faults(msgspec.structs.replace(protocol, **{kind: items})))
    missing = [fault for fault in faults if (fault.kind, fault.item) == (kind, item)]
    assert len(missing) == 1
    assert "missing" in missing[0].text or "no text" in missing[0].text
    assert missing[0].remedy == "add its file"


def test_all_faults_of_a_pack_are_listed_in_order(make_pack: MakePack) -> None:
    def wrong(item_id: str) -> str:
        return as_yaml({**OWN["red_flags"], "id": item_id, "when": "nothing", "text": "trapped"})

    pack = make_pack({f"red_flags/context/{name}.yaml": wrong(name) for name in ("b", "a")})
    assert [(p.path.stem, p.line) for p in lint([pack])] == [("a", 3), ("a", 5), ("b", 3), ("b", 5)]


def test_a_pack_that_does_not_load_gives_its_problems_too(make_pack: MakePack) -> None:
    pack = make_pack({"red_flags/context/own.yaml": as_yaml({**OWN["red_flags"], "then": "soon"})})
    (problem,) = lint([pack])
    assert (problem.path, problem.line) == (pack / "red_flags/context/own.yaml", 4)
    assert "Invalid enum value 'soon'" in problem.fault


def test_a_later_pack_mends_what_an_earlier_one_broke(tmp_path: Path) -> None:
    packs: list[Path] = []
    for name, finding in (("first", "nothing"), ("second", "fever")):
        file = tmp_path / name / "red_flags/context/own.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(as_yaml({**OWN["red_flags"], "when": finding}), "utf-8")
        packs.append(tmp_path / name)
    assert lint(packs) == []
    (problem,) = lint(packs[::-1])
    assert problem.path.is_relative_to(packs[0])
