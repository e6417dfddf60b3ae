"""One picture of a person in a room, as a webcam would give it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from dress import normals
from numpy.typing import NDArray
from raster import drawn
from room import Lens, Room

Rows = NDArray[np.float64]
Whole = NDArray[np.int64]

FINER = 1  # pixels drawn for each one that is kept, across and down
NOISE = 0.012
BLUR = np.array([0.2, 0.6, 0.2])
FLOOR = -0.006  # metres: lower than this the floor hides it


@dataclass(frozen=True)
class Things:
    """Chairs, walls and balls as triangles: `points`, `faces`, and a colour a point."""

    points: Rows
    faces: Whole
    colours: Rows

    @classmethod
    def none(cls) -> Things:
        """An empty room's."""
        return cls(np.zeros((0, 3)), np.zeros((0, 3), dtype=np.int64), np.zeros((0, 3)))

    @classmethod
    def boxes(cls, ends: list[tuple[Rows, Rows]], colour: Rows) -> Things:
        """Boxes by two opposite corners."""
        points: list[Rows] = []
        faces: list[Whole] = []
        for low, high in ends:
            for axis in range(3):
                for side in (low, high):
                    faces.append(np.array([[0, 1, 2], [0, 2, 3]]) + 4 * len(points))
                    points.append(_face(low, high, axis, float(side[axis])))
        if not points:
            return cls.none()
        many = np.concatenate(points)
        return cls(many, np.concatenate(faces), np.tile(colour, (len(many), 1)))


def _face(low: Rows, high: Rows, axis: int, place: float) -> Rows:
    a, b = [other for other in range(3) if other != axis]
    corners = np.zeros((4, 3))
    corners[:, axis] = place
    corners[:, a] = [low[a], high[a], high[a], low[a]]
    corners[:, b] = [low[b], low[b], high[b], high[b]]
    return corners


@dataclass(frozen=True)
class Studio:
    """What stays the same through a set: the lens, the room and its empty picture, the things."""

    lens: Lens
    room: Room
    empty: Rows
    things: Things

    @classmethod
    def of(cls, lens: Lens, room: Room, things: Things, reach: float) -> Studio:
        """A studio with its empty room already drawn."""
        fine = lens.larger(FINER)
        return cls(fine, room, room.picture(fine, reach), things)


def shot(
    studio: Studio, skin: Rows, faces: Whole, colours: Rows, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The picture (high, wide, 3) of a skin in the studio."""
    things = studio.things
    points = np.concatenate([skin, things.points])
    every = np.concatenate([faces, things.faces + len(skin)])
    paint = np.concatenate([colours, things.colours])
    seen = _shaded_floor(studio, points, every)
    lens = studio.lens
    which, shares = drawn(lens.project(points), every, lens.wide, lens.high)
    rows, columns = np.nonzero(which >= 0)
    corners = every[which[rows, columns]]
    u, v = shares[rows, columns].T
    parts = np.stack([1 - u - v, u, v])[..., None]
    at = _mixed(points, corners, parts)
    light = _light(studio.room, _mixed(normals(points, every), corners, parts), at)
    above = at[:, 2] > FLOOR
    lit = _mixed(paint, corners, parts) * light
    seen[rows[above], columns[above]] = lit[above]
    return finished(_smaller(seen), rng)


def _mixed(values: Rows, corners: Whole, parts: Rows) -> Rows:
    return sum((values[corners[:, n]] * parts[n] for n in range(3)), np.zeros((len(corners), 3)))


def _light(room: Room, normal: Rows, at: Rows) -> Rows:
    """What falls on a place: the lamp, the sky, and some light from where the camera is."""
    normal = normal / (np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9)
    facing = np.clip((normal @ room.light + 0.2) / 1.2, 0, None)
    fill = np.clip(-0.8 * normal[:, 1] + 0.2 * normal[:, 2], 0, None) * 0.3
    open_air = (0.68 + 0.32 * normal[:, 2]) * (0.6 + 0.4 * np.clip(at[:, 2] / 0.3, 0, 1))
    return (open_air + fill)[:, None] * room.sky + facing[:, None] * room.lamp


def _shaded_floor(studio: Studio, points: Rows, faces: Whole) -> Rows:
    """The empty room with the shadow that falls on its floor."""
    light = studio.room.light
    flat = points - light * (points[:, 2:] / light[2])
    flat[:, 1] = np.minimum(flat[:, 1], studio.room.wall_away)
    lens = studio.lens
    which, _ = drawn(lens.project(flat), faces, lens.wide, lens.high)
    dark = _blurred((which >= 0).astype(np.float64), 5)
    return studio.empty * (1 - 0.45 * dark)[..., None]


def _blurred(values: Rows, reach: int) -> Rows:
    """The mean over a square, by running sums."""
    for axis in (0, 1):
        wide = np.concatenate([np.take(values, [0] * (reach + 1), axis), values], axis)
        wide = np.concatenate([wide, np.take(values, [-1] * reach, axis)], axis)
        total = np.cumsum(wide, axis)
        count = 2 * reach + 1
        many = total.shape[axis]
        high, low = np.arange(count, many, dtype=np.int64), np.arange(many - count, dtype=np.int64)
        values = (np.take(total, high, axis) - np.take(total, low, axis)) / count
    return values


def _smaller(fine: Rows) -> Rows:
    high, wide, _ = fine.shape
    return fine.reshape(high // FINER, FINER, wide // FINER, FINER, 3).mean(axis=(1, 3))


def finished(light: Rows, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Tone, a little blur and noise."""
    tone = (light * (1 + light / 2.2) / (1 + light)).clip(0, 1) ** (1 / 2.2)
    for axis in (0, 1):
        before, after = np.roll(tone, 1, axis), np.roll(tone, -1, axis)
        tone = BLUR[0] * before + BLUR[1] * tone + BLUR[2] * after
    noise = rng.normal(0.0, 1.0, light.shape)
    return ((tone + NOISE * noise * (1.3 - tone)).clip(0, 1) * 255).astype(np.uint8)
