"""The faults that any exercise can have, as the tracker watches for them."""

from __future__ import annotations

from typing import Any

from ischia.motion.tracker.faults import SHORT, WHOLE, Fault
from ischia.protocol.common_fault import CommonFault
from ischia.protocol.model import Protocol

Plan = dict[str, Any]


def common_faults(protocol: Protocol, plan: Plan) -> list[Plan]:
    """What to add to the `faults` of `plan`.

    A movement without a signal has no range, an exercise that names its own fault for falling
    short of the target needs no second one, and of sides that look different from where the camera
    stands, and cannot be told apart, one is not held against the other.
    """
    if not plan["signal"] or _sides_mixed(plan) or any(_falls_short(f) for f in plan["faults"]):
        return []
    named = {fault["id"] for fault in plan["faults"]}
    return [
        _plan_of(common, protocol)
        for common in protocol.common_faults.values()
        if plan["rep"] in common.reps and common.id not in named
    ]


def _sides_mixed(plan: Plan) -> bool:
    """Whether the sides take turns and the signal does not say which one works."""
    told = any(part["measure"].endswith(("_work", "_other")) for part in plan["signal"])
    return plan["laterality"] == "alternating" and not told


def _falls_short(fault: Plan) -> bool:
    """A measure that the movement changes, and that stays behind where it should arrive."""
    if fault["measure"] == "range":
        return True
    if fault["measure"] in WHOLE or fault["from"] != "target" or fault["part"] not in ("hold", ""):
        return False
    limit = fault["over"] if "over" in fault else fault["under"]
    return Fault(fault).way == SHORT and abs(fault["target"] - fault["start"]) > abs(limit)


def _plan_of(common: CommonFault, protocol: Protocol) -> Plan:
    return {
        "id": common.id,
        "measure": common.measure,
        "from": "target",
        "under": protocol.parameters[common.under].value,
        "part": "",
        "seconds": 0.0,
        "severity": common.severity,
        "cue": common.cue,
    }
