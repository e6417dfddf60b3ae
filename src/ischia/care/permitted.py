"""Which exercises a person may do at a stage, with which changes, and why not the others.

An exercise is refused because its direction sends the pain down the leg, by a state that forbids
it, by the program and its load ceiling, or because something is missing that it needs.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from msgspec import Struct

from ischia.care import sayings
from ischia.care.directions import RESPONSES, responses, tried_in
from ischia.care.person import Person, irritability
from ischia.care.situation import BLOCK, CLINICIAN, MODIFY, SWAP, Objection, Situations
from ischia.protocol.exercise import Exercise, Program, Stage
from ischia.protocol.model import Protocol

SPARED = ("none", "mat")  # without a mat a carpet, a blanket or a bed does
USUAL_THINGS = frozenset(("mat", "chair", "wall", "towel", "cushion"))
_STRICT = (BLOCK, CLINICIAN, SWAP)


class Refusal(Struct, frozen=True):
    """An exercise that the program would have used, and why not for this person."""

    exercise: str
    why: str
    source: tuple[str, ...] = ()


class Permitted:
    """What one person may do at one stage. Keeps what it refused, and why."""

    def __init__(
        self,
        protocol: Protocol,
        situations: Situations,
        person: Person,
        program: Program,
        stage: Stage,
        states: tuple[str, ...],
    ) -> None:
        self.protocol, self.situations = protocol, situations
        self.person, self.program, self.stage, self.states = person, program, stage, states
        self.refused: dict[str, Refusal] = {}
        limits = [protocol.states[name] for name in states]
        self.eased, self.worsened = responses(person.answers, limits)
        self.directional = frozenset(state.id for state in limits if tried_in(state))
        self.ceiling = min(program.load_ceiling, stage.load_ceiling, self._irritability_ceiling())

    @property
    def no_direction(self) -> bool:
        """Two directions make it worse, or those that were tried change nothing."""
        tried = [finding for finding, _ in RESPONSES if finding in self.person.answers]
        nothing_helps = len(tried) > 1 and not self.eased
        return len(self.worsened) > 1 or nothing_helps

    def changes(self, exercise: Exercise) -> list[Objection] | None:
        """The changes that an exercise needs (often none); None when it is refused, and noted."""
        found = self.situations.objections(exercise.id, self.states)
        why = self._refusal_by_state(exercise, found) or self._refusal(exercise)
        if why is not None:
            self.refused.setdefault(exercise.id, why)
            return None
        return [o for o in found if o.action == MODIFY or self._gives_way(o, exercise)]

    def _refusal_by_state(self, exercise: Exercise, found: list[Objection]) -> Refusal | None:
        """What the person's own body or states say against it."""
        if exercise.direction in self.worsened:
            return Refusal(exercise.id, sayings.FURTHER_DOWN)
        for one in found:
            if one.action in _STRICT and not self._gives_way(one, exercise):
                asks = sayings.CLINICIAN_CAN_ALLOW if one.action == CLINICIAN else "{reason}"
                return Refusal(exercise.id, asks.format(reason=one.reason), one.source)
        halves = {o.state for o in found if o.state in self.directional and self._is_own(o)}
        return Refusal(exercise.id, sayings.BOTH_WAYS) if len(halves) > 1 else None

    def _is_own(self, objection: Objection) -> bool:
        """Whether it was written for the exercise, not for a feature of it."""
        return objection.reason != self.protocol.states[objection.state].reason

    def _gives_way(self, objection: Objection, exercise: Exercise) -> bool:
        """What a clinician has cleared; and what only the cause objects to, where it eases."""
        if objection.action == CLINICIAN and self.person.cleared:
            return True
        from_cause = self.protocol.states[objection.state].of_cause != ""
        return from_cause and exercise.direction in self.eased

    def _refusal(self, exercise: Exercise) -> Refusal | None:
        """Reasons that do not come from states."""
        if exercise.id in self.program.avoid and exercise.direction not in self.eased:
            return Refusal(exercise.id, sayings.NOT_AT_THIS_STAGE, self.program.source)
        if exercise.load_level > self.ceiling:
            return Refusal(exercise.id, sayings.TOO_HEAVY, self.stage.source)
        missing = self._missing(exercise.equipment)
        if missing:
            return Refusal(exercise.id, sayings.YOU_WOULD_NEED.format(things=", ".join(missing)))
        return None

    def _missing(self, needed: Iterable[str]) -> list[str]:
        have = USUAL_THINGS if self.person.equipment is None else self.person.equipment
        return [thing for thing in needed if thing not in SPARED and thing not in have]

    def alters(self, changes: Iterable[Objection]) -> bool:
        """Whether anything is to be done otherwise than usual; where or how to lie is no matter."""
        states = self.protocol.states
        return any(self._is_own(one) or not states[one.state].how for one in changes)

    def neighbour(self, names: Iterable[str], taken: Container[str]) -> str:
        """The first easier or harder exercise that no state forbids, that can be done here and that
        is not in the session already."""
        for name in names:
            if name in taken:
                continue
            exercise = self.protocol.exercises[name]
            found = self.situations.objections(name, self.states)
            strict = any(o.action in _STRICT and not self._gives_way(o, exercise) for o in found)
            unwise = exercise.direction in self.worsened or self._missing(exercise.equipment)
            if not strict and not unwise:
                return name
        return ""

    def _irritability_ceiling(self) -> float:
        level = irritability(self.person)
        if level in ("high", "medium"):
            return self.protocol.parameter(f"irritability_{level}_ceiling")
        return float(self.stage.load_ceiling)
