"""The screening as formulas: the same loaded rules, with symbols in place of a person's answers.

A level (NO, UNSURE, YES) becomes a pair of Booleans, "at least unsure" and "yes"; a condition is
folded into such a pair exactly as `evaluate` folds it into a function. Settling (readings, closed
follow-ups) is applied to the symbols in the order in which `settle` applies it to answers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ischia.care.evaluate import UNSURE, YES
from ischia.care.screening import compile_rule
from ischia.care.settle import follow_ups_of
from ischia.care.solver import z3
from ischia.protocol.condition import NUMBER_OPS, Condition, Test, ToolTest, fold
from ischia.protocol.model import BY_URGENCY, SIDES, Disposition, Finding, Protocol, RedFlag

Formula = Any  # z3's expressions are untyped
_COMPARE: dict[str, Callable[[Formula, float], Formula]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


class Level(NamedTuple):
    """A symbolic level: at least unsure; yes."""

    maybe: Formula
    yes: Formula


class Symbol(NamedTuple):
    """One finding's symbolic answer.

    `unsure` and `yes` are used by yes/no findings ("no" is neither), `options` by choices and
    regions, `number` by numbers; `void` marks a closed number, which meets no threshold.
    """

    finding: Finding
    answered: Formula
    unsure: Formula
    yes: Formula
    number: Formula
    options: Mapping[str, Formula]
    void: Formula


Symbols = dict[str, Symbol]


def symbols(protocol: Protocol, prefix: str) -> tuple[Symbols, Formula]:
    """A symbol for every finding that a red flag can depend on, and the domain they live in."""
    env: Symbols = {}
    domain: list[Formula] = []
    for finding in protocol.findings.values():
        name = f"{prefix}.{finding.id}"
        options = {o: z3.Bool(f"{name}.{o}") for o in _options(protocol, finding)}
        symbol = Symbol(
            finding,
            z3.Bool(f"{name}.answered"),
            z3.Bool(f"{name}.unsure"),
            z3.Bool(f"{name}.yes"),
            z3.Real(f"{name}.number"),
            options,
            z3.BoolVal(val=False),
        )
        env[finding.id] = symbol
        domain.append(z3.Not(z3.And(symbol.unsure, symbol.yes)))
        if finding.kind == "number":
            domain += [symbol.number >= finding.min, symbol.number <= finding.max]
        if finding.kind == "regions":
            domain += [
                z3.Implies(options[f"{side}_{region.id}"], options[region.id])
                for region in protocol.regions.values()
                if region.paired
                for side in SIDES
            ]
        if finding.kind == "choice":
            domain.append(z3.PbEq([(o, 1) for o in (*options.values(), symbol.unsure)], 1))
    return env, z3.And(domain)


def _options(protocol: Protocol, finding: Finding) -> tuple[str, ...]:
    if finding.kind == "choice":
        return finding.choices
    return protocol.region_names if finding.kind == "regions" else ()


Unanswered = Callable[[Finding, Test], bool]


def said_when_unanswered(finding: Finding, test: Test) -> bool:
    """As `evaluate.compile_said`: only a missing reassurance counts."""
    return finding.reassuring and test.values == ("no",)


def could_when_unanswered(finding: Finding, test: Test) -> bool:  # noqa: ARG001
    """As `evaluate.compile_could`: whatever a person may still answer counts."""
    return finding.who == "person"


def level_of(condition: Condition, env: Symbols, unanswered: Unanswered) -> Level:
    """The symbolic level of a condition."""

    def leaf(test: Test | ToolTest) -> Level:
        if isinstance(test, ToolTest):
            raise TypeError("a tool cannot stand in a screening rule")
        symbol = env[test.finding]
        missing = z3.And(z3.Not(symbol.answered), z3.BoolVal(unanswered(symbol.finding, test)))
        matched = _matched(symbol, test)
        yes = z3.And(symbol.answered, z3.Not(symbol.unsure), matched)
        unsure = z3.And(symbol.answered, symbol.unsure)
        return Level(z3.Or(missing, unsure, yes), z3.Or(missing, yes))

    return fold(condition, leaf, _every, _some, _count)


def _matched(symbol: Symbol, test: Test) -> Formula:
    if test.op in NUMBER_OPS:
        return z3.And(z3.Not(symbol.void), _COMPARE[test.op](symbol.number, test.number))
    if symbol.options:
        return z3.Or([symbol.options[value] for value in test.values])
    wanted = [symbol.yes] if "yes" in test.values else []
    if "no" in test.values:
        wanted.append(z3.Not(symbol.yes))
    return z3.Or(wanted)


def _every(parts: Sequence[Level]) -> Level:
    return Level(z3.And([p.maybe for p in parts]), z3.And([p.yes for p in parts]))


def _some(parts: Sequence[Level]) -> Level:
    return Level(z3.Or([p.maybe for p in parts]), z3.Or([p.yes for p in parts]))


def _count(count: int, parts: Sequence[Level]) -> Level:
    return Level(
        z3.PbGe([(p.maybe, 1) for p in parts], count), z3.PbGe([(p.yes, 1) for p in parts], count)
    )


def settled(protocol: Protocol, env: Symbols) -> Symbols:
    """The symbols after readings, closed follow-ups and contradictions, as `settle` does it."""
    env = dict(env)
    for reading in protocol.readings.values():
        holds = level_of(reading.when, env, said_when_unanswered).yes
        for finding, value in reading.read.items():
            env[finding] = _overwrite(env[finding], holds, value)
    follow_ups = follow_ups_of(protocol)
    for follow_up in reversed(follow_ups):
        if follow_up.parent:
            danger = _danger(env[follow_up.finding.id])
            env[follow_up.parent] = _raise_to(env[follow_up.parent], danger)
    for follow_up in follow_ups:
        condition = follow_up.finding.ask_if
        if condition is not None:
            child = env[follow_up.finding.id]
            denied = z3.Not(level_of(condition, env, could_when_unanswered).maybe)
            env[follow_up.finding.id] = _close(child, z3.And(denied, z3.Not(child.answered)))
    return env


def _overwrite(symbol: Symbol, when: Formula, value: str) -> Symbol:
    """The symbol with `value` (a yes, or a choice) in its place where `when` holds."""
    options = {
        name: z3.If(when, z3.BoolVal(name == value), old) for name, old in symbol.options.items()
    }
    return symbol._replace(
        answered=z3.Or(symbol.answered, when),
        unsure=z3.And(symbol.unsure, z3.Not(when)),
        yes=z3.If(when, z3.BoolVal(value == "yes"), symbol.yes),
        options=options,
    )


def _close(symbol: Symbol, when: Formula) -> Symbol:
    closed = _overwrite(symbol, when, "")
    return closed._replace(void=z3.Or(symbol.void, when))


def _raise_to(symbol: Symbol, danger: Level) -> Symbol:
    """The parent's symbol, with at least the danger that its follow-up speaks of."""
    yes = z3.Or(z3.And(symbol.answered, symbol.yes), danger.yes)
    unsure = z3.And(symbol.answered, z3.Or(symbol.unsure, danger.maybe))
    return symbol._replace(
        answered=z3.Or(symbol.answered, danger.yes),
        yes=yes,
        unsure=z3.And(unsure, z3.Not(yes)),
    )


def _danger(symbol: Symbol) -> Level:
    """How much danger an answer speaks of, as in `settle`."""
    finding, answered = symbol.finding, symbol.answered
    if finding.kind == "yes_no" and not finding.reassuring:
        yes = symbol.yes
    elif finding.kind == "number":
        yes = z3.And(symbol.number != 0, z3.Not(symbol.unsure))
    else:
        return Level(z3.BoolVal(val=False), z3.BoolVal(val=False))
    return Level(z3.And(answered, z3.Or(symbol.unsure, yes)), z3.And(answered, yes))


class Outcome(NamedTuple):
    """For each disposition: is at least it reached by what was said; could it still be?"""

    said: dict[Disposition, Formula]
    could: dict[Disposition, Formula]

    @property
    def complete(self) -> Formula:
        """No open question could raise the result."""
        return z3.And([z3.Implies(self.could[d], self.said[d]) for d in BY_URGENCY])


def reached_by(
    rule: RedFlag, protocol: Protocol, env: Symbols, unanswered: Unanswered
) -> dict[Disposition, Formula]:
    """For each disposition: does this rule ask for at least it?"""
    level = level_of(rule.when, env, unanswered)
    urgency_at = compile_rule(rule, protocol).urgency_at
    reached: dict[Disposition, Formula] = {}
    for disposition in BY_URGENCY:
        by_yes = urgency_at[YES] >= disposition.urgency
        by_unsure = urgency_at[UNSURE] >= disposition.urgency
        reached[disposition] = z3.Or(
            z3.And(z3.BoolVal(by_yes), level.yes), z3.And(z3.BoolVal(by_unsure), level.maybe)
        )
    return reached


def outcome(protocol: Protocol, env: Symbols) -> Outcome:
    """The result of the screening on settled symbols."""
    said = _join(protocol, env, said_when_unanswered)
    could = _join(protocol, env, could_when_unanswered)
    return Outcome(said, could)


def _join(protocol: Protocol, env: Symbols, unanswered: Unanswered) -> dict[Disposition, Formula]:
    each = [reached_by(rule, protocol, env, unanswered) for rule in protocol.red_flags.values()]
    joined = {d: z3.Or([reached[d] for reached in each]) for d in BY_URGENCY}
    return {**joined, Disposition.SELF_CARE: z3.BoolVal(val=True)}
