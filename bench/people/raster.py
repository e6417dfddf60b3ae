"""Triangles to pixels: the one loop that has to be compiled."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]
Whole = NDArray[np.int64]
Compile = Callable[..., Callable[[Any], Any]]


def _compiler() -> Compile:
    """numba's, which the dev extra `people` brings."""
    try:
        return importlib.import_module("numba").njit
    except ImportError:
        sys.exit('numba is missing: install the extra "people" (pip install -e ".[people]")')


def _fill(corners: Rows, faces: Whole, depth: Rows, which: Whole, shares: Rows) -> None:
    """Keep, for each pixel, the nearest triangle and where in it the pixel lies.

    `corners` (n, 3) are x, y in pixels and 1 / distance, which is linear in the picture.
    """
    high, wide = depth.shape
    for t in range(faces.shape[0]):
        a, b, c = corners[faces[t, 0]], corners[faces[t, 1]], corners[faces[t, 2]]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if abs(area) < 1e-9 or a[2] <= 0 or b[2] <= 0 or c[2] <= 0:
            continue
        left = max(0, int(np.ceil(min(a[0], b[0], c[0]))))
        right = min(wide - 1, int(np.floor(max(a[0], b[0], c[0]))))
        top = max(0, int(np.ceil(min(a[1], b[1], c[1]))))
        low = min(high - 1, int(np.floor(max(a[1], b[1], c[1]))))
        for y in range(top, low + 1):
            for x in range(left, right + 1):
                u = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area
                v = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area
                if u < 0 or v < 0 or u + v > 1:
                    continue
                near = a[2] * (1 - u - v) + b[2] * u + c[2] * v
                if near > depth[y, x]:
                    depth[y, x] = near
                    which[y, x] = t
                    shares[y, x, 0], shares[y, x, 1] = u, v


fill: Callable[[Rows, Whole, Rows, Whole, Rows], None] = _compiler()(cache=True)(_fill)


def drawn(corners: Rows, faces: Whole, wide: int, high: int) -> tuple[Whole, Rows]:
    """(triangle of each pixel or -1, shares of its second and third corner there)."""
    which = np.full((high, wide), -1, dtype=np.int64)
    shares = np.zeros((high, wide, 2))
    fill(corners, faces, np.zeros((high, wide)), which, shares)
    return which, shares
