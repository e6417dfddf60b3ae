"""The proof that screening is safe, for every possible set of answers.

Each property is stated as a formula whose negation a solver (z3) must find impossible. When it is
possible, the solver's example is turned back into answers that a person could have given.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from ischia.care.asking import danger_findings
from ischia.care.solver import z3
from ischia.care.symbols import (
    Formula,
    Outcome,
    Symbols,
    could_when_unanswered,
    level_of,
    outcome,
    reached_by,
    said_when_unanswered,
    settled,
    symbols,
)
from ischia.protocol.model import BY_URGENCY, Disposition, Finding, Guarantee, Protocol, RedFlag

_TIMEOUT_MS = 60_000


class Property(Struct, frozen=True):
    """A stated property and how it came out. `counterexample` are answers that break it."""

    id: str
    statement: str
    proved: bool
    seconds: float
    counterexample: dict[str, str] = {}
    detail: str = ""


class World(Struct, frozen=True):
    """Symbolic answers, what settling makes of them, and the screening's result."""

    raw: Symbols
    domain: Formula
    settled: Symbols
    outcome: Outcome


def world(protocol: Protocol, prefix: str) -> World:
    """One arbitrary person."""
    raw, domain = symbols(protocol, prefix)
    after = settled(protocol, raw)
    return World(raw, domain, after, outcome(protocol, after))


Claim = tuple[str, str, Formula, World]
Check = Callable[[Protocol], Iterator[Claim]]


def prove(protocol: Protocol, shipped: Protocol | None = None) -> Iterator[Property]:
    """Prove every property in turn, yielding each as it is decided.

    With `shipped`, also that the protocol never asks for less than the shipped one does.
    """
    if shipped is not None:
        yield from map(_decide, a_pack_only_raises(protocol, shipped))
    for check in (
        guarantees_hold,
        danger_only_raises,
        stopping_early_is_safe,
        every_answer_set_is_decided,
        exercise_needs_a_passing_screening,
        settling_only_raises,
    ):
        for claim in check(protocol):
            yield _decide(claim)
    yield from rules_can_fire(protocol)


def _decide(claim: Claim) -> Property:
    """A claim is given as the formula that must be impossible."""
    name, statement, violation, shown = claim
    started = time.perf_counter()
    solver = z3.Solver()
    solver.set("timeout", _TIMEOUT_MS)
    solver.add(violation)
    verdict = solver.check()
    seconds = time.perf_counter() - started
    if verdict == z3.unsat:
        return Property(name, statement, proved=True, seconds=seconds)
    if verdict == z3.unknown:
        detail = f"undecided: {solver.reason_unknown()}"
        return Property(name, statement, proved=False, seconds=seconds, detail=detail)
    example = witness(_smallest(solver, shown), shown.raw)
    return Property(name, statement, proved=False, seconds=seconds, counterexample=example)


def _smallest(solver: Formula, shown: World) -> Formula:
    """A model of the violation with as few answers as can be found by dropping one at a time."""
    model = solver.model()
    for symbol in shown.raw.values():
        if z3.is_true(model.eval(symbol.answered)):
            solver.push()
            solver.add(z3.Not(symbol.answered))
            if solver.check() == z3.sat:
                model = solver.model()
            else:
                solver.pop()
        else:
            solver.add(z3.Not(symbol.answered))
    return model


def guarantees_hold(protocol: Protocol) -> Iterator[Claim]:
    """Each guarantee of the protocol, one by one."""
    person = world(protocol, "p")
    for guarantee in protocol.guarantees.values():
        violation = z3.And(person.domain, broken_by(guarantee, person, person.outcome.said))
        yield f"guarantee {guarantee.id}", guarantee.text, violation, person


def broken_by(guarantee: Guarantee, person: World, said: dict[Disposition, Formula]) -> Formula:
    """That this person is owed more by the guarantee than the result `said` gives."""
    level = level_of(guarantee.given, person.raw, said_when_unanswered)
    broken = z3.And(level.yes, z3.Not(said[guarantee.at_least]))
    if guarantee.if_unsure is None:
        return broken
    return z3.Or(broken, z3.And(level.maybe, z3.Not(said[guarantee.if_unsure])))


def danger_only_raises(protocol: Protocol) -> Iterator[Claim]:
    """Two people alike but for more danger in the second: the second is never less urgent."""
    less, more = world(protocol, "less"), world(protocol, "more")
    alike: list[Formula] = [less.domain, more.domain]
    for name, a in less.raw.items():
        b = more.raw[name]
        alike.append(a.answered == b.answered)
        if a.finding.kind == "yes_no":
            low, high = (b, a) if a.finding.reassuring else (a, b)
            alike.append(z3.Implies(low.yes, high.yes))
            alike.append(z3.Implies(z3.Or(low.yes, low.unsure), z3.Or(high.yes, high.unsure)))
        else:
            alike += [a.unsure == b.unsure, a.number == b.number]
            alike += [a.options[option] == b.options[option] for option in a.options]
    lowered = _lowered(less.outcome, more.outcome)
    statement = "Changing an answer towards danger (no, unsure, yes) never lowers the disposition."
    yield "danger only raises", statement, z3.And(*alike, lowered), less


def _lowered(before: Outcome, after: Outcome) -> Formula:
    return z3.Or([z3.And(before.said[d], z3.Not(after.said[d])) for d in BY_URGENCY])


def stopping_early_is_safe(protocol: Protocol) -> Iterator[Claim]:
    """A complete screening stays as it is whatever the unasked questions would have brought."""
    stopped, asked = world(protocol, "stopped"), world(protocol, "asked")
    questions = set(danger_findings(protocol))
    extends: list[Formula] = [stopped.domain, asked.domain]
    for name, a in stopped.raw.items():
        b = asked.raw[name]
        same = [b.answered, a.unsure == b.unsure, a.yes == b.yes, a.number == b.number]
        same += [a.options[option] == b.options[option] for option in a.options]
        extends.append(z3.Implies(a.answered, z3.And(same)))
        asked_about = a.finding.who == "person" and name in questions
        newly = z3.And(b.answered, z3.Not(a.answered))
        closed = _closed(a.finding, stopped)
        extends.append(z3.Implies(newly, z3.Not(closed) if asked_about else z3.BoolVal(val=False)))
    raised = _lowered(asked.outcome, stopped.outcome)
    statement = "When a screening calls itself complete, no question left could have raised it."
    violation = z3.And(*extends, stopped.outcome.complete, raised)
    yield "stopping early is safe", statement, violation, asked


def _closed(finding: Finding, person: World) -> Formula:
    """Whether a follow-up is not asked because its parent was denied."""
    if finding.ask_if is None:
        return z3.BoolVal(val=False)
    return z3.Not(level_of(finding.ask_if, person.settled, could_when_unanswered).maybe)


def every_answer_set_is_decided(protocol: Protocol) -> Iterator[Claim]:
    """Whoever answers every question gets one of the six dispositions."""
    person = world(protocol, "p")
    answered = [s.answered for s in person.raw.values() if s.finding.who == "person"]
    violation = z3.And(person.domain, *answered, z3.Not(person.outcome.complete))
    statement = "Every complete set of answers gets a disposition."
    yield "every answer set is decided", statement, violation, person


def exercise_needs_a_passing_screening(protocol: Protocol) -> Iterator[Claim]:
    """Exercise is allowed only when nothing has fired and nothing could still fire."""
    person = world(protocol, "p")
    result = person.outcome
    allowed = z3.And(
        result.complete,
        z3.Or(
            [_exactly(result, d) for d in BY_URGENCY if protocol.dispositions[d].allows_exercise]
        ),
    )
    unsafe = z3.Or(
        result.could[Disposition.CLINICIAN_FIRST], result.said[Disposition.CLINICIAN_FIRST]
    )
    statement = "Exercise is allowed only after a complete screening in which no red flag holds."
    violation = z3.And(person.domain, allowed, unsafe)
    yield "exercise needs a passing screening", statement, violation, person


def _exactly(result: Outcome, disposition: Disposition) -> Formula:
    above = BY_URGENCY[disposition.urgency + 1 : disposition.urgency + 2]
    return z3.And(result.said[disposition], *(z3.Not(result.said[d]) for d in above))


def a_pack_only_raises(protocol: Protocol, shipped: Protocol) -> Iterator[Claim]:
    """Whatever is answered, a pack asks for at least the care that the shipped rules ask for."""
    person = world(protocol, "p")
    rules = msgspec.structs.replace(
        protocol,
        red_flags=shipped.red_flags,
        readings=shipped.readings,
        findings={**protocol.findings, **shipped.findings},
        regions={**protocol.regions, **shipped.regions},
    )
    before = outcome(rules, settled(rules, person.raw))
    violation = z3.And(person.domain, _lowered(before, person.outcome))
    statement = "The packs never lower what the shipped rules decide."
    yield "packs only raise", statement, violation, person


def settling_only_raises(protocol: Protocol) -> Iterator[Claim]:
    """Reading answers together (derived findings, contradictions) never makes them look safer."""
    person = world(protocol, "p")
    unread = outcome(protocol, person.raw)
    statement = "Filling in and settling contradictions never lowers what was said."
    violation = z3.And(person.domain, _lowered(unread, person.outcome))
    yield "settling only raises", statement, violation, person


def rules_can_fire(protocol: Protocol) -> Iterator[Property]:
    """No rule is dead: for each there is a person for whom it is what decides."""
    person = world(protocol, "p")
    solver = z3.Solver()
    solver.set("timeout", _TIMEOUT_MS)
    solver.add(person.domain)
    for rule in protocol.red_flags.values():
        started = time.perf_counter()
        solver.push()
        solver.add(level_of(rule.when, person.settled, said_when_unanswered).yes)
        higher = BY_URGENCY[rule.then.urgency + 1 :]
        solver.add([z3.Not(person.outcome.said[d]) for d in higher[:1]])
        proved = solver.check() == z3.sat
        solver.pop()
        statement = f"Somebody's answers make {rule.id} decide: {rule.then}."
        seconds = time.perf_counter() - started
        detail = (
            "" if proved else "no answers do: it never holds, or a more urgent rule always does"
        )
        yield Property(f"reachable {rule.id}", statement, proved, seconds, detail=detail)


def witness(model: Formula, env: Symbols) -> dict[str, str]:
    """A counterexample as answers, leaving out what plays no part."""
    answers: dict[str, str] = {}
    for name, symbol in env.items():
        if not z3.is_true(model.eval(symbol.answered)):
            continue
        if z3.is_true(model.eval(symbol.unsure)):
            answers[name] = "unsure"
        elif symbol.finding.kind == "yes_no":
            answers[name] = "yes" if z3.is_true(model.eval(symbol.yes)) else "no"
        elif symbol.finding.kind == "number":
            answers[name] = str(model.eval(symbol.number, model_completion=True))
        else:
            chosen = [o for o, formula in symbol.options.items() if z3.is_true(model.eval(formula))]
            answers[name] = ", ".join(chosen) or "none"
    return answers


class Verdict(Struct, frozen=True):
    """What the solver says of a changed rule: no difference, or one that a guarantee forbids."""

    equivalent: bool
    breaks_guarantee: bool
    example: dict[str, str] = {}


class MutantExaminer:
    """Compares the screening with one rule changed to the screening as it is."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._person = world(protocol, "p")
        self._each = {
            rule.id: reached_by(rule, protocol, self._person.settled, said_when_unanswered)
            for rule in protocol.red_flags.values()
        }
        self._solver = z3.Solver()
        self._solver.set("timeout", _TIMEOUT_MS)
        self._solver.add(self._person.domain)
        self._sound = self._model(self._broken(self._person.outcome.said)) is None

    def examine(self, rule: RedFlag, changed: RedFlag | None) -> Verdict:
        """Whether `changed` (None: removed) in place of `rule` makes any difference."""
        others = [reached for name, reached in self._each.items() if name != rule.id]
        if changed is not None:
            env = self._person.settled
            others.append(reached_by(changed, self._protocol, env, said_when_unanswered))
        said = {d: z3.Or([reached[d] for reached in others]) for d in BY_URGENCY}
        said[Disposition.SELF_CARE] = z3.BoolVal(val=True)
        differs = z3.Or([said[d] != self._person.outcome.said[d] for d in BY_URGENCY])
        example = self._model(differs)
        if example is None:
            return Verdict(equivalent=True, breaks_guarantee=False)
        found = self._sound and self._model(self._broken(said)) is not None
        return Verdict(equivalent=False, breaks_guarantee=found, example=example)

    def _broken(self, said: dict[Disposition, Formula]) -> Formula:
        """That some guarantee is broken. One that is broken already can notice nothing."""
        guarantees = self._protocol.guarantees.values()
        return z3.Or([broken_by(guarantee, self._person, said) for guarantee in guarantees])

    def _model(self, formula: Formula) -> dict[str, str] | None:
        solver = self._solver
        depth = solver.num_scopes()
        solver.push()
        solver.add(formula)
        possible = solver.check() != z3.unsat
        example = witness(_smallest(solver, self._person), self._person.raw) if possible else None
        solver.pop(solver.num_scopes() - depth)
        return example
