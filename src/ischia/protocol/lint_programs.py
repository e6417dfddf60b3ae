"""The part of the lint that reads exercises, states, stages and programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ischia.protocol.base import CAUSES
from ischia.protocol.exercise import STAGES, Dose, Exercise, Program, State
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

UNKNOWN = "unknown"
EQUIPMENT = (
    "none", "mat", "chair", "wall", "step", "band", "towel", "ball", "bike", "pool", "cushion",
    "stick",
)  # fmt: skip
_LEVELS = range(1, 6)
_STRICT = ("block", "clinician", "swap")
_LYING_SO = {"supine": "supine_long", "prone": "prone", "quadruped": "kneeling"}
_FEWEST_STEPS = 3
_NO_FORM = ("aerobic", "relaxation")


def check_programs(protocol: Protocol) -> Iterator[Fault]:
    """Exercises can be done as written, and programs name what exists and is allowed."""
    for exercise in protocol.exercises.values():
        yield from _check_exercise(protocol, exercise)
        yield from _check_ladder(protocol, exercise)
    for state in protocol.states.values():
        if state.of_cause and state.of_cause not in CAUSES:
            yield Fault("states", state.id, "of_cause", "no such cause", "use one of the six")
    for stage in STAGES:
        if stage not in protocol.stages:
            yield Fault("stages", stage, "", "this stage is missing", "add its file")
    for cause in (*CAUSES, UNKNOWN):
        for stage in STAGES:
            if not any(p.cause == cause and p.stage == stage for p in protocol.programs.values()):
                program = f"{cause}_{stage}"
                yield Fault("programs", program, "", "this program is missing", "add its file")
    for program in protocol.programs.values():
        yield from _check_program(protocol, program)
        yield from _check_reasons(program)


def _check_exercise(protocol: Protocol, exercise: Exercise) -> Iterator[Fault]:
    for field, text, remedy in (
        *_faults_in_itself(exercise),
        *_faults_of_suits(protocol, exercise),
        *_faults_of_cautions(protocol, exercise),
        *_faults_of_position(protocol, exercise),
    ):
        yield Fault("exercises", exercise.id, field, text, remedy)


Fields = tuple[str, str, str]


def _faults_in_itself(exercise: Exercise) -> Iterator[Fields]:
    if exercise.load_level not in _LEVELS:
        yield "load_level", "a load level is 1 to 5", "correct it"
    if len(exercise.steps) < _FEWEST_STEPS:
        yield "steps", "too few steps to do it by", "describe start, movement and return"
    if not exercise.faults and exercise.kind not in _NO_FORM:
        yield "faults", "no fault is named, so nothing can be coached", "add one with a cue"
    for thing in exercise.equipment:
        if thing not in EQUIPMENT:
            text = f"{thing!r} is not a word for equipment{nearest(thing, EQUIPMENT)}"
            yield "equipment", text, f"use one of: {', '.join(EQUIPMENT)}"
    if not _possible(exercise.dose):
        yield "dose", "a dose goes from start up to goal and is not empty", "correct it"


def _faults_of_suits(protocol: Protocol, exercise: Exercise) -> Iterator[Fields]:
    for sign in exercise.stop_if:
        if sign not in protocol.stop_signs:
            hint = nearest(sign, list(protocol.stop_signs))
            yield "stop_if", f"{sign!r} is not a stop sign{hint}", "correct it, or add its file"
    for suit in exercise.suits:
        if suit.cause not in (*CAUSES, UNKNOWN):
            yield "suits", f"{suit.cause!r} is not a cause", "use one of the six or unknown"


def _faults_of_cautions(protocol: Protocol, exercise: Exercise) -> Iterator[Fields]:
    for caution in exercise.cautions:
        if caution.state not in protocol.states:
            hint = nearest(caution.state, list(protocol.states))
            yield "cautions", f"{caution.state!r} is not a state{hint}", "correct the state"
        if caution.swap and caution.swap not in protocol.exercises:
            hint = nearest(caution.swap, list(protocol.exercises))
            yield "cautions", f"swap {caution.swap!r} is no exercise{hint}", "correct it"
        if (caution.action == "swap") != bool(caution.swap):
            yield "cautions", "swap needs an exercise to swap to", "add swap, or use block"


def _faults_of_position(protocol: Protocol, exercise: Exercise) -> Iterator[Fields]:
    """A state that forbids lying so for long is answered by every exercise that begins so."""
    for position, feature in _LYING_SO.items():
        if not exercise.position.startswith(position) or feature in exercise.features:
            continue
        answered = {caution.state for caution in exercise.cautions}
        for state in protocol.states.values():
            actions = cast("dict[str, str]", state.actions)
            if actions.get(feature) in _STRICT and state.id not in answered:
                text = f"it is done {position}, and {state.id} forbids {feature}"
                yield "cautions", text, f"add a caution for {state.id}, or the feature"


def _possible(dose: Dose) -> bool:
    spans = (dose.sets, dose.reps, dose.hold_s, dose.minutes)
    return all(0 <= start <= goal for start, goal in spans) and dose.reps[1] + dose.minutes[1] > 0


def _check_ladder(protocol: Protocol, exercise: Exercise) -> Iterator[Fault]:
    """Every step of a ladder exists; a harder one is no lighter, an easier one no heavier."""
    for field, names, sign in (
        ("progressions", exercise.progressions, 1),
        ("regressions", exercise.regressions, -1),
    ):
        for name in names:
            other = protocol.exercises.get(name)
            if other is None:
                hint = nearest(name, list(protocol.exercises))
                text = f"{name!r} is not an exercise{hint}"
                yield Fault("exercises", exercise.id, field, text, "correct the id")
            elif sign * (other.load_level - exercise.load_level) < 0:
                text = f"{name} has load level {other.load_level}, this one {exercise.load_level}"
                yield Fault("exercises", exercise.id, field, text, "move it to the other list")


def _check_reasons(program: Program) -> Iterator[Fault]:
    for role in program.roles:
        for name in sorted(role.why_for.keys() - set(role.candidates)):
            text = f"why_for names {name!r}, which is no candidate of the role"
            yield Fault("programs", program.id, "roles", text, "correct the id")


def _check_program(protocol: Protocol, program: Program) -> Iterator[Fault]:
    if program.cause not in (*CAUSES, UNKNOWN):
        yield Fault("programs", program.id, "cause", "no such cause", "use one of the six")
    if not program.roles:
        yield Fault("programs", program.id, "roles", "an empty program", "add roles")
    for role in program.roles:
        for name in role.candidates:
            exercise = protocol.exercises.get(name)
            if exercise is None:
                hint = nearest(name, list(protocol.exercises))
                text = f"{name!r} is not an exercise{hint}"
                yield Fault("programs", program.id, "roles", text, "correct the id")
                continue
            if name in program.avoid:
                text = f"{name} is prescribed and avoided"
                yield Fault("programs", program.id, "avoid", text, "choose one")
            for state in _forbidding(protocol, program, exercise):
                text = f"{name} is contraindicated by {state}, which this cause brings with it"
                yield Fault("programs", program.id, "roles", text, "choose another candidate")
    for name in program.avoid:
        if name not in protocol.exercises:
            text = f"{name!r} is not an exercise{nearest(name, list(protocol.exercises))}"
            yield Fault("programs", program.id, "avoid", text, "correct the id")


def _forbidding(protocol: Protocol, program: Program, exercise: Exercise) -> Iterator[str]:
    for state in protocol.states.values():
        at_this_stage = not state.of_stages or program.stage in state.of_stages
        if state.of_cause == program.cause and at_this_stage and _blocks(state, exercise):
            yield state.id


def _blocks(state: State, exercise: Exercise) -> bool:
    actions = cast("dict[str, str]", state.actions)
    by_feature = any(actions.get(feature) == "block" for feature in exercise.features)
    cautions = [c for c in exercise.cautions if c.state == state.id]
    return by_feature or any(caution.action == "block" for caution in cautions)
