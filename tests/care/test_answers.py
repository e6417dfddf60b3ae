"""Answers are read into their types, or every fault is named with what mends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import TODAY
from ischia.care.answers import AnswerError, read_facts
from ischia.care.evaluate import Value
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

PROTOCOL = load_protocol()


def read(finding: str, raw: object) -> Value | None:
    return read_facts(PROTOCOL, {finding: raw}, TODAY).values.get(finding)


def faults(answers: dict[str, object]) -> dict[str, tuple[str, str]]:
    """Field, fault and remedy of answers that cannot be used."""
    with pytest.raises(AnswerError) as caught:
        read_facts(PROTOCOL, answers, TODAY)
    return {fault.field: (fault.fault, fault.remedy) for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("finding", "raw", "value"),
    [
        ("fever", "yes", "yes"),
        ("fever", " No\n", "no"),
        ("fever", "YES", "yes"),
        ("fever", True, "yes"),
        ("fever", False, "no"),
        ("fever", "true", "yes"),
        ("fever", "False", "no"),
        ("age_years", 40, 40.0),
        ("age_years", 40.5, 40.5),
        ("age_years", " 40 ", 40.0),
        ("age_years", "4e1", 40.0),
        ("age_years", 0, 0.0),
        ("age_years", 120, 120.0),
        ("sex", "male", "male"),
        ("sex", " MALE ", "male"),
        ("myotome_weakness", "l5", "L5"),
        ("myotome_weakness", "L5", "L5"),
        ("pain_regions", "calf", frozenset({"calf"})),
        ("pain_regions", [], frozenset[str]()),
        ("pain_regions", ["calf", "saddle"], frozenset({"calf", "saddle"})),
        ("pain_regions", ("calf",), frozenset({"calf"})),
        ("pain_regions", {"calf"}, frozenset({"calf"})),
    ],
)
def test_each_type_is_read(finding: str, raw: object, value: Value) -> None:
    found = read(finding, raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("raw", ["unsure", " UNSURE ", "not sure", {"value": "unsure"}])
def test_unsure_is_an_answer_to_everything(raw: object) -> None:
    facts = read_facts(PROTOCOL, dict.fromkeys(PROTOCOL.findings, raw), TODAY)
    assert facts.values == dict.fromkeys(PROTOCOL.findings, "unsure")


@pytest.mark.parametrize("raw", [None, {"value": None}, {"value": None, "at": "2020-01-01"}])
@pytest.mark.parametrize("finding", ["fever", "age_years", "sex", "pain_regions"])
def test_nothing_is_no_answer(finding: str, raw: object) -> None:
    facts = read_facts(PROTOCOL, {finding: raw}, TODAY)
    assert facts.values == {}
    assert facts.days_old == 0


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_region_with_a_side_is_also_that_region(side: str) -> None:
    assert read("pain_regions", [f"{side}_calf"]) == {f"{side}_calf", "calf"}


@pytest.mark.parametrize("region", [r.id for r in PROTOCOL.regions.values() if not r.paired])
def test_a_region_in_the_middle_has_no_side(region: str) -> None:
    assert read("pain_regions", [region]) == {region}
    fault, remedy = faults({"pain_regions": [f"left_{region}"]})["pain_regions"]
    assert f"'left_{region}' is not a body region" in fault
    assert "ischia protocol show regions" in remedy


@pytest.mark.parametrize(
    ("finding", "raw", "fault", "remedy"),
    [
        ("fever", "perhaps", "'perhaps' is not an answer", "answer yes, no or unsure"),
        ("fever", "", "'' is not an answer", "answer yes, no or unsure"),
        ("fever", 1, "1 is not an answer", "answer yes, no or unsure"),
        ("fever", 0.0, "0.0 is not an answer", "answer yes, no or unsure"),
        ("fever", ["yes"], "a single value is expected", "answer yes, no or unsure"),
        ("fever", {"value": {"value": "yes"}}, "a single value", "answer yes, no or unsure"),
        ("age_years", "forty", "'forty' is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "", "'' is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "40 years", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "0x20", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "1,5", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "4_5", "'4_5' is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "\u0664\u0665", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", b"40", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", True, "True is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", False, "False is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "nan", "'nan' is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", float("nan"), "nan is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", float("inf"), "inf is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "-Infinity", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "1e999", "is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", "9" * 5000, "999... is not a number", "from 0 to 120 (years), or unsure"),
        ("age_years", [40], "a single value is expected", "from 0 to 120 (years), or unsure"),
        ("age_years", -1, "-1 years is out of range", "from 0 to 120 (years), or unsure"),
        ("age_years", 120.5, "120.5 years is out of range", "from 0 to 120 (years), or unsure"),
        ("sex", "mal", "'mal' is not a choice (did you mean male?)", "one of female, male, other"),
        ("sex", True, "True is not a choice", "one of female, male, other, or unsure"),
        ("sex", ["male"], "a single value is expected", "one of female, male, other, or unsure"),
        ("pain_regions", 5, "5 is not a list of regions", "for example [buttock, left_calf]"),
        ("pain_regions", True, "True is not a list of regions", "give a list of region ids"),
        ("pain_regions", ["calff"], "'calff' is not a body region (did you mean calf?)", "show"),
        ("pain_regions", ["calf", "left_"], "'left_' is not a body region", "show regions"),
        ("pain_regions", ["left_left_calf"], "is not a body region", "show regions"),
        ("pain_regions", [None], "'None' is not a body region", "show regions"),
        ("pain_regions", [["calf"]], "is not a body region", "show regions"),
        ("pain_regions", {"left": "calf"}, "has value and at, not left", "write {value: yes, at:"),
        ("fever", {}, "has value and at, not neither", "write {value: yes, at: YYYY-MM-DD}"),
        ("fever", {"at": "2026-02-01"}, "has value and at", "write {value: yes, at: YYYY-MM-DD}"),
        ("fever", {"value": "yes", "when": "now", "who": "me"}, "not when, who", "write {value:"),
        ("fever", {1: 2}, "not 1", "write {value: yes, at: YYYY-MM-DD}"),
    ],
)
def test_a_wrong_value_is_refused_with_a_remedy(
    finding: str, raw: object, fault: str, remedy: str
) -> None:
    found = faults({finding: raw})
    assert list(found) == [finding]
    assert fault in found[finding][0]
    assert remedy in found[finding][1]


@pytest.mark.parametrize("finding", ["age_years", "fever", "pain_regions"])
def test_a_number_too_long_to_write_out_is_refused(finding: str) -> None:
    vast = 10**5000
    found = faults({finding: [vast] if finding == "pain_regions" else vast})
    assert "a very long number" in found[finding][0]


@pytest.mark.parametrize(
    ("at", "fault", "remedy"),
    [
        ("2026-02-30", "'2026-02-30' is not a date", "write YYYY-MM-DD"),
        ("2025-02-29", "'2025-02-29' is not a date", "write YYYY-MM-DD"),
        ("0000-01-01", "is not a date", "write YYYY-MM-DD"),
        ("1/2/2026", "is not a date", "write YYYY-MM-DD"),
        ("20260101", "is not a date", "write YYYY-MM-DD"),
        ("20260101x9", "is not a date", "write YYYY-MM-DD"),
        ("2026010199", "is not a date", "write YYYY-MM-DD"),
        ("2026-W01-1", "is not a date", "write YYYY-MM-DD"),
        ("yesterday", "is not a date", "write YYYY-MM-DD"),
        ("", "'' is not a date", "write YYYY-MM-DD"),
        (["2026-02-01"], "is not a date", "write YYYY-MM-DD"),
        (1e9, "is not a date", "write YYYY-MM-DD"),
        ("2026-03-02", "2026-03-02 is in the future (today is 2026-03-01)", "correct the date"),
        ("9999-12-31", "is in the future", "correct the date"),
    ],
)
def test_a_wrong_date_is_refused(at: object, fault: str, remedy: str) -> None:
    found = faults({"fever": {"value": "no", "at": at}})["fever.at"]
    assert fault in found[0]
    assert found[1] == remedy


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("feverr", "'feverr': there is no such finding (did you mean fever?)"),
        ("Fever", "'Fever': there is no such finding (did you mean fever?)"),
        ("", "'': there is no such finding."),
        ("x" * 5000, "xxx...: there is no such finding."),
        ("\x1b[2J", r"'\x1b[2J': there is no such finding."),
    ],
)
def test_an_unknown_finding_is_named_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(AnswerError) as caught:
        read_facts(PROTOCOL, {name: "yes"}, TODAY)
    assert hint in str(caught.value)
    assert "Remedy: see `ischia protocol show findings`." in str(caught.value)
    assert len(str(caught.value)) < 200


def test_all_faults_are_collected_at_once() -> None:
    wrong = faults(
        {
            "age_years": "old",
            "fever": "perhaps",
            "feverr": "yes",
            "foot_drop": {"value": "no", "at": "soon"},
            "pain_regions": ["elbow"],
            "saddle_numbness": "no",
            "sex": "x",
        }
    )
    assert list(wrong) == ["age_years", "fever", "'feverr'", "foot_drop.at", "pain_regions", "sex"]


def test_a_name_that_is_no_text_is_refused() -> None:
    wrong: dict[object, object] = {5: "yes"}
    assert "no such finding" in faults(cast("dict[str, object]", wrong))["'5'"][0]


def test_no_more_faults_are_sought_than_anyone_would_mend() -> None:
    found = faults({f"worse_s{number}tanding_on_leg": 1 for number in range(1000)})
    assert len(found) == 21
    assert found["answers"] == ("there are more faults", "mend these first")


def test_answers_without_a_date_are_of_today(protocol: Protocol) -> None:
    assert read_facts(protocol, {"fever": "no"}, TODAY).days_old == 0
    assert read_facts(protocol, {}, TODAY).days_old == 0


@pytest.mark.parametrize("form", [date.isoformat, date.replace])
def test_the_oldest_answer_counts(protocol: Protocol, form: Callable[[date], object]) -> None:
    answers: dict[str, object] = {
        "fever": {"value": "no", "at": form(TODAY - timedelta(days=3))},
        "foot_drop": {"value": "no", "at": form(TODAY - timedelta(days=40))},
        "saddle_numbness": "no",
        "sex": {"value": "male", "at": form(TODAY)},
    }
    facts = read_facts(protocol, answers, TODAY)
    assert facts.days_old == 40
    assert facts.values == {
        "fever": "no", "foot_drop": "no", "saddle_numbness": "no", "sex": "male",
    }  # fmt: skip


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-1000, 1000)
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["yes", "no", "unsure", "male", "calf", "left_calf", "2026-02-01"])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "at", "x"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(list(PROTOCOL.findings)) | st.text(), anything, max_size=4))
def test_anything_is_read_or_refused_by_name(answers: dict[str, object]) -> None:
    try:
        facts = read_facts(PROTOCOL, answers, TODAY)
    except AnswerError as error:
        named = [fault.field for fault in error.faults if fault.fault and fault.remedy]
        facts = read_facts(PROTOCOL, {}, TODAY) if named else None
    assert facts is not None
    assert facts.values.keys() <= answers.keys()
    assert facts.days_old >= 0
    assert read_facts(PROTOCOL, dict(facts.values), TODAY).values == facts.values
