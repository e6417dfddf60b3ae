"""Plans for the stick people, with the numbers of the protocol."""

from __future__ import annotations

from typing import Any

from stick_people import bridge, knee_to_chest, plank

from ischia.motion.settings import tracker_settings
from ischia.motion.tracker.body import Body
from ischia.motion.tracker.measures import measure
from ischia.protocol.load import load_protocol

Plan = dict[str, Any]
SETTINGS = tracker_settings(load_protocol())
LOW: Plan = {
    "id": "too_low", "measure": "range", "from": "target", "under": SETTINGS["short_below"],
    "part": "", "seconds": 0.0, "severity": "tip", "cue": "A little higher.",
}  # fmt: skip
BENT: Plan = {
    "id": "elbow_bent", "measure": "elbow_flexion", "from": "start", "start": 0.0, "target": 0.0,
    "over": 25.0, "part": "hold", "seconds": 0.5, "severity": "warn",
    "cue": "Straighten your arms.",
}  # fmt: skip


def bridge_plan(**changes: Any) -> Plan:
    start, top = Body(bridge(0), "image", 1), Body(bridge(1), "image", 1)
    names = ("hip_flexion", "pelvis_height")
    return {
        "exercise": "bridge", "rep": "hold", "laterality": "bilateral", "space": "image",
        "view": "side", "gap": 0.0, "needs": ["shoulder", "hip", "knee"], "hold_s": 2.0,
        "signal": [
            {"measure": n, "start": measure(start, n)[0], "target": measure(top, n)[0]}
            for n in names
        ],
        "posture": [
            {"measure": "trunk_inclination", "start": 90.0, "low": 90.0, "high": 120.0},
            {"measure": "knee_flexion", "start": 95.0, "low": 75.0, "high": 95.0},
        ],
        "faults": [LOW, BENT], "settings": SETTINGS, **changes,
    }  # fmt: skip


def knee_plan(**changes: Any) -> Plan:
    body = Body(knee_to_chest(0), "image", 1)
    start = measure(body, "hip_flexion")[0]
    return {
        "exercise": "single_knee_to_chest", "rep": "hold", "laterality": "alternating",
        "space": "image", "needs": ["shoulder", "hip", "knee"],
        "signal": [{"measure": "hip_flexion_work", "start": start, "target": start + 80}],
        "posture": [{"measure": "trunk_inclination", "start": 90.0, "low": 90.0, "high": 90.0}],
        "faults": [{**LOW, "id": "half_range"}], "settings": SETTINGS, **changes,
    }  # fmt: skip


def plank_plan(**changes: Any) -> Plan:
    trunk = measure(Body(plank(), "image"), "trunk_inclination")[0]
    return {
        "exercise": "plank_full", "rep": "still", "laterality": "bilateral", "space": "image",
        "needs": ["shoulder", "hip", "ankle"], "signal": [],
        "posture": [
            {"measure": "trunk_inclination", "start": trunk, "low": trunk, "high": trunk},
            {"measure": "knee_flexion", "start": 0.0, "low": 0.0, "high": 0.0},
        ],
        "faults": [{
            "id": "hips_sag", "measure": "body_line", "from": "zero", "under": 170.0,
            "start": 180.0, "target": 180.0, "part": "", "seconds": 1.0, "severity": "warn",
            "cue": "Lift your hips a little.",
        }],
        "settings": SETTINGS, **changes,
    }  # fmt: skip
