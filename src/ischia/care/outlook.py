"""What the answers could still become, once everything that may be asked has been asked.

An answer can change a finding that was not asked about, and even one that was: a painted calf makes
"pain below the knee" true although it was denied. So settling is done again, in its own order, on
answers of which some are fixed, some one of a few values, and some anything (`span.May`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.evaluate import NO, YES, Answers, Value, compile_said
from ischia.care.settle import FollowUp, danger_of, follow_ups_of, raised
from ischia.care.span import May, Possible, SpanOf, compile_span
from ischia.protocol.condition import Condition, ToolTest, findings_of, leaves
from ischia.protocol.model import Finding, Protocol

Influences = dict[str, frozenset[str]]
_ANY_ANSWER: tuple[Value | None, ...] = (None, "no", "unsure", "yes", 1.0)


class Outlook(Struct, frozen=True):
    """The findings that may still be asked about, and what those that are not fixed could become.

    Sound: whatever is answered from here on, every finding ends as `may` allows, and every finding
    that is not in it stays as it is.
    """

    open: frozenset[str]
    may: May


Look = Callable[[Answers, Answers, bool], Outlook]


class _Reading(Struct, frozen=True):
    holds: SpanOf
    read: tuple[tuple[str, Value], ...]


def compile_look(protocol: Protocol, about: Iterable[Condition]) -> Look:
    """A function `look(said, answers, may_move)`: the outlook for what these conditions read."""
    influences = influences_of(protocol)
    wanted = frozenset[str]().union(*(influence(when, protocol, influences) for when in about))
    return partial(
        _look,
        tuple(f for f in protocol.findings.values() if f.id in wanted),
        influences,
        tuple(
            _Reading(
                compile_span(reading.when, protocol, compile_said), tuple(reading.read.items())
            )
            for reading in protocol.readings.values()
            if not wanted.isdisjoint(reading.read)
        ),
        tuple(f for f in reversed(follow_ups_of(protocol)) if f.finding.id in wanted and f.parent),
    )


def influences_of(protocol: Protocol) -> Influences:
    """For each finding, every finding whose answer can change it when answers are settled."""
    direct: dict[str, set[str]] = {
        finding.id: {finding.id, *(findings_of(finding.ask_if) if finding.ask_if else ())}
        for finding in protocol.findings.values()
    }
    for reading in protocol.readings.values():
        for finding in reading.read:
            direct[finding].update(findings_of(reading.when))
    for follow_up in follow_ups_of(protocol):
        if follow_up.parent:
            direct[follow_up.parent].add(follow_up.finding.id)
    return {finding: _reached(finding, direct) for finding in direct}


def _reached(finding: str, direct: dict[str, set[str]]) -> frozenset[str]:
    found, frontier = {finding}, [finding]
    while frontier:
        new = direct[frontier.pop()] - found
        found |= new
        frontier.extend(new)
    return frozenset(found)


def influence(condition: Condition, protocol: Protocol, influences: Influences) -> frozenset[str]:
    """Every finding whose answer can change a condition."""
    return frozenset[str]().union(*(influences[f] for f in reads_of(condition, protocol)))


def reads_of(condition: Condition, protocol: Protocol) -> frozenset[str]:
    """The findings that a condition looks at, through tools as well."""
    found = set(findings_of(condition))
    for leaf in leaves(condition):
        if isinstance(leaf, ToolTest):
            for line in protocol.tools[leaf.tool].items:
                found |= reads_of(line.when, protocol)
    return frozenset(found)


def _look(
    findings: Sequence[Finding],
    influences: Influences,
    readings: Sequence[_Reading],
    follow_ups: Sequence[FollowUp],
    said: Answers,
    answers: Answers,
    may_move: bool,  # noqa: FBT001 - the last of a fixed signature
) -> Outlook:
    askable = [f for f in findings if f.who == "person" and (may_move or not f.physical)]
    still_open = frozenset(f.id for f in askable if f.id not in said and f.id not in answers)
    prospects = _Prospects(said)
    for finding in (*askable, *(f for f in findings if f.ask_if)):
        if finding.id not in said and not still_open.isdisjoint(influences[finding.id]):
            prospects.put(finding.id, None)
    for reading in readings:
        prospects.read(reading)
    for follow_up in follow_ups:
        prospects.raise_parent(follow_up)
    return Outlook(still_open, prospects.may)


class _Prospects:
    """What settling has made of each finding so far: one value, or several that it may have."""

    def __init__(self, said: Answers) -> None:
        self.values = dict(said)
        self.may: dict[str, Possible] = {}

    def put(self, finding: str, possible: Possible) -> None:
        if possible is None or len(possible) > 1:
            self.may[finding] = possible
            return
        self.may.pop(finding, None)
        for value in possible:
            if value is not None:
                self.values[finding] = value

    def of(self, finding: str) -> Possible:
        return self.may[finding] if finding in self.may else (self.values.get(finding),)

    def read(self, reading: _Reading) -> None:
        least, most = reading.holds(self.values, self.may)
        if most < YES:
            return
        for finding, value in reading.read:
            before: Possible = () if least == YES else self.of(finding)
            self.put(finding, None if before is None else tuple({*before, value}))

    def raise_parent(self, follow_up: FollowUp) -> None:
        told, parents = self.of(follow_up.finding.id), self.of(follow_up.parent)
        dangers = {
            NO if value is None else danger_of(follow_up.finding, value)
            for value in (_ANY_ANSWER if told is None else told)
        }
        if parents is not None:
            after = {raised(follow_up, parent, danger) for parent in parents for danger in dangers}
            self.put(follow_up.parent, tuple(after))
        elif dangers == {YES}:
            self.put(follow_up.parent, ("yes",))
