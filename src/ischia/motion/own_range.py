"""How far somebody goes in a whole recording, against what a taught movement shows.

The tracker learns a person's own range as they move, and within limits, since a first repetition
may be a poor one. A recording is known to its end: the range is looked up first, so that somebody
who moves much less, or more, than those who taught the movement is still counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ischia.motion.bridging import Rows
from ischia.motion.periodic import Periodic, count_periodic
from ischia.motion.recording import Recording
from ischia.motion.tracker.body import Body, near_side
from ischia.motion.tracker.channel import RATIO_UNITS
from ischia.motion.tracker.facing import Facing
from ischia.motion.tracker.measures import ONE, RATIOS, measure, split

Plan = dict[str, Any]

LEAST, MOST = 0.25, 2.0  # of what was shown: beyond this it is another movement
FEWEST = 2


def with_own_range(recording: Recording, plan: Plan) -> Plan:
    """`plan` with the targets of its signal as far away as this person goes."""
    settings = plan["settings"]
    counted = count_periodic(recording, settings["recording_swing"], settings["generic_least"])
    if len(counted.repetitions) < FEWEST or not plan["signal"]:
        return plan
    share = _share(recording, plan["signal"], counted)
    if not LEAST <= share <= MOST:
        return plan
    signal = [
        part | {"target": part["start"] + share * (part["target"] - part["start"])}
        for part in plan["signal"]
    ]
    return plan | {"signal": signal, "own_share": round(share, 3)}


def _share(recording: Recording, signal: Sequence[Plan], counted: Periodic) -> float:
    """The middle repetition's way, as a share of the shown one."""
    shares: list[float] = []
    weights: list[float] = []
    for part in signal:
        span = part["target"] - part["start"]
        base, _ = split(part["measure"])
        ways = np.abs(_ways(recording, part["measure"], counted) / span)
        shares.append(float(np.median(ways)))
        weights.append((span * (RATIO_UNITS if base in RATIOS else 1.0)) ** 2)
    return float(np.average(shares, weights=weights))


def _ways(recording: Recording, name: str, counted: Periodic) -> Rows:
    """How far a measure goes in each repetition, on the side that goes further."""
    base, _ = split(name)
    columns = [base] if base in ONE else [f"{base}_l", f"{base}_r"]
    frames = sorted(
        {f for s in counted.repetitions for f in (s.frames.start, s.frames.peak, s.frames.end)}
    )
    values = dict(zip(frames, _values(recording, columns, frames), strict=True))
    ways: list[Rows] = []
    for swing in counted.repetitions:
        rest = (values[swing.frames.start] + values[swing.frames.end]) / 2
        ways.append(values[swing.frames.peak] - rest)
    table = np.array(ways)
    further = np.nanargmax(np.nan_to_num(np.abs(table)), axis=1)
    return table[np.arange(len(table)), further]


def _values(recording: Recording, columns: Sequence[str], frames: Sequence[int]) -> list[Rows]:
    points = recording.points().astype(np.float64)
    facing, near = Facing(), "l"
    found: list[Rows] = []
    for frame in frames:
        landmarks = [(p[0], p[1], p[2], p[3]) for p in points[frame].tolist()]
        flat = recording.space == "image"
        looks = facing.look(float(recording.t[frame]), landmarks) if flat else 1
        near = near_side(landmarks, near)
        body = Body(landmarks, recording.space, looks, near)
        found.append(np.array([measure(body, column)[0] for column in columns]))
    return found
