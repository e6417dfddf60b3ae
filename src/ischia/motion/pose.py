"""A movement through time: the placed body at any moment of one repetition.

The left side works; `camera.mirrored` gives the same with the right.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from ischia.motion.contact import Limits, Placed, place
from ischia.motion.skeleton import Body, bound_points, coordinates, plain
from ischia.protocol.model import Protocol
from ischia.protocol.movement import COORDINATES, Look, Movement, Phase, Pose, Rest

GROUND, PLACE = "floor", "place"
SWEEP = 6  # steps in which a hold is looked for, so that no joint flips over


@dataclass(frozen=True)
class Moment:
    """One instant of a repetition: seconds since its start, the phase, and the body."""

    t: float
    phase: int
    body: Placed


@dataclass(frozen=True)
class Course:
    """A movement made ready to be placed: every pose whole, with its sides spelt out."""

    movement: Movement
    phases: tuple[Phase, ...]
    start: Pose
    targets: tuple[Pose, ...]
    start_rests: tuple[Rest, ...]
    rests: tuple[Rest, ...]
    props: tuple[str, ...]
    limits: Limits

    @property
    def seconds(self) -> float:
        return sum(phase.seconds for phase in self.phases)


def course(protocol: Protocol, movement: Movement | str, fault: str = "") -> Course:
    """The poses of a movement (or of an exercise's); with `fault`, as it is done wrong.

    Raises `KeyError` for an exercise without a movement or a fault without a look.
    """
    movement = protocol.movements[movement] if isinstance(movement, str) else movement
    posture = protocol.postures[movement.posture]
    look = movement.faults[fault] if fault else None
    start = {**coordinates(posture.pose), **coordinates(movement.start)}
    reached = dict(start)
    targets: list[Pose] = []
    phases = _staying(movement.phases, look)
    for phase in phases:
        back = phase.part == "return" and not phase.pose
        reached = dict(start) if back else {**reached, **coordinates(phase.pose)}
        targets.append(_faulty(reached, look, phase))
    if look and not look.part:
        start = {**start, **coordinates(look.pose)}
    first = _over(posture.rests, movement.start_rests)
    wrong = look.rests if look else ()
    return Course(
        movement=movement,
        phases=tuple(_paced(phase, look) for phase in phases),
        start=start,
        targets=tuple(targets),
        start_rests=_over(first, wrong) if look and not look.part else first,
        rests=_over(_over(first, movement.rests), wrong),
        props=(*posture.props, *movement.props),
        limits=limits(protocol),
    )


def limits(protocol: Protocol) -> Limits:
    """How far each coordinate goes, both sides spelt out, degrees."""
    found = {name: protocol.joint_range(name) for name in COORDINATES}
    return {name: span for name, span in found.items() if span}


def _staying(phases: tuple[Phase, ...], look: Look | None) -> tuple[Phase, ...]:
    """With a stay at the target, where done wrong means staying there."""
    if look is None or look.stays == 0:
        return phases
    back = next((n for n, phase in enumerate(phases) if phase.part == "return"), len(phases))
    stay = Phase(name="stay", part="hold", seconds=look.stays)
    return (*phases[:back], stay, *phases[back:])


def _paced(phase: Phase, look: Look | None) -> Phase:
    """A phase in the time that it takes when done wrong."""
    if look is None or look.pace == 1 or look.part not in ("", phase.part):
        return phase
    return replace(phase, seconds=phase.seconds * look.pace)


def _over(rests: tuple[Rest, ...], own: tuple[Rest, ...]) -> tuple[Rest, ...]:
    """Rests with some replaced: those on the same point, whichever side is said."""
    points = {plain(rest.point) for rest in own}
    whole = (*(rest for rest in rests if plain(rest.point) not in points), *own)
    return tuple(rest for rest in whole if rest.onto != "nothing")


def _faulty(pose: Pose, look: Look | None, phase: Phase) -> Pose:
    """A pose with the fault laid over it; what is held wrong is also reached wrong."""
    if look is None or (phase.part == "return" and look.part not in ("", "return")):
        return dict(pose)
    hit = look.part in ("", phase.part) or (look.part == "hold" and phase.part == "reach")
    return {**pose, **coordinates(look.pose)} if hit else dict(pose)


def begin(body: Body, path: Course) -> Placed:
    """The body in the start pose."""
    return place(body, path.start, path.start_rests, free=path.movement.free, limits=path.limits)


def moments(body: Body, path: Course, *, per_second: float = 8, depth: float = 1.0) -> list[Moment]:
    """One repetition, `per_second` instants a second; `depth` is the share of the way gone."""
    home = begin(body, path)
    found = [Moment(0.0, 0, home)]
    from_start = kept(path)
    last, t = home.pose, 0.0
    for number, (phase, whole) in enumerate(zip(path.phases, path.targets, strict=True)):
        goal = _part_way(home.pose, _settled(whole, path.start, home.pose), depth)
        ends = number in (0, len(path.phases) - 1)
        if number == 0:
            goal = _reaching(body, path, goal, home)
        steps = max(1, round(phase.seconds * per_second)) if goal != last else 1
        for step in range(1, steps + 1):
            held = from_start if ends and (number or step < steps) else path.rests
            pose = _part_way(last, goal, smooth(step / steps))
            now = _at(body, path, pose, held, home, found[-1].body)
            found.append(Moment(t + phase.seconds * step / steps, number, now))
        last = found[-1].body.pose if number + 2 == len(path.phases) else goal
        t += phase.seconds
    return found


def _at(
    body: Body, path: Course, pose: Pose, rests: tuple[Rest, ...], home: Placed, near: Placed
) -> Placed:
    return place(
        body, pose, rests, free=path.movement.free, start=home, near=near, limits=path.limits
    )


def kept(path: Course) -> tuple[Rest, ...]:
    """The rests that are there from the start: hands that take hold come to it on the way."""
    first = {held for rest in path.start_rests for held in _held(rest)}
    return tuple(rest for rest in path.rests if rest.onto == PLACE or first.issuperset(_held(rest)))


def _held(rest: Rest) -> set[tuple[str, str]]:
    onto = GROUND if rest.onto in (GROUND, PLACE) else rest.onto
    return {(point, onto) for point in bound_points(rest.point)}


def _reaching(body: Body, path: Course, goal: Pose, home: Placed) -> Pose:
    """A pose with the hands already where they take hold, so that they get there in one sweep."""
    if kept(path) == path.rests:
        return goal
    now = home
    for step in range(1, SWEEP + 1):
        pose = _part_way(home.pose, goal, step / SWEEP)
        now = _at(body, path, pose, path.rests, home, now)
    return goal | now.pose


def smooth(share: float) -> float:
    """The minimum-jerk path from 0 to 1 (Flash and Hogan 1985)."""
    return share**3 * (10 - 15 * share + 6 * share * share)


def _settled(goal: Pose, start: Pose, home: Pose) -> Pose:
    """A pose in which what does not leave the start stays as it lay there."""
    changed = {n: d for n, d in goal.items() if d != start.get(n, 0.0)}
    return {**start, **home, **changed}


def _part_way(start: Pose, goal: Pose, share: float) -> Pose:
    names = {**start, **goal}
    return {n: (1 - share) * start.get(n, 0.0) + share * goal.get(n, 0.0) for n in names}
