"""What a tracker's plan takes from demonstrations in place of what the drawing would give."""

from __future__ import annotations

from typing import Any

import msgspec

from ischia.protocol.movement import Learned

Plan = dict[str, Any]

AT_ONCE_S = 0.0  # a recording of a taught movement may begin without a moment of rest


def learned_plan(learned: Learned, plan: Plan) -> Plan:
    """The fields of `plan` to replace.

    The signal was measured on people, in the space of their recordings, so it needs no drawing; and
    the drawn posture, which is only as true as one camera could tell, does not hold anybody up.
    """
    signal = [
        {"measure": span.measure, "start": span.start, "target": span.target}
        for span in learned.signal
    ]
    settings = {**plan["settings"], "rest_s": AT_ONCE_S}
    return {
        "space": learned.space,
        "signal": signal,
        "posture": [],
        "settings": settings,
        "learned": msgspec.to_builtins(learned),
    }
