"""The interview: danger first, then what tells most, and no question too many."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import TODAY, Decide
from ischia.care.check import Checker
from ischia.care.interview import DANGER, PICTURE
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Finding

PROTOCOL = load_protocol()
CHECKER = Checker(PROTOCOL)


def conclusion(answers: dict[str, object]) -> tuple[object, str, str]:
    check = CHECKER.check(CHECKER.read(answers, TODAY))
    leader = check.differential.value[0]
    return check.screening.value.disposition, leader.cause, leader.band


def test_the_picture_is_asked_about_only_after_the_dangers(
    decide: Decide, healthy: dict[str, object]
) -> None:
    first, later = decide({}).next_question, decide(healthy).next_question
    assert first is not None
    assert first.purpose == DANGER
    assert later is not None
    assert later.purpose == PICTURE
    assert later.bits > 0


def test_a_clinicians_finding_is_never_asked_of_the_person(healthy: dict[str, object]) -> None:
    for finding in _ask_to_the_end(dict(healthy), lambda finding: _reply(finding, 1)):
        assert PROTOCOL.findings[finding].who == "person"


def _reply(finding: Finding, choose: int) -> object:
    if finding.kind == "yes_no":
        return ["yes", "no", "unsure"][choose % 3]
    if finding.kind == "choice":
        return [*finding.choices, "unsure"][choose % (len(finding.choices) + 1)]
    if finding.kind == "number":
        return finding.min + (finding.max - finding.min) * (choose % 5) / 4
    regions = list(PROTOCOL.regions)
    return [regions[choose % len(regions)]]


def _ask_to_the_end(answers: dict[str, object], reply: Callable[[Finding], object]) -> list[str]:
    asked: list[str] = []
    while question := CHECKER.check(CHECKER.read(answers, TODAY)).next_question:
        assert question.finding not in answers
        answers[question.finding] = reply(PROTOCOL.findings[question.finding])
        asked.append(question.finding)
    return asked


@given(st.lists(st.integers(0, 59), min_size=200, max_size=200), st.integers(18, 90))
@settings(max_examples=40, deadline=None)
def test_stopping_never_changes_the_conclusion(choices: list[int], age: int) -> None:
    """Whatever was left unasked is answered after all, at random: leader and band stay."""
    index = {name: i for i, name in enumerate(PROTOCOL.findings)}

    def reply(finding: Finding) -> object:
        return _reply(finding, choices[index[finding.id] % len(choices)])

    answers: dict[str, object] = {"age_years": age, "sex": "male"}
    _ask_to_the_end(answers, reply)
    check = CHECKER.check(CHECKER.read(answers, TODAY))
    if check.screening.value.disposition in ("emergency_now", "emergency_today"):
        return
    stopped = conclusion(answers)
    features = {
        finding
        for candidate in PROTOCOL.features.values()
        for finding in candidate_findings(candidate.when)
        if candidate.about in PROTOCOL.causes
    }
    for name in sorted(features):
        finding = PROTOCOL.findings[name]
        settled = CHECKER.check(CHECKER.read(answers, TODAY)).answers
        if finding.who == "person" and name not in settled:
            more = {**answers, name: reply(finding)}
            if CHECKER.check(CHECKER.read(more, TODAY)).screening.value.disposition == stopped[0]:
                answers = more
    assert conclusion(answers)[1:] == stopped[1:]


def candidate_findings(condition: object) -> tuple[str, ...]:
    from ischia.protocol.condition import Condition, ToolTest, findings_of, leaves

    assert isinstance(condition, Condition)
    names = list(findings_of(condition))
    for leaf in leaves(condition):
        if isinstance(leaf, ToolTest):
            for line in PROTOCOL.tools[leaf.tool].items:
                names.extend(findings_of(line.when))
    return tuple(names)
