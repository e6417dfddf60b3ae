"""Screening: the most urgent red flag that holds decides what the person should do.

Rules only raise, so the result is the join of a lattice of six dispositions. A screening is
complete when no question still open could raise it further; only then can it allow exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from msgspec import Struct

from ischia.care.asking import asking_order
from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.evaluate import (
    NO,
    YES,
    Answers,
    Level,
    compile_could,
    compile_said,
)
from ischia.protocol.condition import Test, leaves
from ischia.protocol.model import BY_URGENCY, Disposition, Protocol, RedFlag


class Screening(Struct, frozen=True, kw_only=True):
    """The result. `disposition` is None while nothing has fired and questions are open.

    `open_rules` are the ids of the rules that could still raise it, the most pressing first.
    """

    disposition: Disposition | None
    complete: bool
    current: bool
    allows_exercise: bool
    open_rules: tuple[str, ...]


Screen = Callable[[Answers, int], Decision[Screening]]


class CompiledRule(Struct, frozen=True):
    """A red flag ready to be evaluated."""

    rule: RedFlag
    said: Level
    could: Level
    urgency_at: tuple[int, int, int]  # by level; -1 where the rule does not hold
    leaves: tuple[tuple[str, Level], ...]


def compile_rule(rule: RedFlag, protocol: Protocol) -> CompiledRule:
    """Prepare one rule."""
    unsure = rule.then if rule.if_unsure is None else rule.if_unsure
    tests = [leaf for leaf in leaves(rule.when) if isinstance(leaf, Test)]
    return CompiledRule(
        rule=rule,
        said=compile_said(rule.when, protocol),
        could=compile_could(rule.when, protocol),
        urgency_at=(-1, unsure.urgency, rule.then.urgency),
        leaves=tuple((test.finding, compile_said(test, protocol)) for test in tests),
    )


def compile_screen(protocol: Protocol) -> Screen:
    """A function `screen(answers, days_old)` on settled answers, prepared for this protocol."""
    rules = [compile_rule(rule, protocol) for rule in asking_order(protocol)]
    return partial(screen, protocol, rules)


def screen(
    protocol: Protocol, rules: Iterable[CompiledRule], answers: Answers, days_old: int
) -> Decision[Screening]:
    """Screen settled `answers`, whose oldest is `days_old` days old."""
    fired: list[tuple[int, CompiledRule]] = []
    waiting: list[CompiledRule] = []
    for rule in rules:
        level = rule.said(answers)
        if level != NO:
            fired.append((rule.urgency_at[level], rule))
        if level != YES:
            waiting.append(rule)
    reached = max((urgency for urgency, _ in fired), default=0)
    open_rules = tuple(
        rule.rule.id
        for rule in waiting
        if rule.urgency_at[YES] > reached and rule.urgency_at[rule.could(answers)] > reached
    )
    complete = not open_rules
    disposition = BY_URGENCY[reached] if reached or complete else None
    current = days_old <= protocol.parameter("screening_current_days")
    allows = (
        complete
        and current
        and disposition is Disposition.SELF_CARE
        and protocol.dispositions[disposition].allows_exercise
    )
    screening = Screening(
        disposition=disposition,
        complete=complete,
        current=current,
        allows_exercise=allows,
        open_rules=open_rules,
    )
    fired.sort(key=lambda pair: -pair[0])
    reasons = [_reason(rule, answers) for _, rule in fired]
    return Decision(screening, (*reasons, *_notes(protocol, screening)))


def _reason(rule: CompiledRule, answers: Answers) -> Reason:
    used = dict.fromkeys(finding for finding, holds in rule.leaves if holds(answers) != NO)
    return reason_of(rule.rule, rule.rule.text, tuple(used))


def _notes(protocol: Protocol, screening: Screening) -> Iterable[Reason]:
    """Why exercise is or is not allowed, beyond the red flags themselves."""
    if not screening.current:
        rule = protocol.parameters["screening_current_days"]
        yield reason_of(rule, rule.text, ())
    if screening.complete and screening.disposition is Disposition.SELF_CARE:
        text = protocol.dispositions[Disposition.SELF_CARE]
        yield reason_of(text, text.headline, ())
