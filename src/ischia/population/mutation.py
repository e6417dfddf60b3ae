"""Mutation of the screening rules: if a rule were wrong, would anything notice?

Each rule in turn is removed, weakened and inverted in every way below. A mutant counts as noticed
when a clinical case changes its disposition or a proof fails. The score must be 100 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from ischia.care.check import Checker
from ischia.care.evaluate import Answers
from ischia.care.proof import MutantExaminer
from ischia.care.screening import CompiledRule, compile_rule
from ischia.population.cases import Case, Expect, run_case
from ischia.protocol.condition import (
    NUMBER_OPS,
    All,
    Any,
    AtLeast,
    Condition,
    Test,
    write_condition,
)
from ischia.protocol.model import BY_URGENCY, Disposition, Protocol, RedFlag


class Mutant(Struct, frozen=True):
    """One rule changed in one way; `rule` is None where it was removed."""

    original: RedFlag
    change: str
    rule: RedFlag | None


class Survivor(Struct, frozen=True):
    """A wrong rule that nothing noticed, and answers on which it decides differently."""

    mutant: Mutant
    example: dict[str, str]


class MutationResult(Struct, frozen=True):
    """How many wrong rules there were, and which of them nothing noticed."""

    mutants: int
    equivalent: int
    survivors: tuple[Survivor, ...]
    failing_cases: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """The share of mutants that were noticed, 0 to 1."""
        return 1 - len(self.survivors) / self.mutants if self.mutants else 0.0


def mutants_of(rule: RedFlag) -> Iterator[Mutant]:
    """Every way in which a rule is made wrong."""
    yield Mutant(rule, "removed", None)
    if rule.then is not Disposition.SELF_CARE:
        lower = BY_URGENCY[rule.then.urgency - 1]
        unsure = rule.if_unsure or rule.then
        if unsure.urgency > lower.urgency:
            unsure = lower
        yield _changed(rule, f"lowered to {lower}", then=lower, if_unsure=unsure)
    if rule.then is not Disposition.EMERGENCY_NOW:
        higher = BY_URGENCY[rule.then.urgency + 1]
        unsure = rule.if_unsure or rule.then
        yield _changed(rule, f"raised to {higher}", then=higher, if_unsure=unsure)
    for condition, change in changed_conditions(rule.when):
        yield _changed(rule, change, when=condition)


def _changed(rule: RedFlag, change: str, **fields: object) -> Mutant:
    return Mutant(rule, change, msgspec.structs.replace(rule, **fields))


def changed_conditions(condition: Condition) -> Iterator[tuple[Condition, str]]:
    """The condition with one thing wrong: a part dropped, any/all swapped, a test changed."""
    if isinstance(condition, Test):
        yield from _changed_tests(condition)
    elif isinstance(condition, (All, Any)):
        swapped, word = (Any, "any") if isinstance(condition, All) else (All, "all")
        if len(condition.of) > 1:
            yield swapped(condition.of), f"made {word} of its parts"
        kind = type(condition)
        yield from _with_changed_part(condition.of, kind)
    elif isinstance(condition, AtLeast):
        if condition.count < len(condition.of):
            yield AtLeast(condition.count + 1, condition.of), f"needs {condition.count + 1}"
        if condition.count > 1:
            yield AtLeast(condition.count - 1, condition.of), f"needs {condition.count - 1}"
        yield from _with_changed_part(
            condition.of, lambda of: AtLeast(min(condition.count, len(of)), of)
        )


def _with_changed_part(
    parts: tuple[Condition, ...], rebuild: Callable[[tuple[Condition, ...]], Condition]
) -> Iterator[tuple[Condition, str]]:
    for index, part in enumerate(parts):
        before, after = parts[:index], parts[index + 1 :]
        if before or after:
            yield rebuild(before + after), f"without {_written(part)}"
        for changed, change in changed_conditions(part):
            yield rebuild((*before, changed, *after)), change


def _changed_tests(test: Test) -> Iterator[tuple[Condition, str]]:
    if test.op in NUMBER_OPS:
        for number in (test.number - 1, test.number + 1):
            moved = Test(test.finding, test.op, test.values, number)
            yield moved, f"{test.finding} {test.op} {number:g}"
    elif test.values in (("yes",), ("no",)):
        opposite = "no" if test.values == ("yes",) else "yes"
        yield Test(test.finding, "is", (opposite,)), f"{test.finding} inverted"


def _written(part: Condition) -> str:
    return msgspec.json.encode(write_condition(part)).decode()


class _Judged(Struct, frozen=True):
    """A case ready to be judged again: settled answers, and which rule asks for which urgency."""

    name: str
    expect: Expect
    answers: Answers
    asks: dict[str, int]


def run_mutations(
    protocol: Protocol, cases: Mapping[str, Case], progress: Callable[[int, int], None]
) -> MutationResult:
    """Try every mutant against the cases, and what they miss against the guarantees.

    A mutant that no answers can tell from the original is equivalent, hence not wrong, and is left
    out of the score. `progress(done, of)` is called after each rule.
    """
    checker = Checker(protocol)
    everyone = [_judge(checker, name, case) for name, case in cases.items()]
    judged = [case for case in everyone if not _fails(case)]
    rules = list(protocol.red_flags.values())
    examiner = MutantExaminer(protocol)
    wrong = equivalent = 0
    survivors: list[Survivor] = []
    for done, rule in enumerate(rules, 1):
        for mutant in mutants_of(rule):
            if _case_notices(protocol, mutant, judged):
                wrong += 1
                continue
            verdict = examiner.examine(rule, mutant.rule)
            equivalent += verdict.equivalent
            wrong += not verdict.equivalent
            if not verdict.equivalent and not verdict.breaks_guarantee:
                survivors.append(Survivor(mutant, verdict.example))
        progress(done, len(rules))
    failing = tuple(case.name for case in everyone if _fails(case))
    return MutationResult(wrong, equivalent, tuple(survivors), failing)


def _judge(checker: Checker, name: str, case: Case) -> _Judged:
    protocol = checker.protocol
    answers = run_case(checker, case).answers
    asks = {
        rule.id: _asked(compile_rule(rule, protocol), answers)
        for rule in protocol.red_flags.values()
    }
    return _Judged(name, case.expect, answers, {rule: u for rule, u in asks.items() if u >= 0})


def _asked(rule: CompiledRule, answers: Answers) -> int:
    return rule.urgency_at[rule.said(answers)]


def _case_notices(protocol: Protocol, mutant: Mutant, judged: Iterable[_Judged]) -> bool:
    changed = compile_rule(mutant.rule, protocol) if mutant.rule is not None else None
    for case in judged:
        asks = dict(case.asks)
        asks.pop(mutant.original.id, None)
        if changed is not None:
            asks[mutant.original.id] = _asked(changed, case.answers)
        reached = max(asks.values(), default=-1)
        if _differs(case.expect, max(reached, 0)):
            return True
        if mutant.original.id in case.expect.rules and asks.get(mutant.original.id, -1) < 0:
            return True
    return False


def _fails(case: _Judged) -> bool:
    """A case that the rules as they are do not meet cannot notice anything."""
    return _differs(case.expect, max(0, *case.asks.values()) if case.asks else 0)


def _differs(expect: Expect, reached: int) -> bool:
    if expect.disposition is not None:
        return reached != expect.disposition.urgency
    return expect.at_least is not None and reached < expect.at_least.urgency
