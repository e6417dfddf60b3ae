"""What the tracker watches for, measured on the movement's own figure.

Nothing is typed twice: the start, the targets and the faults of a plan are the measures of the
drawn person, seen by an ideal camera at the movement's best view. The plan is described in
docs/reference/tracker.md.
"""

from __future__ import annotations

from typing import Any

from ischia.motion.camera import VIEWS, Camera, camera, mirrored
from ischia.motion.common_faults import common_faults
from ischia.motion.kinematics import Points
from ischia.motion.landmarks import LANDMARKS
from ischia.motion.learned_plan import learned_plan
from ischia.motion.pose import Moment, course, moments
from ischia.motion.settings import tracker_settings
from ischia.motion.skeleton import Body as Build
from ischia.motion.tracker.body import Body
from ischia.motion.tracker.measures import measure
from ischia.motion.tracker.sight import width
from ischia.protocol.exercise import Exercise, Fault
from ischia.protocol.model import Protocol
from ischia.protocol.movement import TIMED_MEASURES, Look, Movement

Plan = dict[str, Any]
Seen = list[tuple[float, float, float, float]]
NEAR, FAR = 1.0, 0.9  # visibilities: which side is the near one
WORK, OTHER = "_r", "_l"
POSTURE = ("trunk_inclination", "thigh_inclination_r", "thigh_inclination_l")


def ideal_camera(movement: Movement) -> Camera:
    """Square to the movement: from the side, or from the front where that is the best view."""
    view = movement.view if movement.view in ("front", "feet") else "side"
    turn, tilt = VIEWS[view]
    return camera(view, turn=(90 if view != "side" else 0) - turn, tilt=-tilt)


def landmarks_of(points: Points, looking: Camera) -> Seen:
    """The 17 landmarks of a placed body in a picture: x right, y down, metres."""
    seen: Seen = []
    for name in LANDMARKS:
        x, y = looking.flat(points[name])
        seen.append((x, -y, 0.0, FAR if name.endswith(OTHER) else NEAR))
    return seen


def tracker_plan(protocol: Protocol, exercise: str, hold_s: float = 0) -> Plan:
    """The plan for an exercise, held for `hold_s` seconds. Raises `KeyError` without a movement."""
    movement = protocol.movements[exercise]
    return plan_of(protocol, movement, protocol.exercises.get(exercise), hold_s)


def plan_of(
    protocol: Protocol, movement: Movement, exercise: Exercise | None, hold_s: float = 0
) -> Plan:
    """The plan for a movement, whether or not the protocol holds it."""
    looking = ideal_camera(movement)
    steps = _bodies(protocol, movement, looking)
    start, target = steps[0][1], steps[_target(movement, [m for m, _ in steps])][1]
    plan: Plan = {
        "exercise": movement.id,
        "rep": movement.rep,
        "laterality": movement.laterality,
        "space": "image",
        "view": "front" if movement.view in ("front", "feet") else "side",
        "signal": [_span(name, start, target) for name in movement.signal],
        "posture": [_passed(name, [body for _, body in steps]) for name in POSTURE],
        "needs": list(movement.needs),
        "faults": [
            _fault(fault, movement.faults[fault.id], start, target)
            for fault in (exercise.faults if exercise else ())
            if fault.id in movement.faults
        ],
        "settings": tracker_settings(protocol),
    }
    if movement.learned:
        plan |= learned_plan(movement.learned, plan)
    plan["faults"] += common_faults(protocol, plan)
    if not movement.learned:
        plan["gap"] = width(start.points)
    if hold_s:
        plan["hold_s"] = hold_s
    return plan


def _bodies(protocol: Protocol, movement: Movement, looking: Camera) -> list[tuple[Moment, Body]]:
    path = course(protocol, movement)
    found = moments(Build.of(), path, per_second=4)
    return [
        (m, Body(landmarks_of(mirrored(m.body.points), looking), "image", 1, WORK[-1]))
        for m in found
    ]


def _target(movement: Movement, found: list[Moment]) -> int:
    """The instant where the way out ends."""
    out = [n for n, m in enumerate(found) if movement.phases[m.phase].part != "return"]
    return out[-1]


def value(body: Body, name: str) -> float:
    """A measure of the drawn person, whose working and near side is the right one."""
    name = name.replace("_work", WORK).replace("_other", OTHER)
    return float(measure(body, name)[0])


def _span(name: str, start: Body, target: Body) -> Plan:
    return {"measure": name, "start": value(start, name), "target": value(target, name)}


def _passed(name: str, bodies: list[Body]) -> Plan:
    values = [value(body, name) for body in bodies]
    plain = name.removesuffix(WORK).removesuffix(OTHER)
    shown = {WORK: plain + "_work", OTHER: plain + "_other"}.get(name[-2:], plain)
    return {"measure": shown, "start": values[0], "low": min(values), "high": max(values)}


def _fault(fault: Fault, look: Look, start: Body, target: Body) -> Plan:
    found: Plan = {
        "id": fault.id,
        "measure": look.measure,
        "from": look.since,
        "part": look.part,
        "seconds": look.seconds,
        "severity": fault.severity,
        "cue": fault.cue,
    }
    if look.measure not in TIMED_MEASURES:
        found |= {"start": value(start, look.measure), "target": value(target, look.measure)}
    return found | ({"over": look.over} if look.over is not None else {"under": look.under})
