"""What limits a person's exercises: states derived from answers, given by hand, or by the cause.

Several states combine by the strictest action for each feature of an exercise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from msgspec import Struct

from ischia.care.evaluate import YES, Answers, Level, compile_said
from ischia.protocol.exercise import ACTIONS, Exercise
from ischia.protocol.model import Protocol, State

ANY_EXERCISE = "any_exercise"
BLOCK, CLINICIAN, SWAP, MODIFY, OK = ACTIONS


class Objection(Struct, frozen=True):
    """What a state says against an exercise: how strictly, why, and what to do instead."""

    state: str
    action: str
    reason: str
    source: tuple[str, ...]
    swap: str = ""


class Situations:
    """Derives states and looks up what they object to; prepared once for a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._derived: list[tuple[str, Level]] = [
            (state.id, compile_said(state.when, protocol))
            for state in protocol.states.values()
            if state.when is not None
        ]
        self._table = {
            exercise.id: {
                state.id: found
                for state in protocol.states.values()
                if (found := tuple(_objections(exercise, state)))
            }
            for exercise in protocol.exercises.values()
        }

    def states(
        self, answers: Answers, given: Iterable[str], cause: str, stage: str
    ) -> tuple[str, ...]:
        """Every state that applies, each once, in the protocol's order."""
        applies = set(given)
        applies.update(name for name, holds in self._derived if holds(answers) == YES)
        for state in self._protocol.states.values():
            if state.of_cause == cause and (not state.of_stages or stage in state.of_stages):
                applies.add(state.id)
        return tuple(name for name in self._protocol.states if name in applies)

    def objections(self, exercise_id: str, states: Iterable[str]) -> list[Objection]:
        """What the states say against an exercise, the strictest first."""
        table = self._table[exercise_id]
        found = [o for state in states if state in table for o in table[state]]
        return sorted(found, key=lambda objection: ACTIONS.index(objection.action))


def _objections(exercise: Exercise, state: State) -> Iterable[Objection]:
    actions = cast("Mapping[str, str]", state.actions)
    features = (*exercise.features, ANY_EXERCISE)
    named = [actions[feature] for feature in features if feature in actions]
    strictest = min(named, key=ACTIONS.index, default=OK)
    cautions = [c for c in exercise.cautions if c.state == state.id and c.action != OK]
    if strictest != OK and not (strictest == MODIFY and cautions):
        yield Objection(state.id, strictest, state.reason, state.source)  # else said more exactly
    for caution in cautions:
        yield Objection(state.id, caution.action, caution.reason, caution.source, caution.swap)
