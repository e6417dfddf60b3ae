"""Which answer a condition waits for, and in which order dangers are asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from msgspec import Struct

from ischia.care.evaluate import NO, Answers, Level, compile_could
from ischia.protocol.condition import Condition, Test, ToolTest, findings_of, fold
from ischia.protocol.model import BY_URGENCY, Disposition, Protocol, RedFlag

EMERGENCIES = (Disposition.EMERGENCY_TODAY, Disposition.EMERGENCY_NOW)

Ask = Callable[[Answers], str | None]
AskOpen = Callable[[Answers, Set[str]], str | None]


class _Asker(Struct, frozen=True):
    could: Level
    ask: Ask


def compile_ask(condition: Condition, protocol: Protocol) -> Ask:
    """A function that names the first open finding whose answer could make `condition` truer.

    Branches that can no longer hold are skipped; an open parent is asked before its follow-up.
    """

    def leaf(test: Test | ToolTest) -> _Asker:
        if isinstance(test, ToolTest):
            parts = [_asker(line.when, protocol) for line in protocol.tools[test.tool].items]
            return _Asker(_always, _first(parts))
        return _Asker(compile_could(test, protocol), ask_finding(test.finding, protocol))

    return fold(condition, leaf, _every, _some, lambda _count, parts: _some(parts)).ask


def compile_ask_open(condition: Condition, protocol: Protocol, sources: Iterable[str]) -> AskOpen:
    """As `compile_ask`, among open findings only. Where the condition waits for none of them, it is
    the first of `sources`: an answered condition can still change through what others imply."""
    ask = compile_ask(condition, protocol)
    others = [(finding, ask_finding(finding, protocol)) for finding in sources]

    def ask_open(answers: Answers, still_open: Set[str]) -> str | None:
        finding = ask(answers)
        if finding in still_open:
            return finding
        named = (ask_other(answers) for name, ask_other in others if name in still_open)
        return next((other for other in named if other in still_open), None)

    return ask_open


def _asker(condition: Condition, protocol: Protocol) -> _Asker:
    return _Asker(_always, compile_ask(condition, protocol))


def _always(answers: Answers) -> int:  # noqa: ARG001
    return 1


def ask_finding(finding_id: str, protocol: Protocol) -> Ask:
    """A function that names this finding while it is open, or the parent that is asked first."""
    finding = protocol.findings[finding_id]
    if finding.who != "person":
        return lambda _answers: None
    if finding.ask_if is None:
        return lambda answers: None if finding_id in answers else finding_id
    ask_parent = compile_ask(finding.ask_if, protocol)

    def ask(answers: Answers) -> str | None:
        if finding_id in answers:
            return None
        return ask_parent(answers) or finding_id

    return ask


def _first(parts: Sequence[_Asker]) -> Ask:
    def ask(answers: Answers) -> str | None:
        for part in parts:
            if part.could(answers) != NO and (found := part.ask(answers)):
                return found
        return None

    return ask


def _some(parts: Sequence[_Asker]) -> _Asker:
    def could(answers: Answers) -> int:
        return max(part.could(answers) for part in parts)

    return _Asker(could, _first(parts))


def _every(parts: Sequence[_Asker]) -> _Asker:
    first = _first(parts)

    def could(answers: Answers) -> int:
        return min(part.could(answers) for part in parts)

    def ask(answers: Answers) -> str | None:
        return first(answers) if could(answers) != NO else None

    return _Asker(could, ask)


def asking_order(protocol: Protocol) -> list[RedFlag]:
    """Rules in the order in which their questions are asked: emergencies first, by family."""

    def rank(rule: RedFlag) -> tuple[int, int, int, str]:
        tier = 0 if rule.then in EMERGENCIES else len(BY_URGENCY) - rule.then.urgency
        return tier, protocol.families[rule.group].order, -rule.then.urgency, rule.id

    return sorted(protocol.red_flags.values(), key=rank)


def danger_findings(protocol: Protocol) -> tuple[str, ...]:
    """Every finding that a red flag reads, directly or as the parent of a follow-up."""
    conditions = [rule.when for rule in protocol.red_flags.values()]
    found = dict.fromkeys(finding for condition in conditions for finding in findings_of(condition))
    frontier = list(found)
    while frontier:
        condition = protocol.findings[frontier.pop()].ask_if
        new = [f for f in findings_of(condition) if f not in found] if condition else []
        found.update(dict.fromkeys(new))
        frontier.extend(new)
    return tuple(found)
