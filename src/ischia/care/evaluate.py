"""Conditions evaluated on a person's answers, on a scale of three levels.

A condition is NO, UNSURE or YES: a list of alternatives is as true as its truest part, a list of
requirements as its least true part. That makes evaluation monotone: raising the level of any part
never lowers the whole. Three ways of looking at an unanswered question give three evaluations:

- `said`: what the answers say now. Unanswered is NO (YES for a finding whose "yes" reassures).
- `could`: what they could still come to say. Unanswered is YES.
- `known`: for evidence rather than danger. Unanswered and unsure are both UNSURE, "we cannot tell".

Answers are a mapping from finding id to "yes" / "no" / "unsure", a float, a choice, or a frozenset
of body regions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from ischia.protocol.condition import NUMBER_OPS, Condition, Test, ToolTest, fold
from ischia.protocol.model import Finding, Protocol

NO, UNSURE, YES = 0, 1, 2

Value = str | float | frozenset[str]
Answers = Mapping[str, Value]
Level = Callable[[Answers], int]

CLOSED: dict[str, Value] = {
    "yes_no": "no",
    "number": float("nan"),  # compares false with every threshold
    "choice": "",
    "regions": frozenset(),
}
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


def compile_said(condition: Condition, protocol: Protocol) -> Level:
    """What the answers say now."""

    def unanswered(finding: Finding, test: Test) -> int:
        return YES if finding.reassuring and test.values == ("no",) else NO

    return _compile(condition, protocol, unanswered)


def compile_could(condition: Condition, protocol: Protocol) -> Level:
    """What the answers could still come to say; a clinician's examination is not waited for."""

    def unanswered(finding: Finding, test: Test) -> int:  # noqa: ARG001
        return YES if finding.who == "person" else NO

    return _compile(condition, protocol, unanswered)


def compile_known(condition: Condition, protocol: Protocol) -> Level:
    """Whether the condition is known to hold (YES), known not to (NO), or neither (UNSURE)."""
    return _compile(condition, protocol, lambda _finding, _test: UNSURE)


def _compile(
    condition: Condition, protocol: Protocol, unanswered: Callable[[Finding, Test], int]
) -> Level:
    def leaf(test: Test | ToolTest) -> Level:
        if isinstance(test, ToolTest):
            return _tool_level(test, protocol)
        finding = protocol.findings[test.finding]
        return _test_level(test, unanswered(finding, test))

    return fold(condition, leaf, _every, _some, _count)


def _test_level(test: Test, unanswered: int) -> Level:
    if test.op in NUMBER_OPS:
        return _number_level(test, unanswered)
    finding, wanted = test.finding, frozenset(test.values)

    def regions_level(answers: Answers) -> int:
        value = answers.get(finding)
        if value is None:
            return unanswered
        if isinstance(value, frozenset):
            return NO if wanted.isdisjoint(value) else YES
        return UNSURE

    def choice_level(answers: Answers) -> int:
        value = answers.get(finding)
        if value is None:
            return unanswered
        if value in wanted:
            return YES
        return UNSURE if value == "unsure" else NO

    return regions_level if test.op == "includes" else choice_level


def _number_level(test: Test, unanswered: int) -> Level:
    finding, compare, number = test.finding, _COMPARE[test.op], test.number

    def level(answers: Answers) -> int:
        value = answers.get(finding)
        if value is None:
            return unanswered
        if isinstance(value, float):
            return YES if compare(value, number) else NO
        return UNSURE

    return level


def _tool_level(test: ToolTest, protocol: Protocol) -> Level:
    """A tool is decided once no open item can move its score across the cut-off."""
    lines = [
        (compile_known(line.when, protocol), line.points)
        for line in protocol.tools[test.tool].items
    ]
    cut_off = test.at_least

    def level(answers: Answers) -> int:
        least = most = 0.0
        for holds, points in lines:
            known = holds(answers)
            if known == YES:
                least += points
                most += points
            elif known == UNSURE:
                least += min(points, 0.0)
                most += max(points, 0.0)
        if least >= cut_off:
            return YES
        return NO if most < cut_off else UNSURE

    return level


def _every(parts: Sequence[Level]) -> Level:
    def level(answers: Answers) -> int:
        least = YES
        for part in parts:
            current = part(answers)
            if current < least:
                if current == NO:
                    return NO
                least = current
        return least

    return level


def _some(parts: Sequence[Level]) -> Level:
    def level(answers: Answers) -> int:
        most = NO
        for part in parts:
            current = part(answers)
            if current > most:
                if current == YES:
                    return YES
                most = current
        return most

    return level


def _count(count: int, parts: Sequence[Level]) -> Level:
    def level(answers: Answers) -> int:
        return sorted((part(answers) for part in parts), reverse=True)[count - 1]

    return level
