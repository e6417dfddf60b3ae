"""The faults that any exercise can have, as the tracker watches for them."""

from __future__ import annotations

from typing import Any

from ischia.motion.tracker.faults import SHORT, WHOLE, Fault
from ischia.protocol.common_fault import CommonFault
from ischia.protocol.model import Protocol

Plan = dict[str, Any]


def common_faults(protocol: Protocol, plan: Plan) -> list[Plan]:
    """What to add to the `faults` of `plan`.

    A movement without a signal has no range, and an exercise that names its own fault for falling
    short of the target needs no second one.
    """
    if not plan["signal"] or any(_falls_short(fault) for fault in plan["faults"]):
        return []
    named = {fault["id"] for fault in plan["faults"]}
    return [
        _plan_of(common, protocol)
        for common in protocol.common_faults.values()
        if plan["rep"] in common.reps and common.id not in named
    ]


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
