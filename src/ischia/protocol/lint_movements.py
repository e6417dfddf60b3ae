"""The clinical lint of movements: every joint within what joints do, every name known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.movement import (
    COORDINATES,
    LIMB_COORDINATES,
    MEASURES,
    MIDDLE_POINTS,
    NEEDS,
    ONE_TINTS,
    PROPS,
    ROLES,
    SIDED_POINTS,
    SIDED_TINTS,
    SIDES,
    TIMED_MEASURES,
    Look,
    Movement,
    Pose,
    Posture,
    Rest,
)  # fmt: skip
from ischia.protocol.problems import nearest

MOVEMENTS, POSTURES = "movements", "postures"
NEAR = "_near"
PLACES = ("floor", "place", "wall", "nothing")
SPELT = {*COORDINATES, *LIMB_COORDINATES, *(n + r for n in LIMB_COORDINATES for r in ROLES)}
POINTS = {
    *MIDDLE_POINTS, *SIDED_POINTS, *(n + s for n in SIDED_POINTS for s in (*SIDES, *ROLES)),
}  # fmt: skip
TINTED = {*ONE_TINTS, *SIDED_TINTS, *(n + r for n in SIDED_TINTS for r in ROLES)}
MEASURED = {*MEASURES, *TIMED_MEASURES, *(n + s for n in MEASURES for s in (*SIDES, *ROLES, NEAR))}


def check_movements(protocol: Protocol) -> Iterator[Fault]:
    """Postures and movements: names known, angles possible, phases that end, faults that exist."""
    for posture in protocol.postures.values():
        yield from _check_poses(protocol, POSTURES, posture.id, [("pose", posture.pose)])
        yield from _check_rests(POSTURES, posture)
        yield from _check_words(POSTURES, posture.id, "props", posture.props, PROPS)
    for movement in protocol.movements.values():
        yield from _check_movement(protocol, movement)
    if protocol.movements:
        for name in protocol.exercises:
            if name not in protocol.movements:
                fault = "this exercise has no movement"
                yield Fault("exercises", name, "", fault, "add movements/.../" + name + ".yaml")


def _check_movement(protocol: Protocol, movement: Movement) -> Iterator[Fault]:
    exercise = protocol.exercises.get(movement.id)
    if exercise is None:
        fault = (
            f"there is no exercise {movement.id}{nearest(movement.id, list(protocol.exercises))}"
        )
        yield Fault(MOVEMENTS, movement.id, "id", fault, "use an exercise's id")
        return
    yield from check_specification(protocol, movement)
    known_faults = {fault.id for fault in exercise.faults}
    for name, look in movement.faults.items():
        if name not in known_faults:
            fault = f"the exercise has no fault {name}{nearest(name, sorted(known_faults))}"
            yield Fault(MOVEMENTS, movement.id, "faults", fault, "use a fault of the exercise")
        yield from _check_look(movement, name, look)


def check_specification(protocol: Protocol, movement: Movement) -> Iterator[Fault]:
    """The movement by itself, whether or not the protocol has an exercise for it."""
    if movement.posture not in protocol.postures:
        fault = f"there is no posture {movement.posture}"
        known = ", ".join(protocol.postures)
        yield Fault(MOVEMENTS, movement.id, "posture", fault, f"use one of: {known}")
    poses = [("start", movement.start), *((f"phases.{p.name}", p.pose) for p in movement.phases)]
    poses += [(f"faults.{name}", look.pose) for name, look in movement.faults.items()]
    yield from _check_poses(protocol, MOVEMENTS, movement.id, poses)
    yield from _check_rests(MOVEMENTS, movement)
    yield from _check_phases(movement)
    yield from _check_signal(movement)
    for field, given, known in (
        ("props", movement.props, PROPS),
        ("tint", movement.tint, TINTED),
        ("needs", movement.needs, NEEDS),
        ("free", movement.free, SPELT),
    ):
        yield from _check_words(MOVEMENTS, movement.id, field, given, known)


def _check_poses(
    protocol: Protocol, kind: str, item: str, poses: Iterable[tuple[str, Pose]]
) -> Iterator[Fault]:
    for field, pose in poses:
        for name, degrees in pose.items():
            if name not in SPELT:
                fault = f"there is no coordinate {name}{nearest(name, sorted(SPELT))}"
                yield Fault(kind, item, field, fault, "use a coordinate of the skeleton")
                continue
            limits = protocol.joint_range(name)
            if limits and not limits[0] <= degrees <= limits[1]:
                fault = f"{name} {degrees:g} is beyond {limits[0]:g} to {limits[1]:g}"
                yield Fault(kind, item, field, fault, "stay within the joint's range")


def _check_rests(kind: str, item: Posture | Movement) -> Iterator[Fault]:
    rests: tuple[Rest, ...] = item.rests
    if isinstance(item, Movement):
        wrong = (rest for look in item.faults.values() for rest in look.rests)
        rests = (*item.start_rests, *rests, *wrong)
    for rest in rests:
        for name in (rest.point, rest.onto):
            if name not in POINTS and not (name == rest.onto and name in PLACES):
                fault = f"there is no point {name}{nearest(name, sorted(POINTS))}"
                yield Fault(kind, item.id, "rests", fault, "use a point of the skeleton")
        for name in rest.along:
            if name not in SPELT:
                fault = f"there is no coordinate {name}{nearest(name, sorted(SPELT))}"
                yield Fault(kind, item.id, "rests", fault, "use a coordinate of the skeleton")


def _check_words(
    kind: str, item: str, field: str, given: Iterable[str], known: Iterable[str]
) -> Iterator[Fault]:
    words = sorted(known)
    for name in given:
        if name not in words:
            fault = f"{name} is not known{nearest(name, words)}"
            yield Fault(kind, item, field, fault, f"use one of: {', '.join(words)}")


def _check_phases(movement: Movement) -> Iterator[Fault]:
    if not movement.phases:
        yield Fault(MOVEMENTS, movement.id, "phases", "there is none", "say how it goes")
        return
    for phase in movement.phases:
        if phase.seconds <= 0:
            fault = f"{phase.name} takes no time"
            yield Fault(MOVEMENTS, movement.id, "phases", fault, "give seconds above 0")
    parts = {phase.part for phase in movement.phases}
    if movement.rep in ("cycle", "hold") and not {"reach", "return"} <= parts:
        fault = "a repetition goes there and back"
        yield Fault(MOVEMENTS, movement.id, "phases", fault, "add a part reach and a part return")


def _check_signal(movement: Movement) -> Iterator[Fault]:
    counted = movement.rep in ("cycle", "hold", "still")
    if counted and not movement.signal:
        fault = f"a {movement.rep} needs something to be told by"
        yield Fault(MOVEMENTS, movement.id, "signal", fault, "name a measure, or use rep: timed")
    for name in movement.signal:
        if name not in MEASURED:
            fault = f"there is no measure {name}{nearest(name, sorted(MEASURED))}"
            yield Fault(MOVEMENTS, movement.id, "signal", fault, "use a measure")


def _check_look(movement: Movement, name: str, look: Look) -> Iterator[Fault]:
    field = f"faults.{name}"
    if look.measure not in MEASURED:
        fault = f"there is no measure {look.measure}{nearest(look.measure, sorted(MEASURED))}"
        yield Fault(MOVEMENTS, movement.id, field, fault, "use a measure")
    if (look.over is None) == (look.under is None):
        fault = "one of over and under is needed"
        yield Fault(MOVEMENTS, movement.id, field, fault, "give one of them")
    if look.pace <= 0:
        yield Fault(MOVEMENTS, movement.id, field, "its pace is not above 0", "give a share of 1")
    if look.stays < 0:
        yield Fault(MOVEMENTS, movement.id, field, "it stays for less than 0 s", "give seconds")
    if not look.pose and look.measure not in TIMED_MEASURES:
        yield Fault(MOVEMENTS, movement.id, field, "it has no pose", "say what it looks like")
