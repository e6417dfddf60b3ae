"""A score as the documented JSON object (docs/reference/commands.md)."""

from __future__ import annotations

from ischia.care.decision import Decision
from ischia.care.outcomes import Score
from ischia.exchange.check_json import Json, reason_json

_DIGITS = 3


def score_json(decision: Decision[Score], version: str) -> Json:
    """The score with its band, what was left out, alerts, change and reasons."""
    score = decision.value
    change = score.change
    return {
        "instrument": score.instrument,
        "score": _rounded(score.value),
        "low": score.low,
        "high": score.high,
        "band": score.band,
        "missing": score.missing,
        "alerts": [
            {"item": alert.item, "text": alert.text, "disposition": alert.then}
            for alert in score.alerts
        ],
        "change": change
        and {
            "points": _rounded(change.points),
            "percent": _rounded(change.percent),
            "meaning": change.meaning,
        },
        "reasons": [reason_json(reason) for reason in decision.reasons],
        "protocol": version,
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, _DIGITS)
