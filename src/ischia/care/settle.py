"""Answers made consistent: readings filled in, contradictions settled towards danger, and
follow-up questions of a denied parent closed.

A contradiction is never an error. The person is believed where it is more dangerous, and told so.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from ischia.care.answers import Facts
from ischia.care.decision import Reason, reason_of
from ischia.care.evaluate import (
    CLOSED,
    NO,
    UNSURE,
    YES,
    Level,
    Value,
    compile_could,
    compile_said,
)
from ischia.care.sayings import DO_NOT_FIT
from ischia.protocol.condition import Test, findings_of
from ischia.protocol.model import Finding, Protocol

Settle = Callable[[Facts], "Settled"]


class Settled(Struct, frozen=True):
    """Consistent answers. `contradictions` tells what was read differently from what was said."""

    values: dict[str, Value]
    contradictions: tuple[Reason, ...]


class _Reading(Struct, frozen=True):
    rule: Reason
    holds: Level
    read: tuple[tuple[str, Value], ...]


class FollowUp(Struct, frozen=True):
    """A finding asked only if `ask_if` may hold; `parent` is set where a plain yes opens it."""

    finding: Finding
    parent: str
    parent_finding: Finding
    could: Level


def compile_settle(protocol: Protocol) -> Settle:
    """A function that settles `Facts`, prepared once for this protocol."""
    readings = tuple(
        _Reading(
            reason_of(reading, reading.text, findings_of(reading.when)),
            compile_said(reading.when, protocol),
            tuple(reading.read.items()),
        )
        for reading in protocol.readings.values()
    )
    return partial(_settle, readings, follow_ups_of(protocol))


def _settle(
    readings: tuple[_Reading, ...], follow_ups: tuple[FollowUp, ...], facts: Facts
) -> Settled:
    values = dict(facts.values)
    contradictions: list[Reason] = []
    for reading in readings:
        if reading.holds(values) == YES:
            for finding, value in reading.read:
                if values.get(finding, value) not in (value, "unsure"):
                    contradictions.append(reading.rule)
                values[finding] = value
    for follow_up in reversed(follow_ups):
        _raise_parent(follow_up, values, contradictions)
    for follow_up in follow_ups:
        finding = follow_up.finding
        if finding.id not in values and follow_up.could(values) == NO:
            values[finding.id] = CLOSED[finding.kind]
    return Settled(values, tuple(contradictions))


def _raise_parent(
    follow_up: FollowUp, values: dict[str, Value], contradictions: list[Reason]
) -> None:
    """A follow-up that speaks of danger makes its parent true, even one that was denied."""
    finding, parent = follow_up.finding, follow_up.parent
    danger = danger_of(finding, values[finding.id]) if finding.id in values else NO
    if danger == NO:
        return
    if follow_up.could(values) == NO and not _says_never(finding, values[finding.id]):
        text = DO_NOT_FIT.format(finding=finding.label)
        contradictions.append(reason_of(finding, text, (finding.id, *filter(None, [parent]))))
    after = raised(follow_up, values.get(parent), danger) if parent else None
    if after is not None:
        values[parent] = after


def raised(follow_up: FollowUp, parent: Value | None, danger: int) -> Value | None:
    """What a parent's answer (None: unanswered) becomes when a follow-up speaks of this danger."""
    if danger == NO or (parent is None and danger == UNSURE):
        return parent
    said = danger_of(follow_up.parent_finding, "no" if parent is None else parent)
    return parent if said >= danger else ("yes" if danger == YES else "unsure")


def _says_never(finding: Finding, value: Value) -> bool:
    """The end of a scale, such as 60 weeks after a birth, is how a number says "never"."""
    return finding.kind == "number" and value in (finding.min, finding.max)


def danger_of(finding: Finding, value: Value) -> int:
    """How much danger an answer speaks of. A follow-up implies at least as much of its parent;
    only an unsure one leaves an unanswered parent to be asked."""
    if finding.kind == "yes_no":
        return NO if finding.reassuring else {"yes": YES, "unsure": UNSURE}.get(str(value), NO)
    if finding.kind == "number":
        if value == "unsure":
            return UNSURE
        return YES if isinstance(value, float) and value > 0 else NO  # not so for a closed number
    return NO


def follow_ups_of(protocol: Protocol) -> tuple[FollowUp, ...]:
    """Every follow-up question, parents before their own follow-ups."""
    done: dict[str, FollowUp] = {}

    def add(finding: Finding) -> None:
        condition = finding.ask_if
        if condition is None or finding.id in done:
            return
        for parent in findings_of(condition):
            add(protocol.findings[parent])
        plain = isinstance(condition, Test) and condition.values == ("yes",)
        parent = condition.finding if isinstance(condition, Test) and plain else ""
        done[finding.id] = FollowUp(
            finding=finding,
            parent=parent,
            parent_finding=protocol.findings[parent or finding.id],
            could=compile_could(condition, protocol),
        )

    for finding in protocol.findings.values():
        add(finding)
    return tuple(done.values())
