"""A program as the documented JSON object (docs/reference/commands.md)."""

from __future__ import annotations

import msgspec

from ischia.care.decision import Decision
from ischia.care.program import Plan
from ischia.exchange.check_json import Json, reason_json


def program_json(decision: Decision[Plan], version: str) -> Json:
    """Sessions with their items, what to avoid, and every reason."""
    plan = decision.value
    return {
        "stage": plan.stage,
        "cause": plan.cause,
        "states": plan.states,
        "direction": plan.direction,
        "sessions": msgspec.to_builtins(plan.sessions),
        "avoid": msgspec.to_builtins(plan.avoid),
        "review_in_days": plan.review_in_days,
        "reasons": [reason_json(reason) for reason in decision.reasons],
        "protocol": version,
    }
