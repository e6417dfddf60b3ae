"""A recording that begins and ends in a held position, such as the middle of a plank.

The tracker waits for somebody to get into position from rest. A clip cut out of a hold never shows
that; it is judged here as one hold from end to end, by the same plan: what is held wrong for most
of it is a fault. Only when the tracker saw no attempt at all, and somebody keeps still away from
the start.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ischia.motion.bridging import Rows
from ischia.motion.recording import Recording
from ischia.motion.tracker.body import Body, near_side, torso_known
from ischia.motion.tracker.channel import RATIO_UNITS
from ischia.motion.tracker.facing import Facing
from ischia.motion.tracker.faults import WHOLE
from ischia.motion.tracker.measures import ONE, RATIOS, measure, split
from ischia.motion.tracker.readiness import MOST_ROOM
from ischia.motion.tracker.score import score

Plan = dict[str, Any]
Summary = dict[str, Any]

HELD = ("hold", "still")
AWAY = 0.25  # of the way from start to target, over all measures that the plan knows
CLEAR = 10.0  # degrees between start and target: a measure that tells them apart
STILL = 0.35  # of the way: every such measure stays within this
MOST = 0.5  # of the frames: a fault that is there for so much of the clip
SHORTEST_S = 0.3
INSIDE, OUTSIDE = 10.0, 90.0  # percentiles


def held_throughout(recording: Recording, plan: Plan, found: Summary) -> Summary:
    """`found` with one hold over the whole recording, where it is nothing but one."""
    if plan["rep"] not in HELD or found["repetitions"] or found["incomplete"]:
        return found
    names = sorted(
        {part["measure"] for part in _ends(plan)} | {f["measure"] for f in _faults(plan)}
    )
    table, times = _measured(recording, names)
    long_enough = len(times) > 1 and times[-1] - times[0] >= SHORTEST_S
    if not long_enough or not _in_position(plan, table):
        return found
    start, end = float(times[0]), float(times[-1])
    faults = [seen for fault in _faults(plan) if (seen := _seen(fault, table, times))]
    hold = {"start_s": round(start, 2), "seconds": round(end - start, 2), "side": "both"}
    one = {
        "start_s": round(start, 2), "end_s": round(end, 2), "side": "both", "range": 1.0,
        "reach_s": 0.0, "hold_s": hold["seconds"], "return_s": 0.0, "faults": faults,
    }  # fmt: skip
    value, reasons = score([one], found["coverage"], 0.0, plan["settings"])
    listed = [
        {"repetition": 0} | {key: seen[key] for key in ("fault", "start_s", "seconds")}
        for seen in faults
    ]
    return {
        **found,
        "count": 1,
        "repetitions": [one],
        "holds": [hold],
        "faults": listed,
        "score": value,
        "score_reasons": [*reasons, "The recording begins and ends in the position."],
    }


def _ends(plan: Plan) -> Iterable[Plan]:
    """Every measure of which the plan knows start and target."""
    yield from plan["signal"]
    for part in plan.get("posture", []):
        low, high, start = part["low"], part["high"], part["start"]
        yield part | {"target": high if high - start > start - low else low}
    yield from (fault for fault in plan["faults"] if fault.get("target") is not None)


def _faults(plan: Plan) -> list[Plan]:
    """The faults that an instant of the hold can show."""
    return [
        fault
        for fault in plan["faults"]
        if fault["measure"] not in WHOLE
        and fault["part"] in ("", "hold")
        and fault["from"] != "start"
    ]


def _in_position(plan: Plan, table: dict[str, Rows]) -> bool:
    """Whether the body is in the plan's posture, on the target's side of the start, and stays."""
    room = MOST_ROOM * plan["settings"]["posture_tolerance"]
    for part in plan.get("posture", []):
        value = float(np.nanmedian(table[part["measure"]]))
        if not part["low"] - room <= value <= part["high"] + room:
            return False
    shares = {
        part["measure"]: (table[part["measure"]] - part["start"]) / (part["target"] - part["start"])
        for part in _ends(plan)
        if abs(part["target"] - part["start"]) * _scale(part["measure"]) >= CLEAR
    }
    seen = [share[np.isfinite(share)] for share in shares.values() if np.isfinite(share).any()]
    if not seen or float(np.mean([np.median(share) for share in seen])) < AWAY:
        return False
    return all(_at(share, OUTSIDE) - _at(share, INSIDE) <= STILL for share in seen)


def _at(values: Rows, percent: float) -> float:
    return float(np.percentile(values, percent))


def _seen(fault: Plan, table: dict[str, Rows], times: Rows) -> Summary | None:
    origin = fault["target"] if fault["from"] == "target" else 0.0
    away = table[fault["measure"]] - origin
    beyond: Rows = away - fault["over"] if "over" in fault else fault["under"] - away
    beyond = (beyond > 0).astype(float)
    if not float(np.mean(beyond)) > MOST:
        return None
    step = float(np.median(np.diff(times)))
    return {
        "fault": fault["id"],
        "severity": fault.get("severity", "cue"),
        "start_s": round(float(times[int(np.argmax(beyond))]), 2),
        "seconds": round(float(np.sum(beyond)) * step, 2),
    }


def _measured(recording: Recording, names: Iterable[str]) -> tuple[dict[str, Rows], Rows]:
    """({measure: values}, times) of the frames with a person; sided ones on the near side."""
    facing, near = Facing(), "l"
    columns: dict[str, list[float]] = {name: [] for name in names}
    times: list[float] = []
    for t, landmarks in recording.frames():
        if landmarks is None or not torso_known(landmarks):
            continue
        looks = facing.look(t, landmarks) if recording.space == "image" else 1
        near = near_side(landmarks, near)
        body = Body(landmarks, recording.space, looks, near)
        for name, values in columns.items():
            base, _ = split(name)
            values.append(measure(body, base if base in ONE else f"{base}_near")[0])
        times.append(t)
    return {name: np.array(values) for name, values in columns.items()}, np.array(times)


def _scale(name: str) -> float:
    return RATIO_UNITS if split(name)[0] in RATIOS else 1.0
