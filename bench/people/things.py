"""What a movement needs beside a mat: something to sit on, a wall. Others are left out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from webcam import Things

Rows = NDArray[np.float64]
Box = tuple[Rows, Rows]

UNDER_HIP = 0.09  # metres from the hip joint down to the seat
HALF_SEAT, THICK, LEG = 0.21, 0.04, 0.03
BEHIND, AHEAD = ("wall", "back_wall"), ("front_wall",)


def things_of(props: Iterable[str], skins: Rows, hip: Rows, rng: np.random.Generator) -> Things:
    """Furniture for `skins` (moments, vertices, 3), the first at the start with its `hip` there."""
    props = set(props)
    boxes: list[Box] = []
    if props & {"chair", "stool"}:
        boxes += _seat(hip, back="chair" in props)
    low, high = float(skins[..., 0].min()), float(skins[..., 0].max())
    if props.intersection(BEHIND):
        boxes.append(_box((low - 0.12, -0.45, 0), (low, 0.85, 2.1)))
    if props.intersection(AHEAD):
        boxes.append(_box((high, -0.45, 0), (high + 0.12, 0.85, 2.1)))
    return Things.boxes(boxes, rng.uniform(0.15, 0.6) * np.array([1, 0.9, 0.78]))


def _box(low: tuple[float, float, float], high: tuple[float, float, float]) -> Box:
    return np.array(low), np.array(high)


def _seat(hip: Rows, *, back: bool) -> list[Box]:
    x, y, z = (hip - [0, 0, UNDER_HIP]).tolist()
    far, near = x - HALF_SEAT - 0.02, x + HALF_SEAT
    boxes = [_box((far, y - HALF_SEAT, z - THICK), (near, y + HALF_SEAT, z))]
    corners = [(a, b) for a in (far, near - LEG) for b in (y - HALF_SEAT, y + HALF_SEAT - LEG)]
    boxes += [_box((a, b, 0), (a + LEG, b + LEG, z)) for a, b in corners]
    if back:
        boxes.append(_box((far, y - HALF_SEAT, z + 0.1), (far + LEG, y + HALF_SEAT, z + 0.45)))
    return boxes
