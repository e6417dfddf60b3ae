"""The real rules of one protocol, prepared for many people: check, program, adaptation.

Nothing is decided here. What was decided once for a situation is remembered: the plan that a
program starts with depends on the few things in `_Situation`, and is made once for each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.adaptation import adapt
from ischia.care.answers import Facts
from ischia.care.decision import Decision
from ischia.care.directions import RESPONSES
from ischia.care.evaluate import Value
from ischia.care.person import Person
from ischia.care.plan import Day, PlanState
from ischia.care.practice import Practice
from ischia.care.practice_change import for_stage
from ischia.care.program import Planner
from ischia.care.screening import Screening, compile_screen
from ischia.care.settle import compile_settle
from ischia.care.start import start
from ischia.population.yardstick import Yardstick
from ischia.protocol.condition import NUMBER_OPS, Test, leaves
from ischia.protocol.model import Protocol

Adapt = Callable[[Protocol, PlanState, Day], Decision[PlanState]]
START_ANSWERS = ("irritability", *(finding for finding, _ in RESPONSES))
"""The answers that a program reads, beside those that become states."""


def edges_of(protocols: Iterable[Protocol]) -> dict[str, list[float]]:
    """For each number that is asked, every limit that a condition compares it with."""
    found: dict[str, set[float]] = {}
    for protocol in protocols:
        conditions = [
            *(rule.when for rule in protocol.red_flags.values()),
            *(reading.when for reading in protocol.readings.values()),
            *(state.when for state in protocol.states.values()),
            *(finding.ask_if for finding in protocol.findings.values()),
        ]
        for finding in protocol.findings.values():
            if finding.kind == "number":
                ends = (finding.min, finding.max) if finding.ask_if is not None else ()
                found.setdefault(finding.id, set()).update(ends)  # a follow-up's end says "never"
        for condition in conditions:
            for leaf in leaves(condition) if condition is not None else ():
                if isinstance(leaf, Test) and leaf.op in NUMBER_OPS:
                    found[leaf.finding].add(leaf.number)
    return {finding: sorted(edges) for finding, edges in found.items()}


class _Situation(NamedTuple):
    cause: str
    stage: str
    states: tuple[str, ...]
    answers: tuple[Value | None, ...]
    equipment: frozenset[str] | None
    cleared: bool


class Checked(Struct, frozen=True):
    """A screening, the settled answers it stands on, and what the yardstick makes of the same: the
    urgency of the worst red flag, and the states that apply."""

    screening: Decision[Screening]
    settled: dict[str, Value]
    worst: int
    states: frozenset[str]
    fired: frozenset[str]


class Rules:
    """One protocol at work. `adapt` can be replaced, to see what a broken rule would do."""

    def __init__(self, shipped: Protocol, protocol: Protocol, adapt: Adapt = adapt) -> None:
        self.protocol = protocol
        self.yardstick = Yardstick(shipped, protocol)
        self.planner = Planner(protocol)
        self._adapt = adapt
        self._settle = compile_settle(protocol)
        self._screen = compile_screen(protocol)
        self._starts: dict[_Situation, PlanState | None] = {}
        self._edges = edges_of((shipped, protocol))

    def check(self, answers: Mapping[str, Value]) -> Checked:
        """The screening of today's answers, and what the yardstick says of them."""
        settled = self._settle(Facts(dict(answers))).values
        screening = self._screen(settled, 0)
        return Checked(
            screening=screening,
            settled=settled,
            worst=self.yardstick.worst(settled),
            states=self.yardstick.states(settled),
            fired=frozenset(reason.rule for reason in screening.reasons if reason.findings),
        )

    def level(self, finding: str, value: float) -> tuple[int, int]:
        """Where a number stands among all the limits that conditions compare it with. Two numbers
        with the same place cannot be told apart by any rule."""
        edges = self._edges[finding]
        return bisect_left(edges, value), bisect_right(edges, value)

    def stopped(self, person: Person) -> bool:
        """Whether there may be no program now, cleared or not."""
        return bool(tuple(self.planner.stops(person)))

    def start(self, person: Person) -> PlanState | None:
        """The plan that this person begins with; None where the program has no sessions."""
        situation = self._situation(person)
        if situation not in self._starts:
            plan = self.planner.plan(person).value
            self._starts[situation] = start(self.planner, person, plan)
        return self._starts[situation]

    def follow_stage(self, plan: PlanState, made_for: str, person: Person) -> PlanState | None:
        """The plan with the exercises of the stage that it has reached, as the app chooses them;
        None where it goes on as it is. `made_for` is the stage that it was last chosen for."""
        if self.start(replace(person, stage=plan.stage)) is None:
            return None
        practice = Practice(
            state=plan,
            places=(),
            cause=person.cause,
            minutes=person.minutes,
            begun=date.min,
            through=date.min,
            made_for=made_for,
        )
        found = for_stage(self.planner, practice, person)
        return None if found is None else found.value.state

    def _situation(self, person: Person) -> _Situation:
        stage = person.stage or self.planner.first_stage(person)
        states = self.planner.situations.states(person.answers, person.states, person.cause, stage)
        return _Situation(
            cause=person.cause,
            stage=stage,
            states=states,
            answers=tuple(person.answers.get(name) for name in START_ANSWERS),
            equipment=person.equipment,
            cleared=person.cleared,
        )

    def step(self, state: PlanState, day: Day) -> PlanState:
        """The plan for the day after."""
        return self._adapt(self.protocol, state, day).value
