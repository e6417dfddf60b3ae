"""How true a condition could still become: the least and the most true level it may end at.

The answers are looked up as an `Outlook` leaves them: fixed, one of a few values, or anything.
Spans are sound: whatever the open questions are answered, the level lies within. They need not be
attained, since parts that share a finding are taken as free of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ischia.care.evaluate import NO, UNSURE, YES, Answers, Level, Value, compile_known
from ischia.protocol.condition import Condition, Test, ToolTest, fold
from ischia.protocol.model import Protocol

Possible = tuple[Value | None, ...] | None
"""The values that a finding could end with (None: unanswered); or None for anything."""
May = Mapping[str, Possible]
"""What the findings that are not fixed could end with."""
Span = tuple[int, int]
SpanOf = Callable[[Answers, May], Span]
Compile = Callable[[Condition, Protocol], Level]


def compile_span(
    condition: Condition, protocol: Protocol, compile_level: Compile = compile_known
) -> SpanOf:
    """The span of a condition, in one of the ways in which `evaluate` looks at answers."""

    def leaf(test: Test | ToolTest) -> SpanOf:
        if isinstance(test, ToolTest):
            return _tool_span(test, protocol)
        return _test_span(test, compile_level(test, protocol))

    return fold(condition, leaf, _every, _some, _count)


def _test_span(test: Test, level: Level) -> SpanOf:
    finding = test.finding

    def span(answers: Answers, may: May) -> Span:
        if finding not in may:
            fixed = level(answers)
            return fixed, fixed
        values = may[finding]
        if values is None:
            return NO, YES
        levels = [level({} if value is None else {finding: value}) for value in values]
        return min(levels), max(levels)

    return span


def _tool_span(test: ToolTest, protocol: Protocol) -> SpanOf:
    lines = [
        (compile_span(line.when, protocol), line.points) for line in protocol.tools[test.tool].items
    ]
    cut_off = test.at_least

    def level(levels: Sequence[tuple[int, float]]) -> int:
        if sum(_sure(of, points) for of, points in levels) >= cut_off:
            return YES
        return NO if sum(_possible(of, points) for of, points in levels) < cut_off else UNSURE

    def span(answers: Answers, may: May) -> Span:
        spans = [(holds(answers, may), points) for holds, points in lines]
        least = level([(of[points < 0], points) for of, points in spans])
        return least, level([(of[points >= 0], points) for of, points in spans])

    return span


def _sure(level: int, points: float) -> float:
    return points if level == YES or (level == UNSURE and points < 0) else 0.0


def _possible(level: int, points: float) -> float:
    return points if level == YES or (level == UNSURE and points > 0) else 0.0


def _every(parts: Sequence[SpanOf]) -> SpanOf:
    def span(answers: Answers, may: May) -> Span:
        spans = [part(answers, may) for part in parts]
        return min(low for low, _ in spans), min(high for _, high in spans)

    return span


def _some(parts: Sequence[SpanOf]) -> SpanOf:
    def span(answers: Answers, may: May) -> Span:
        spans = [part(answers, may) for part in parts]
        return max(low for low, _ in spans), max(high for _, high in spans)

    return span


def _count(count: int, parts: Sequence[SpanOf]) -> SpanOf:
    def span(answers: Answers, may: May) -> Span:
        spans = [part(answers, may) for part in parts]
        lows = sorted((low for low, _ in spans), reverse=True)
        return lows[count - 1], sorted((high for _, high in spans), reverse=True)[count - 1]

    return span
