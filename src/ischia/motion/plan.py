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
from ischia.motion.tracker.attempt import LEVELS, TAIL, TAILS
from ischia.motion.tracker.body import Body
from ischia.motion.tracker.channel import RATIO_UNITS
from ischia.motion.tracker.measures import RATIOS, measure, split
from ischia.motion.tracker.series import level
from ischia.motion.tracker.sight import width
from ischia.protocol.exercise import Exercise, Fault
from ischia.protocol.model import Protocol
from ischia.protocol.movement import TIMED_MEASURES, Look, Movement

Plan = dict[str, Any]
Seen = list[tuple[float, float, float, float]]
NEAR, FAR = 1.0, 0.9  # visibilities: which side is the near one
WORK, OTHER = "_r", "_l"
COUNTED = ("cycle", "hold")
LEAST_TAIL, MOST_TAIL = 0.3, 1.5  # how far people's courses may be taken to differ from one sweep
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
        "tails": tails(movement, steps),
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
        plan["gap"] = width(start.points, plan["view"])
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


def tails(movement: Movement, steps: list[tuple[Moment, Body]]) -> list[float]:
    """How the drawn course begins and ends: before and after it passes a fifth and four fifths of
    its height, on the way out and on the way back, as shares of the time between these."""
    if not movement.signal or movement.rep not in COUNTED:
        return TAILS
    places = _target(movement, [m for m, _ in steps])
    heights = _heights(movement, [body for _, body in steps], places)
    top = level(heights, max(heights))  # as the tracker finds it: a hold that wanders is no level
    heights = [height / (top or 1.0) for height in heights]
    times = [moment.t for moment, _ in steps]
    stays = [n for n, (m, _) in enumerate(steps) if movement.phases[m.phase].part != "return"]
    parts = [movement.phases[m.phase].part for m, _ in steps]
    reached = max(n for n, part in enumerate(parts) if part == "reach")
    rise = [_passing(times, heights, share, range(1, reached + 1)) for share in LEVELS]
    back = range(len(times) - 1, stays[-1], -1)
    fall = [_passing(times, heights, share, back) for share in LEVELS]
    ends = [
        (rise[0] - times[0], rise[1] - rise[0]),
        (times[reached] - rise[1], rise[1] - rise[0]),
        (fall[1] - times[stays[-1]], fall[0] - fall[1]),
        (times[-1] - fall[0], fall[0] - fall[1]),
    ]
    shares = [tail / run if run > 0 else TAIL for tail, run in ends]
    return [round(max(LEAST_TAIL, min(MOST_TAIL, share)), 3) for share in shares]


def _heights(movement: Movement, bodies: list[Body], top: int) -> list[float]:
    """The signal's way along the course: 0 at the start, 1 at the target."""
    found = [0.0] * len(bodies)
    weight = 0.0
    for name in movement.signal:
        values = [value(body, name) for body in bodies]
        span = values[top] - values[0]
        scale = (span * (RATIO_UNITS if split(name)[0] in RATIOS else 1.0)) ** 2
        if scale:
            weight += scale
            found = [f + scale * (v - values[0]) / span for f, v in zip(found, values, strict=True)]
    return [f / weight for f in found] if weight else found


def _passing(times: list[float], heights: list[float], level: float, places: range) -> float:
    """When the course first rises through `level`, looking from the start or from the end."""
    for n in places:
        if heights[n] >= level:
            before = n - places.step
            share = (level - heights[before]) / (heights[n] - heights[before])
            return times[before] + max(0.0, min(1.0, share)) * (times[n] - times[before])
    return times[places[-1]] if len(places) else times[-1]


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
