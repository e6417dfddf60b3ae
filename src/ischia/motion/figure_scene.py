"""A movement made into a drawing: parts as paths, the order of painting, and what stands around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ischia.motion.camera import Camera, camera, mirrored
from ischia.motion.figure_body import painting_order, person
from ischia.motion.figure_part import Part
from ischia.motion.figure_thing import Thing
from ischia.motion.figure_things import held, things
from ischia.motion.kinematics import Points, Vector
from ischia.motion.pose import Course, Moment, course, moments
from ischia.motion.silhouette import outlines
from ischia.motion.skeleton import Body
from ischia.protocol.model import Protocol

WIDTH, HEIGHT, MARGIN = 640, 420, 26
PER_SECOND = 3.0
LARGEST = 300.0  # picture units a metre
FAR_APART_M = 0.10  # twin limbs farther apart in depth than this: the far one is darker
TURNED = 0.6  # cosine: a trunk turned so far hides what lies on its other side
ON_BACK, ON_FRONT = ("spine", "tint_low_back_r", "tint_back_r"), ("tint_belly_r",)
ON_SIDE_DEG = 45.0  # a pelvis listed more than this lies on its side
LYING_TILT = 24.0  # the front of somebody lying on the side is seen from higher up
WORK = "r"  # movements are written for the left side and drawn mirrored: the right is near


@dataclass(frozen=True)
class Shape:
    """A closed path, or an open one when `line`: points in picture units, y down."""

    name: str
    paint: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    edge: bool = True
    line: bool = False


@dataclass(frozen=True)
class Frame:
    """The parts at one instant, seconds since the start; the same names in every frame."""

    t: float
    phase: int
    shapes: dict[str, Shape]


@dataclass(frozen=True)
class Drawing:
    """`order` is the order of painting, `target` the frame where the movement leads to, `way` the
    path of what moves most, `behind` and `before` what stands around.
    """

    title: str
    text: str
    frames: tuple[Frame, ...]
    order: tuple[str, ...]
    behind: tuple[Shape, ...]
    before: tuple[Shape, ...]
    way: tuple[tuple[float, float], ...]
    seconds: float
    target: int


@dataclass(frozen=True)
class Sheet:
    """Where the world falls on the paper."""

    looking: Camera
    scale: float
    origin: tuple[float, float]

    def ring(self, flat: Vector) -> tuple[tuple[float, float], ...]:
        """Picture units of (n, 2) metres."""
        (left, top), scale = self.origin, self.scale
        return tuple((left + scale * x, top - scale * y) for x, y in flat.tolist())

    def points(self, given: Sequence[Vector]) -> tuple[tuple[float, float], ...]:
        """Picture units of points in space."""
        return self.ring(np.array([self.looking.flat(point) for point in given]))


def draw(protocol: Protocol, exercise: str, *, view: str = "", fault: str = "") -> Drawing:
    """The drawing of an exercise, from where it is best understood unless a view is asked for.

    Raises `KeyError` for an exercise without a movement, and for an unknown view or fault.
    """
    path = course(protocol, exercise, fault)
    looking = camera_for(path, view)
    found = moments(Body.of(), path, per_second=PER_SECOND)
    bodies = [mirrored(moment.body.points) for moment in found]
    parts = [
        [*person(points, looking, path.movement.tint, WORK), *held(path.props, points, bodies)]
        for points in bodies
    ]
    around = [thing for thing in things(path.props, bodies) if _faces(thing, looking)]
    sheet = _sheet(looking, bodies, around)
    hidden = _hidden(bodies, looking)
    order = [name for name in painting_order(parts, looking) if name not in hidden]
    far = _far_groups(parts, looking)
    known = protocol.exercises[exercise]
    return Drawing(
        title=known.title,
        text=" ".join(known.steps),
        frames=_frames(found, parts, sheet, far),
        order=tuple(order),
        behind=tuple(s for t in around if not t.before for s in _thing(t, sheet)),
        before=tuple(s for t in around if t.before for s in _thing(t, sheet)),
        way=() if known.kind == ENDLESS else _way(found, bodies, path, sheet),
        seconds=path.seconds,
        target=_target(found, path),
    )


def camera_for(path: Course, view: str = "") -> Camera:
    """The camera of the drawing; from the front a person lying on the side is seen from above."""
    chosen = view or path.movement.drawn or path.movement.view
    on_side = abs(path.start.get("pelvis_list", 0.0)) > ON_SIDE_DEG
    return camera(chosen, tilt=LYING_TILT if on_side and chosen == "front" else 0.0)


def _target(found: Sequence[Moment], path: Course) -> int:
    """The end of the way out; for a movement that only holds, its last instant."""
    parts = [path.phases[moment.phase].part for moment in found]
    return max((n for n, part in enumerate(parts) if part == "reach" and n), default=len(found) - 1)


def _sheet(looking: Camera, bodies: Sequence[Points], around: Sequence[Thing]) -> Sheet:
    flat = [looking.flat(p) for points in bodies for p in points.values() if p.ndim == 1]
    flat += [looking.flat(p) for thing in around if thing.counts for p in thing.ring]
    low, high = np.min(flat, axis=0) - 0.09, np.max(flat, axis=0) + 0.09
    size = high - low
    scale = min((WIDTH - 2 * MARGIN) / size[0], (HEIGHT - 2 * MARGIN) / size[1], LARGEST)
    spare = HEIGHT - 2 * MARGIN - size[1] * scale
    left = WIDTH / 2 - (low[0] + high[0]) / 2 * scale
    return Sheet(looking, scale, (left, HEIGHT - MARGIN + low[1] * scale - spare * 0.35))


def _far_groups(parts: Sequence[Sequence[Part]], looking: Camera) -> set[str]:
    """The groups of limbs that lie on the far side."""
    depth: dict[str, float] = {}
    for each in parts:
        for part in each:
            if part.name == part.group:
                depth[part.group] = depth.get(part.group, 0.0) + looking.depth(part.at) / len(parts)
    found: set[str] = set()
    for limb in ("leg", "arm"):
        left, right = depth[limb + "_l"], depth[limb + "_r"]
        if abs(left - right) > FAR_APART_M:
            found.add(limb + ("_l" if left < right else "_r"))
    return found


def _hidden(bodies: Sequence[Points], looking: Camera) -> tuple[str, ...]:
    """What lies on the side of the trunk that is turned away."""
    facing = float(np.mean([points["thorax_axes"][:, 0] @ looking.near for points in bodies]))
    if facing > TURNED:
        return ON_BACK
    return ON_FRONT if facing < -TURNED else ()


def _frames(
    found: Sequence[Moment], parts: Sequence[Sequence[Part]], sheet: Sheet, far: set[str]
) -> tuple[Frame, ...]:
    hulls = [hull for each in parts for part in each for hull in part.hulls]
    rings = iter(outlines(hulls, sheet.looking))
    return tuple(
        Frame(m.t, m.phase, {p.name: _shape(p, sheet, far, rings) for p in each})
        for m, each in zip(found, parts, strict=True)
    )


def _shape(part: Part, sheet: Sheet, far: set[str], outlined: Iterator[Vector]) -> Shape:
    """The part on paper; `outlined` has its hulls' outlines next."""
    darker = part.group in far and part.paint in ("skin", "shirt", "shorts")
    paint = part.paint + ("-far" if darker else "")
    rings = tuple(sheet.ring(next(outlined)) for _ in part.hulls)
    if part.line:
        return Shape(part.name, paint, (sheet.points(part.line),), part.edge, line=True)
    return Shape(part.name, paint, rings, part.edge)


def _faces(thing: Thing, looking: Camera) -> bool:
    """Whether a face of a box looks at the camera."""
    return thing.out is None or float(np.array(thing.out) @ looking.near) > 0


def _thing(thing: Thing, sheet: Sheet) -> list[Shape]:
    rings = (sheet.points(thing.ring),)
    return [Shape(thing.name, thing.paint, rings, thing.edge, line=thing.line)]


MOVING = ("head", "knee", "ankle", "hand", "pelvis", "shoulder_mid")
ENDLESS = "aerobic"  # goes on and on: an arrow would mislead


def _way(
    found: Sequence[Moment], bodies: Sequence[Points], path: Course, sheet: Sheet
) -> tuple[tuple[float, float], ...]:
    """The path, from the start to the target, of the point that moves farthest in the picture."""
    last = _target(found, path) + 1
    names = [n for n in bodies[0] if n.removesuffix("_l").removesuffix("_r") in MOVING]
    ways = [sheet.points([points[name] for points in bodies[:last]]) for name in names]
    return max(ways, key=lambda way: float(np.hypot(*(np.array(way[-1]) - way[0]))))
