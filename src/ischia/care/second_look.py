"""Questions that could change what to do although no danger's own question is left.

Two kinds. A reassuring answer that was not asked for counts as danger until it is: symptoms in both
legs are an emergency unless a clinician has seen them and they have stayed the same. And an answer
can imply a danger that was denied: who denied numbness in the saddle may still paint it on the body
map, and is then believed.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ischia.care.asking import ask_finding, asking_order
from ischia.care.evaluate import YES, Answers, Level, compile_said
from ischia.care.outlook import Influences, Outlook, reads_of
from ischia.care.screening import compile_rule
from ischia.care.span import SpanOf, compile_span
from ischia.protocol.model import Protocol, RedFlag


class _Rule(Struct, frozen=True):
    """A red flag: how urgent at each level, how true it is, how true it could become."""

    urgency_at: tuple[int, int, int]
    said: Level
    span: SpanOf
    reads: tuple[str, ...]


class SecondLook:
    """A protocol's red flags, prepared for asking what could still change the disposition."""

    def __init__(self, protocol: Protocol, influences: Influences) -> None:
        self._rules = [_prepare(rule, protocol) for rule in asking_order(protocol)]
        self._influences = influences
        self._asks = {finding: ask_finding(finding, protocol) for finding in protocol.findings}

    def could_lower(self, answers: Answers, outlook: Outlook, reached: int) -> str | None:
        """The open finding without which no rule needs to be as urgent as `reached`; or None."""
        if not reached:
            return None
        may = outlook.may
        fired = [
            rule
            for rule in self._rules
            if rule.urgency_at[YES] >= reached and rule.urgency_at[rule.said(answers)] == reached
        ]
        if any(rule.urgency_at[rule.span(answers, may)[0]] == reached for rule in fired):
            return None
        return self._first(fired, answers, outlook)

    def could_raise(self, answers: Answers, outlook: Outlook, reached: int) -> str | None:
        """The open finding that could imply a danger more urgent than `reached`; or None."""
        may = outlook.may
        doubtful = [
            rule
            for rule in self._rules
            if rule.urgency_at[YES] > reached
            and not may.keys().isdisjoint(rule.reads)
            and rule.urgency_at[rule.span(answers, may)[1]] > reached
        ]
        return self._first(doubtful, answers, outlook)

    def _first(self, rules: list[_Rule], answers: Answers, outlook: Outlook) -> str | None:
        return next((f for rule in rules for f in self._open(rule, answers, outlook)), None)

    def _open(self, rule: _Rule, answers: Answers, outlook: Outlook) -> Iterator[str]:
        """What could change an answer comes before what would only matter once it has changed."""
        reads = [finding for finding in rule.reads if finding in outlook.may]
        for finding in sorted(reads, key=lambda finding: finding not in answers):
            for other, ask in self._asks.items():
                if other in outlook.open and other in self._influences[finding]:
                    asked = ask(answers)
                    if asked in outlook.open:
                        yield asked


def _prepare(rule: RedFlag, protocol: Protocol) -> _Rule:
    reads = reads_of(rule.when, protocol)
    return _Rule(
        urgency_at=compile_rule(rule, protocol).urgency_at,
        said=compile_said(rule.when, protocol),
        span=compile_span(rule.when, protocol, compile_said),
        reads=tuple(finding for finding in protocol.findings if finding in reads),
    )
