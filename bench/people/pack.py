"""Pack bodies so small that they can live beside the code: done once, by hand.

FOLDER holds one `.npz` a body as the body model `anny` gives it in its default rig (docs: "Rendered
people"): vertices at rest, triangles, bone heads, names and parents, and skinning weights. Written
are `rig.npz`, what all bodies share, and a file of vertices and bone heads for each body.

    python bench/people/pack.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BODIES = Path(__file__).parent / "bodies"
UNIT = 1e-4  # metres: whole numbers of it fit 16 bits up to 3.2 m
KEPT = 4  # bones that carry a vertex; the rest have next to no weight


def main() -> int:
    """Pack every body of the folder."""
    files = sorted(Path(sys.argv[1]).glob("*.npz"))
    BODIES.mkdir(exist_ok=True)
    for number, file in enumerate(files):
        with np.load(file, allow_pickle=False) as found:
            if number == 0:
                np.savez_compressed(BODIES / "rig.npz", **_rig({k: found[k] for k in found}))
            vertices, heads = found["v"], found["head"]
        np.savez_compressed(BODIES / file.name, vertices=_whole(vertices), heads=_whole(heads))
    print(f"{len(files)} bodies in {BODIES}")
    return 0


def _whole(metres: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.rint(metres / UNIT).astype(np.int16)


def _rig(body: dict[str, Any]) -> dict[str, Any]:
    weights = body["w"].astype(np.float64)
    order = np.argsort(-weights, axis=1)[:, :KEPT]
    kept = np.take_along_axis(weights, order, axis=1)
    return {
        "faces": body["f"].astype(np.uint16),
        "bones": body["bones"],
        "parents": body["par"].astype(np.int16),
        "carriers": np.take_along_axis(body["wi"].astype(np.uint8), order, axis=1),
        "weights": np.rint(255 * kept / kept.sum(axis=1, keepdims=True)).astype(np.uint8),
    }


if __name__ == "__main__":
    sys.exit(main())
