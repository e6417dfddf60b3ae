"""What must not happen to a person, worked out from the knowledge alone.

This is written apart from `care` on purpose and shares none of its code, so that a fault there
cannot hide itself here: conditions, contraindications, ceilings and work are read anew. Limits are
those of the shipped protocol, also when another one is tried; what either of the two forbids, is
forbidden.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from ischia.protocol.condition import All, Any, AtLeast, Condition, Test
from ischia.protocol.exercise import Exercise, State
from ischia.protocol.model import Disposition, Finding, Protocol

Value = str | float | frozenset[str]
Answers = Mapping[str, Value]
Holds = Callable[[Answers], int]
NEVER, PERHAPS, SURELY = 0, 1, 2
_FORBIDS = {"block", "swap", "clinician"}
_MINUTE_S = 60
_RESPONSES = {
    "extension": "repeated_extension_response",
    "flexion": "repeated_flexion_response",
    "side_glide": "side_glide_response",
}
_COMPARE = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "above": operator.gt,
    "below": operator.lt,
}


class Profile(Struct, frozen=True):
    """What bears on which exercises a person may do."""

    states: frozenset[str]
    cause: str
    eased: frozenset[str]
    worsened: frozenset[str]
    irritability: str
    cleared: bool


def profile_of(states: Iterable[str], answers: Answers, cause: str, *, cleared: bool) -> Profile:
    """What bears on a person's exercises: states, and the directions that ease or worsen."""
    told = [(direction, answers.get(name)) for direction, name in _RESPONSES.items()]
    return Profile(
        states=frozenset(states),
        cause=cause,
        eased=frozenset(d for d, said in told if said in ("centralises", "better")),
        worsened=frozenset(d for d, said in told if said in ("peripheralises", "worse")),
        irritability=str(answers.get("irritability", "")),
        cleared=cleared,
    )


class Yardstick:
    """The limits for one protocol, measured against the shipped one."""

    def __init__(self, shipped: Protocol, own: Protocol) -> None:
        self.shipped = shipped
        self.number = shipped.parameter
        self.exercises = {**shipped.exercises, **own.exercises}
        self._protocols = (shipped,) if own is shipped else (shipped, own)
        self._states = [
            (state.id, reading(state.when, protocol.findings))
            for protocol in self._protocols
            for state in protocol.states.values()
            if state.when is not None
        ]
        self._flags = [
            (reading(rule.when, protocol.findings), (rule.if_unsure or rule.then).urgency,
             rule.then.urgency)
            for protocol in self._protocols
            for rule in protocol.red_flags.values()
        ]  # fmt: skip
        self.forbidden = lru_cache(maxsize=4096)(self._forbidden)
        self.ceiling = lru_cache(maxsize=4096)(self._ceiling)

    def states(self, answers: Answers) -> frozenset[str]:
        """The states that these answers show."""
        return frozenset(name for name, holds in self._states if holds(answers) == SURELY)

    def _forbidden(self, profile: Profile, stage: str) -> frozenset[str]:
        """Every exercise that must not be done: by a state, or by its direction."""
        found = {e.id for e in self.exercises.values() if e.direction in profile.worsened}
        forbids = _FORBIDS - {"clinician"} if profile.cleared else _FORBIDS
        for protocol in self._protocols:
            states = [s for s in protocol.states.values() if _applies(s, profile, stage)]
            for exercise in protocol.exercises.values():
                if any(_says(s, exercise, profile) & forbids for s in states):
                    found.add(exercise.id)
        return frozenset(found)

    def _ceiling(self, profile: Profile, stage: str) -> float:
        """The highest load level of a cause at a stage, with this irritability."""
        limits = [
            float(self.shipped.stages[stage].load_ceiling),
            *(
                float(program.load_ceiling)
                for program in self.shipped.programs.values()
                if program.cause == profile.cause and program.stage == stage
            ),
        ]
        if profile.irritability in ("high", "medium"):
            limits.append(self.number(f"irritability_{profile.irritability}_ceiling"))
        return min(limits)

    def work(self, name: str, sets: int, reps: int, hold_s: int, minutes: float) -> float:
        """Seconds of one dose on one side; lying down to ease the pain is no work."""
        exercise = self.exercises[name]
        if exercise.kind == "relaxation":
            return 0.0
        if minutes:
            return sets * minutes * _MINUTE_S
        return sets * max(1, reps) * (hold_s + exercise.dose.seconds_per_rep)

    def worst(self, answers: Answers) -> int:
        """The urgency of the most urgent red flag; 0 without one."""
        worst = 0
        for holds, if_unsure, then in self._flags:
            level = holds(answers)
            if level != NEVER:
                worst = max(worst, then if level == SURELY else if_unsure)
        return worst


def passes(worst: int, *, cleared: bool) -> bool:
    """Whether exercise is allowed: without a red flag, or with one that a clinician has seen."""
    return worst == 0 or (cleared and worst < Disposition.EMERGENCY_TODAY.urgency)


def _applies(state: State, profile: Profile, stage: str) -> bool:
    of_cause = state.of_cause == profile.cause
    at_stage = of_cause and (not state.of_stages or stage in state.of_stages)
    return at_stage or state.id in profile.states


def _says(state: State, exercise: Exercise, profile: Profile) -> set[str]:
    """What a state says of an exercise, by its features and of this very one. What only the cause
    objects to gives way to a direction that eases."""
    if state.of_cause and exercise.direction in profile.eased:
        return set()
    said: set[str] = {c.action for c in exercise.cautions if c.state == state.id}
    said.update(state.actions[f] for f in exercise.features if f in state.actions)
    if "any_exercise" in state.actions:
        said.add(state.actions["any_exercise"])
    return said


def reading(condition: Condition, findings: Mapping[str, Finding]) -> Holds:
    """How far a condition holds: never, perhaps (somebody was unsure), or surely."""
    match condition:
        case Test():
            return _reading_of_test(condition, findings[condition.finding])
        case All(of=parts):
            return _all([reading(part, findings) for part in parts])
        case Any(of=parts):
            return _nth([reading(part, findings) for part in parts], 1)
        case AtLeast(count=count, of=parts):
            return _nth([reading(part, findings) for part in parts], count)
        case _:
            raise TypeError(f"{condition!r} does not stand in a red flag or a state")


def _all(parts: Sequence[Holds]) -> Holds:
    def holds(answers: Answers) -> int:
        level = SURELY
        for part in parts:
            level = min(level, part(answers))
            if level == NEVER:
                return NEVER
        return level

    return holds


def _nth(parts: Sequence[Holds], count: int) -> Holds:
    def holds(answers: Answers) -> int:
        levels = sorted([part(answers) for part in parts], reverse=True)
        return levels[count - 1]

    return holds


def _reading_of_test(test: Test, finding: Finding) -> Holds:
    name, values = test.finding, frozenset(test.values)
    unanswered = SURELY if finding.reassuring and values == frozenset(("no",)) else NEVER
    compare = _COMPARE.get(test.op)

    def holds(answers: Answers) -> int:
        answer = answers.get(name)
        if answer is None:
            return unanswered
        if answer == "unsure":
            return PERHAPS
        if compare is not None:
            return SURELY if isinstance(answer, float) and compare(answer, test.number) else NEVER
        marked = {answer} if isinstance(answer, str) else _sideless(answer)
        return SURELY if not values.isdisjoint(marked) else NEVER

    return holds


def _sideless(regions: Value) -> set[str]:
    """Body regions without their side; a number marks none."""
    if not isinstance(regions, frozenset):
        return set()
    return {region.removeprefix("left_").removeprefix("right_") for region in regions}
