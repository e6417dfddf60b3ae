"""Diary cases in YAML: a plan and its days in, and what each day should lead to, by hand.

A physiotherapist can read and write them; `docs/contributing/diary-cases.md` has the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from ischia.care.adaptation import adapt
from ischia.care.decision import Decision
from ischia.care.plan import PlanItem, PlanState
from ischia.care.step import amount_words
from ischia.exchange.diary_file import read_diary
from ischia.population.cases import CaseError
from ischia.protocol.model import Disposition, Protocol
from ischia.protocol.plain_yaml import PlainYamlError, read_yaml

USUALLY = 2  # times a day
NO_SESSION = "none"
Told = dict[str, object]


class Usual(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session when nothing else is said: pain as before it, nothing moved, done in full."""

    leg: float
    back: float
    zone: Literal["none", "back", "buttock", "thigh", "calf", "foot"]
    effort: float = 4
    form_score: float | None = 90


class DiaryDay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One day, or `days` alike, and what it should lead to. What is left out of `changes` must
    not happen; `says`, `stage`, `disposition` and `plan` are checked where they are given, on the
    last of the days."""

    light: Literal["green", "amber", "red", "emergency", "none"]
    why: str = ""
    days: int = 1
    sessions: tuple[Literal["usual", "silent"] | Told, ...] = ()
    less: dict[str, float] = {}
    cleared: Literal["yes", "no"] = "no"
    scores: dict[str, dict[str, int]] = {}
    changes: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    stage: str | None = None
    disposition: Disposition | None = None
    plan: dict[str, str] | None = None


class Final(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where it ends: the plan of the day after, by exercise, in words."""

    stage: str
    plan: dict[str, str]
    disposition: Disposition = Disposition.SELF_CARE


class DiaryCase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One diary with its source."""

    id: str
    title: str
    why: str
    usual: Usual
    start: dict[str, object]
    days: tuple[DiaryDay, ...]
    final: Final
    source: tuple[str, ...] = ()
    reference: str = ""


def load_diary_cases(folder: Path) -> dict[str, DiaryCase]:
    """Every case below `folder`, by its path without the ending. Raises `CaseError`."""
    cases: dict[str, DiaryCase] = {}
    for path in sorted(folder.rglob("*.yaml")):
        try:
            content = read_yaml(path.read_text("utf-8")).content
            case = msgspec.convert(content, DiaryCase, strict=False)
        except (PlainYamlError, msgspec.ValidationError, UnicodeDecodeError) as error:
            remedy = "see docs/contributing/diary-cases.md"
            raise CaseError(f"{path}: {error}. Remedy: {remedy}.") from None
        if case.id != path.stem:
            raise CaseError(f"{path}: id is {case.id!r}. Remedy: name the file after the id.")
        if not (case.source or case.reference):
            raise CaseError(f"{path}: no source. Remedy: add source or reference.")
        cases[path.relative_to(folder).with_suffix("").as_posix()] = case
    return cases


def run_diary(protocol: Protocol, case: DiaryCase) -> list[Decision[PlanState]]:
    """The decision of every day. Raises `AnswerError` when the diary itself is not valid."""
    days = [_told(case.usual, day) for day in case.days for _ in range(day.days)]
    diary = read_diary({"start": case.start, "days": days}, protocol)
    state, decisions = diary.start, list[Decision[PlanState]]()
    for day in diary.days:
        decisions.append(adapt(protocol, state, day))
        state = decisions[-1].value
    return decisions


def _told(usual: Usual, day: DiaryDay) -> Told:
    """The day in the words of a diary file."""
    return {
        "sessions": [_session(usual, session) for session in day.sessions],
        "less": day.less,
        "cleared": day.cleared,
        "scores": day.scores,
    }


def _session(usual: Usual, told: str | Told) -> Told:
    if told == "silent":
        return {}
    pain = {"leg": usual.leg, "back": usual.back}
    whole: Told = {
        "pain_before": pain, "pain_after": pain, "pain_next_morning": pain,
        "zone_before": usual.zone, "zone_after": usual.zone, "zone_next_morning": usual.zone,
        "tingling": "same", "settled_within_hours": 0, "effort": usual.effort,
        "form_score": usual.form_score, "done_share": 1, "flare_felt": "no", "danger": "no",
    }  # fmt: skip
    for field, value in (told if isinstance(told, dict) else {}).items():
        old = whole.get(field)
        merged = isinstance(old, dict) and isinstance(value, Mapping)
        whole[field] = {**old, **value} if merged else value  # pyright: ignore[reportUnknownVariableType, reportGeneralTypeIssues]
    return whole


def diary_misses(case: DiaryCase, decisions: list[Decision[PlanState]]) -> Iterator[str]:
    """What differs from the expectation, day by day, in words; nothing when the case is met."""
    number = 0
    for day in case.days:
        for again in range(day.days):
            decision = decisions[number]
            number += 1
            last = again == day.days - 1
            for text in _day_misses(day, decision, last=last):
                yield f"day {number}: {text}"
    state = decisions[-1].value
    expected = DiaryDay(
        light="none",
        stage=case.final.stage,
        disposition=case.final.disposition,
        plan=case.final.plan,
    )
    for text in _state_misses(expected, state):
        yield f"at the end: {text}"


def _day_misses(day: DiaryDay, decision: Decision[PlanState], *, last: bool) -> Iterator[str]:
    state = decision.value
    light = state.light or NO_SESSION
    if light != day.light:
        yield f"it was {light}, expected {day.light}"
    changes = tuple(change.rule for change in state.changes)
    expected = day.changes if last else ()
    if changes != expected:
        yield f"the changes are {list(changes)}, expected {list(expected)}"
    if last:
        said = {reason.rule for reason in decision.reasons}
        for rule in day.says:
            if rule not in said:
                yield f"{rule} is not among the reasons"
        yield from _state_misses(day, state)


def _state_misses(expected: DiaryDay, state: PlanState) -> Iterator[str]:
    if expected.stage is not None and state.stage != expected.stage:
        yield f"the stage is {state.stage}, expected {expected.stage}"
    if expected.disposition is not None and state.disposition != expected.disposition:
        yield f"the disposition is {state.disposition}, expected {expected.disposition}"
    if expected.plan is not None:
        plan = {item.exercise: dose_words(item) for item in state.due}
        if plan != expected.plan:
            yield f"the plan is {plan}, expected {expected.plan}"


def dose_words(item: PlanItem) -> str:
    """A dose as the cases write it: the times a day only where they are not two."""
    often = "" if item.times_a_day == USUALLY else f", {item.times_a_day} times a day"
    return f"{amount_words(item.dose)}{often}"
