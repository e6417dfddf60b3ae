"""How it goes, as the documented JSON object (docs/reference/commands.md)."""

from __future__ import annotations

from collections.abc import Sequence

from ischia.care.adherence import Adherence, Walking
from ischia.care.course import CourseView
from ischia.care.decision import Decision
from ischia.exchange.check_json import Json, reason_json

_DIGITS = 3


def course_json(
    views: Sequence[Decision[CourseView]],
    kept: Adherence | None,
    walked: Decision[Walking] | None,
    version: str,
) -> Json:
    """Each course beside its band, adherence and walking (null where no weeks were given)."""
    return {
        "courses": [_view_json(view) for view in views],
        "adherence": kept and adherence_json(kept),
        "walking": walked and _walking_json(walked),
        "protocol": version,
    }


def adherence_json(kept: Adherence) -> Json:
    """Sessions, and shares 0 to 1."""
    return {
        "planned": _rounded(kept.planned),
        "done": _rounded(kept.done),
        "rested": _rounded(kept.rested),
        "share": _rounded(kept.share),
        "weekly": [_rounded(share) for share in kept.weekly],
        "change": _rounded(kept.change),
    }


def _view_json(decision: Decision[CourseView]) -> Json:
    view = decision.value
    return {
        "instrument": view.instrument,
        "first": view.first,
        "place": view.place,
        "scores": [
            {
                "week": step.week,
                "score": step.score,
                "low": _rounded(step.low),
                "high": _rounded(step.high),
                "place": step.place,
            }
            for step in view.steps
        ],
        "reasons": [reason_json(reason) for reason in decision.reasons],
    }


def _walking_json(decision: Decision[Walking]) -> Json:
    view = decision.value
    return {
        "goal_minutes": view.goal_minutes,
        "weekly": [_rounded(minutes) for minutes in view.weekly],
        "last": _rounded(view.last),
        "share": _rounded(view.share),
        "change": _rounded(view.change),
        "reasons": [reason_json(reason) for reason in decision.reasons],
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)
