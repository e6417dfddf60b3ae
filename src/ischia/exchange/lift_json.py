"""A lifting limit as the documented JSON object (docs/reference/commands.md)."""

from __future__ import annotations

from ischia.care.decision import Decision
from ischia.care.ergonomics import LiftingLimit
from ischia.exchange.check_json import Json, reason_json

_DIGITS = 3


def lift_json(decision: Decision[LiftingLimit], version: str) -> Json:
    """The limit, the index, each multiplier, what helps most, and how far this may be trusted."""
    limit = decision.value
    best = limit.helps_most
    return {
        "recommended_weight_limit_kg": round(limit.recommended_kg, _DIGITS),
        "lifting_index": _rounded(limit.index),
        "multipliers": {part.symbol: round(part.value, _DIGITS) for part in limit.multipliers},
        "helps_most": best
        and {
            "term": best.term,
            "advice": best.advice,
            "recommended_weight_limit_kg": round(best.recommended_kg, _DIGITS),
            "gain_percent": _rounded(best.gain_percent),
        },
        "limits": limit.limits,
        "reasons": [reason_json(reason) for reason in decision.reasons],
        "protocol": version,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)
