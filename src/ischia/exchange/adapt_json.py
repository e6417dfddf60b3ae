"""A diary's adaptation as the documented JSON object (docs/reference/commands.md)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ischia.care.adherence import Adherence
from ischia.care.decision import Decision
from ischia.care.plan import PlanItem, PlanState
from ischia.exchange.check_json import Json, reason_json
from ischia.exchange.course_json import adherence_json


def adapt_json(decisions: Sequence[Decision[PlanState]], kept: Adherence, version: str) -> Json:
    """Day by day: the light, what changed and why, and the plan for the day after; what was done
    of what was planned."""
    return {
        "days": [_day_json(decision) for decision in decisions],
        "adherence": adherence_json(kept),
        "protocol": version,
    }


def _day_json(decision: Decision[PlanState]) -> Json:
    state = decision.value
    return {
        "day": state.days,
        "light": state.light,
        "changes": [
            {
                "exercise": change.exercise,
                "what": change.what,
                "from": change.before,
                "to": change.after,
                "rule": change.rule,
                "text": change.text,
            }
            for change in state.changes
        ],
        "stage": state.stage,
        "disposition": state.disposition,
        "plan": items_json(state.due),
        "reasons": [reason_json(reason) for reason in decision.reasons],
    }


def items_json(items: Iterable[PlanItem]) -> list[Json]:
    """The exercises with their doses."""
    return [
        {
            "exercise": item.exercise,
            "level": item.level,
            "sets": item.dose.sets,
            "reps": item.dose.reps,
            "hold_s": item.dose.hold_s,
            "minutes": item.dose.minutes,
            "times_a_day": item.times_a_day,
        }
        for item in items
    ]
