"""Every cause, at every stage, with no state, each and each pair: is there a program, or a reason?

What must not be prescribed is read here from the protocol again, and not taken from the planner.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from ischia.care.decision import Decision
from ischia.care.person import UNKNOWN, Person
from ischia.care.program import Plan, Planner
from ischia.care.screening import Screening
from ischia.protocol.exercise import STAGES, Exercise
from ischia.protocol.model import CAUSES, Disposition, Protocol, State

PASSED = Screening(
    disposition=Disposition.SELF_CARE,
    complete=True,
    current=True,
    allows_exercise=True,
    open_rules=(),
)
STRICT = ("block", "clinician", "swap")
States = tuple[str, ...]
EVERY_CAUSE = (*CAUSES, UNKNOWN)


class Tally(Struct, frozen=True, kw_only=True):
    """How many combinations of one cause ended how, over all its stages.

    `least` is the fewest different exercises in a day's program. `faults` names the combinations
    that have neither a program nor a reason, or that hold something contraindicated.
    """

    cause: str
    combinations: int
    program: int
    reason: int
    neither: int
    contraindicated: int
    least: int
    faults: tuple[str, ...]


def sets_of_states(protocol: Protocol) -> Iterator[States]:
    """No state, each single one, each pair."""
    names = list(protocol.states)
    yield ()
    for count in (1, 2):
        yield from itertools.combinations(names, count)


def tally(planner: Planner, cause: str) -> Tally:
    """One cause through all of them. Without a fault `neither` and `contraindicated` are 0."""
    seen = {"program": 0, "reason": 0, "neither": 0}
    wrong: list[str] = []
    faults: list[str] = []
    least = len(planner.protocol.exercises)
    for stage, states in itertools.product(STAGES, sets_of_states(planner.protocol)):
        decision = planner.plan(_person(cause, stage, states))
        where = f"{cause}, {stage}, {' + '.join(states) or 'no state'}"
        outcome = _outcome(decision)
        seen[outcome] += 1
        if outcome == "neither":
            faults.append(f"{where}: neither a program nor a reason")
        exercises = exercises_of(decision.value)
        if exercises:
            least = min(least, len(exercises))
        found = list(contraindicated(planner.protocol, cause, stage, states, exercises))
        wrong.extend(found)
        faults.extend(f"{where}: {text}" for text in found)
    return Tally(
        cause=cause,
        combinations=sum(seen.values()),
        program=seen["program"],
        reason=seen["reason"],
        neither=seen["neither"],
        contraindicated=len(wrong),
        least=least,
        faults=tuple(faults),
    )


def _person(cause: str, stage: str, states: States) -> Person:
    """Nothing but what is combined: the safety questions passed, usual things at hand."""
    return Person(
        screening=Decision(PASSED, ()), answers={}, cause=cause, stage=stage, states=states
    )


def _outcome(decision: Decision[Plan]) -> str:
    if decision.value.sessions:
        return "program"
    asked = {reason.rule for reason in decision.reasons} & set(Disposition)
    return "reason" if asked else "neither"


def exercises_of(plan: Plan) -> set[str]:
    """The different exercises of a day."""
    return {item.exercise for session in plan.sessions for item in session.items}


def contraindicated(
    protocol: Protocol, cause: str, stage: str, states: States, exercises: set[str]
) -> Iterator[str]:
    """What is prescribed although a state of the person or of the cause forbids it."""
    for state in protocol.states.values():
        at_stage = not state.of_stages or stage in state.of_stages
        if state.id in states or (state.of_cause == cause and at_stage):
            for name in sorted(exercises):
                if _forbids(state, protocol.exercises[name]):
                    yield f"{name} is forbidden by {state.id}"


def _forbids(state: State, exercise: Exercise) -> bool:
    actions = cast("dict[str, str]", state.actions)
    of_features = [actions.get(name) for name in (*exercise.features, "any_exercise")]
    said = [caution.action for caution in exercise.cautions if caution.state == state.id]
    return any(action in STRICT for action in (*of_features, *said))
