"""A room by chance: floor, mat, wall and what stands at it, light, and the camera in it.

The scene: x right in the picture, y away from the camera, z up, metres; the person's middle is
above the origin. Colours are linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]

FLOORS = np.array([[0.30, 0.19, 0.11], [0.30, 0.28, 0.25], [0.42, 0.38, 0.33], [0.17, 0.14, 0.12]])


@dataclass(frozen=True)
class Lens:
    """A camera at `place` that looks at `goal`; `focal` in pixels."""

    place: Rows
    axes: Rows
    focal: float
    wide: int
    high: int

    @classmethod
    def at(cls, place: Rows, goal: Rows, view_deg: float, wide: int, high: int) -> Lens:
        """`view_deg`: how many degrees the picture is wide."""
        ahead = (goal - place) / np.linalg.norm(goal - place)
        right = np.cross(ahead, [0, 0, 1.0])
        right = right / np.linalg.norm(right)
        axes = np.stack([right, np.cross(ahead, right), ahead])
        return cls(place, axes, wide / 2 / np.tan(np.radians(view_deg / 2)), wide, high)

    def larger(self, times: int) -> Lens:
        """The same with more pixels."""
        return Lens(self.place, self.axes, self.focal * times, self.wide * times, self.high * times)

    def project(self, points: Rows) -> Rows:
        """(n, 3): x, y in pixels and 1 / distance."""
        seen = (points - self.place) @ self.axes.T
        near = 1 / seen[:, 2]
        x = seen[:, 0] * near * self.focal + self.wide / 2
        y = seen[:, 1] * near * self.focal + self.high / 2
        return np.stack([x, y, near], axis=1)


@dataclass(frozen=True)
class Room:
    """What a seed made of it. `light` points towards the lamp; `lamp` and `sky` are its colours."""

    floor: Rows
    wall: Rows
    mat: Rows | None
    kind: int
    furniture: int
    wall_away: float
    shift: float
    light: Rows
    lamp: Rows
    sky: Rows

    @classmethod
    def of(cls, rng: np.random.Generator, *, mat: bool) -> Room:
        """A room; `mat` lays one under the person."""
        light = np.array([rng.uniform(-0.7, 0.7), rng.uniform(-0.8, 0.0), rng.uniform(0.9, 1.4)])
        strength, warm = rng.uniform(0.75, 1.1), rng.uniform(0.92, 1.08)
        return cls(
            floor=FLOORS[rng.integers(len(FLOORS))],
            wall=np.array([0.75, 0.73, 0.68]) * rng.uniform(0.5, 1) * rng.uniform(0.92, 1.08, 3),
            mat=rng.uniform(0.05, 0.4, 3) if mat else None,
            kind=int(rng.integers(3)),
            furniture=int(rng.integers(3)),
            wall_away=float(rng.uniform(0.9, 1.8)),
            shift=float(rng.uniform(0, 9)),
            light=light / np.linalg.norm(light),
            lamp=np.array([0.62 * warm, 0.6, 0.58 / warm]) * strength,
            sky=np.array([0.5, 0.52, 0.54]) * strength,
        )

    def picture(self, lens: Lens, reach: float) -> Rows:
        """The empty room (high, wide, 3); the mat goes `reach` metres to both sides."""
        x, y = np.meshgrid(np.arange(lens.wide), np.arange(lens.high))
        right, down = (x - lens.wide / 2) / lens.focal, (y - lens.high / 2) / lens.focal
        way = np.stack([right, down, np.ones(x.shape)], axis=2) @ lens.axes
        sinking = np.minimum(way[..., 2], -1e-6)
        down = np.where(way[..., 2] < -1e-6, -lens.place[2] / sinking, 1e9)
        back = (self.wall_away - lens.place[1]) / np.maximum(way[..., 1], 1e-6)
        on_floor = down < back
        at = lens.place + way * np.minimum(down, back)[..., None]
        light = np.where(
            on_floor[..., None], self.sky + 0.8 * self.lamp, self.sky + 0.4 * self.lamp
        )
        return np.where(on_floor[..., None], self._floor(at, reach), self._wall(at)) * light

    def _floor(self, at: Rows, reach: float) -> Rows:
        x, y = at[..., 0], at[..., 1]
        if self.kind == 0:  # planks
            row = np.floor(y / 0.14)
            shade = 0.85 + 0.3 * _chance(row, np.floor(x / 1.3 + _chance(row, 7)))
            shade *= np.where((y / 0.14) % 1 < 0.04, 0.6, 1) * (1 + 0.06 * np.sin(70 * y + 3 * x))
        elif self.kind == 1:  # carpet
            shade = 0.85 + 0.25 * _chance(np.floor(x * 200), np.floor(y * 200))
        else:  # tiles
            gap = ((x / 0.4) % 1 < 0.02) | ((y / 0.4) % 1 < 0.02)
            shade = np.where(gap, 0.6, 1) * np.where(
                (np.floor(x / 0.4) + np.floor(y / 0.4)) % 2, 0.9, 1
            )
        colour = self.floor * shade[..., None]
        if self.mat is None:
            return colour
        on_mat = (abs(x) < reach) & (abs(y) < 0.36)
        return np.where(on_mat[..., None], self.mat, colour)

    def _wall(self, at: Rows) -> Rows:
        x, z = at[..., 0], at[..., 2]
        colour = self.wall * (1 + 0.03 * np.sin(2 * x + self.shift) * np.cos(3 * z))[..., None]
        place = (x + self.shift) % 2.8
        if self.furniture == 1:  # pictures
            frame = (abs(place - 0.7) < 0.36) & (abs(z - 1.35) < 0.28)
            inside = (abs(place - 0.7) < 0.33) & (abs(z - 1.35) < 0.25)
            colour = np.where(frame[..., None], [0.12, 0.08, 0.06], colour)
            hue = 0.4 + 0.25 * np.sin(np.stack([5 * x, 4 * z, 6 * x + 3 * z], axis=-1) + self.shift)
            colour = np.where(inside[..., None], hue, colour)
        elif self.furniture == 2:  # a cupboard
            inside = (place < 1.1) & (z < 1.1)
            doors = np.where(((place % 0.55) < 0.015) | (abs(z - 0.55) < 0.01), 0.6, 1.0)
            colour = np.where(inside[..., None], doors[..., None] * [0.4, 0.28, 0.18], colour)
        return np.where((z < 0.08)[..., None], 0.75, colour)


def _chance(a: Rows, b: Rows | float) -> Rows:
    """A number from 0 to 1 for two whole numbers, always the same."""
    return np.abs(np.sin(12.9898 * a + 78.233 * b) * 43758.5453) % 1
