"""Clinical cases in YAML: answers in, what should come out, and whether it does.

A physiotherapist can read and write them; `docs/contributing/protocol-format.md` has the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from ischia.care.asking import danger_findings
from ischia.care.check import Check, Checker
from ischia.care.decision import Decision
from ischia.care.interview import DANGER
from ischia.care.person import Person
from ischia.care.program import Plan, Planner
from ischia.protocol.condition import NUMBER_OPS, Test, findings_of, leaves
from ischia.protocol.model import Disposition, Protocol
from ischia.protocol.plain_yaml import PlainYamlError, read_yaml

TODAY = date(2026, 1, 1)  # cases are undated, so any day will do
DIARIES = "diaries/"


class ExpectProgram(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case says of the program: how many sessions, and what is in it or not."""

    sessions: int | None = None
    stage: str | None = None
    direction: str | None = None
    includes: tuple[str, ...] = ()
    includes_one_of: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    most_load: int | None = None
    most_items: int | None = None
    reasons: tuple[str, ...] = ()


class Expect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a case says should come out; only what is given is checked."""

    disposition: Disposition | None = None
    at_least: Disposition | None = None
    complete: bool | None = None
    safe_to_exercise: bool | None = None
    leading: str | None = None
    among_first: dict[str, int] = {}
    band: dict[str, Literal["more_likely", "possible", "less_likely"]] = {}
    root: str | None = None
    rules: tuple[str, ...] = ()
    contradiction: bool | None = None
    program: ExpectProgram | None = None


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One clinical case with its source."""

    id: str
    title: str
    why: str
    answers: dict[str, object]
    expect: Expect
    source: tuple[str, ...] = ()
    reference: str = ""
    others: Literal["no", ""] = ""
    cause: str = "unknown"
    stage: str = ""
    state: tuple[str, ...] = ()
    equipment: tuple[str, ...] | None = None
    minutes: float | None = None
    cleared: bool = False


class CaseError(ValueError):
    """A case file that cannot be read; the text names file and remedy."""


def load_cases(folder: Path) -> dict[str, Case]:
    """Every case below `folder`, by its path without the ending. Raises `CaseError`."""
    cases: dict[str, Case] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name.startswith(DIARIES):
            continue  # they have a shape of their own: see tests/diary_cases.py
        try:
            content = read_yaml(path.read_text("utf-8")).content
            case = msgspec.convert(content, Case, strict=False)
        except (PlainYamlError, msgspec.ValidationError, UnicodeDecodeError) as error:
            raise CaseError(f"{path}: {error}. Remedy: see the format of clinical cases.") from None
        if case.id != path.stem:
            raise CaseError(f"{path}: id is {case.id!r}. Remedy: name the file after the id.")
        if not (case.source or case.reference):
            raise CaseError(f"{path}: no source. Remedy: add source or reference.")
        cases[name] = case
    return cases


def complete_answers(case: Case, checker: Checker) -> dict[str, object]:
    """The case's answers; with `others: no`, the rest of the screening is answered harmlessly.

    What also bears on the cause is answered only if the screening does ask for it.
    """
    answers = dict(case.answers)
    if case.others != "no":
        return answers
    protocol = checker.protocol
    evidence = {f for item in protocol.features.values() for f in findings_of(item.when)}
    for finding in danger_findings(protocol):
        only_danger = protocol.findings[finding].kind == "yes_no" and finding not in evidence
        if only_danger and finding not in answers:
            answers |= harmless(protocol, finding)
    while True:
        question = checker.check(checker.read(answers, TODAY)).next_question
        if question is None or question.purpose != DANGER:
            return answers
        answers |= harmless(protocol, question.finding)


def harmless(protocol: Protocol, finding_id: str) -> dict[str, object]:
    """ "No", or the harmless end of a number; nothing where there is no such answer."""
    finding = protocol.findings[finding_id]
    if finding.who == "person" and finding.kind == "yes_no":
        return {finding_id: "no"}
    if finding.who == "person" and finding.kind == "number":
        return {finding_id: finding.min if _high_is_danger(protocol, finding_id) else finding.max}
    return {finding_id: "unsure"} if finding.who == "person" else {}


def _high_is_danger(protocol: Protocol, finding_id: str) -> bool:
    tests = [
        leaf
        for rule in protocol.red_flags.values()
        for leaf in leaves(rule.when)
        if isinstance(leaf, Test) and leaf.finding == finding_id and leaf.op in NUMBER_OPS
    ]
    return all(test.op in ("at_least", "above") for test in tests)


def run_case(checker: Checker, case: Case) -> Check:
    """Decide on a case. Raises `AnswerError` when its answers are not valid."""
    return checker.check(checker.read(complete_answers(case, checker), TODAY))


def misses(case: Case, check: Check) -> Iterator[str]:
    """What differs from the expectation, in words; nothing when the case is met."""
    expect, screening = case.expect, check.screening.value
    reached = screening.disposition
    if expect.disposition is not None and reached != expect.disposition:
        yield f"disposition is {reached}, expected {expect.disposition}"
    if expect.at_least is not None and (
        reached is None or reached.urgency < expect.at_least.urgency
    ):
        yield f"disposition is {reached}, expected at least {expect.at_least}"
    for name, got, wanted in (
        ("complete", screening.complete, expect.complete),
        ("safe_to_exercise", screening.allows_exercise, expect.safe_to_exercise),
        ("contradiction", bool(check.contradictions), expect.contradiction),
    ):
        if wanted is not None and got != wanted:
            yield f"{name} is {got}, expected {wanted}"
    fired = {reason.rule for reason in check.screening.reasons}
    for rule in expect.rules:
        if rule not in fired:
            yield f"{rule} is not among the reasons"
    yield from _picture_misses(expect, check)


def _picture_misses(expect: Expect, check: Check) -> Iterator[str]:
    order = [estimate.cause for estimate in check.differential.value]
    bands = {estimate.cause: estimate.band for estimate in check.differential.value}
    if expect.leading is not None and order[0] != expect.leading:
        yield f"leading cause is {order[0]}, expected {expect.leading}"
    for cause, rank in expect.among_first.items():
        if cause not in order[:rank]:
            yield f"{cause} is not among the first {rank}: {order[:rank]}"
    for cause, band in expect.band.items():
        if bands.get(cause) != band:
            yield f"{cause} is {bands.get(cause)}, expected {band}"
    roots = check.roots.value
    if expect.root is not None and roots.roots[0].root != expect.root:
        yield f"root is {roots.roots[0].root}, expected {expect.root}"


def run_program(planner: Planner, case: Case, check: Check) -> Decision[Plan]:
    """The program for a case."""
    return planner.plan(
        Person(
            screening=check.screening,
            answers=check.answers,
            cause=case.cause,
            stage=case.stage,
            states=case.state,
            equipment=None if case.equipment is None else frozenset(case.equipment),
            minutes=case.minutes,
            cleared=case.cleared,
        )
    )


def program_misses(
    protocol: Protocol, expect: ExpectProgram, decision: Decision[Plan]
) -> Iterator[str]:
    """What differs from what a case says of the program, in words."""
    plan = decision.value
    items = [item for session in plan.sessions for item in session.items]
    chosen, roles = {item.exercise for item in items}, {item.role for item in items}
    loads = [protocol.exercises[name].load_level for name in chosen]
    longest = max((len(session.items) for session in plan.sessions), default=0)
    for name, got, wanted in (
        ("sessions", len(plan.sessions), expect.sessions),
        ("stage", plan.stage, expect.stage),
        ("direction", plan.direction, expect.direction),
    ):
        if wanted is not None and got != wanted:
            yield f"{name} is {got}, expected {wanted}"
    for name, got, wanted in (
        ("exercises", chosen, expect.includes),
        ("roles", roles, expect.roles),
        ("states", set(plan.states), expect.states),
        ("reasons", {reason.rule for reason in decision.reasons}, expect.reasons),
    ):
        if not set(wanted) <= got:
            yield f"{name} lack {sorted(set(wanted) - got)}"
    if expect.includes_one_of and chosen.isdisjoint(expect.includes_one_of):
        yield f"none of {expect.includes_one_of} is in {sorted(chosen)}"
    if wrong := chosen & set(expect.excludes):
        yield f"{sorted(wrong)} must not be prescribed"
    if expect.most_load is not None and max(loads, default=0) > expect.most_load:
        yield f"load level {max(loads)} is above {expect.most_load}"
    if expect.most_items is not None and longest > expect.most_items:
        yield f"{longest} items in one session, at most {expect.most_items} expected"
