"""The measures of a whole recording as columns over time, for tables and plots."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ischia.motion.bridging import Rows
from ischia.motion.recording import Recording
from ischia.motion.tracker.body import Body, near_side, torso_known
from ischia.motion.tracker.facing import Facing
from ischia.motion.tracker.measures import measure


def measured(recording: Recording, names: Sequence[str]) -> tuple[Rows, dict[str, Rows]]:
    """(seconds, {name: values}) of the frames that show a person; NaN where it cannot be told.

    `names` are measures of docs/reference/tracker.md: degrees, or trunk lengths for heights, gaps
    and shifts. A name may end in `_l` or `_r`; without a side it is taken on the side nearer to the
    camera. Raises `KeyError` for a name that is no measure.
    """
    facing, near = Facing(), "l"
    rows: list[list[float]] = []
    times: list[float] = []
    for t, landmarks in recording.frames():
        if landmarks is None or not torso_known(landmarks):
            continue
        looks = facing.look(t, landmarks) if recording.space == "image" else 1
        near = near_side(landmarks, near)
        body = Body(landmarks, recording.space, looks, near)
        rows.append([measure(body, name)[0] for name in names])
        times.append(t)
    table = np.array(rows).reshape(len(rows), len(names))
    return np.array(times), dict(zip(names, table.T, strict=True))
