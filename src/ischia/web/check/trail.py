"""What was answered in this visit, in its order: for going back, and for telling a slip from news.

Answering again a question of today's visit corrects a slip of the finger. Later, it is news.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

KEY = "check_trail"


def trail_of(request: HttpRequest, today: date) -> list[str]:
    """The findings answered today in this browser."""
    kept = request.session.get(KEY)
    return list(kept["asked"]) if kept and kept["day"] == today.isoformat() else []


def add_to_trail(request: HttpRequest, findings: list[str], today: date) -> None:
    """Remember that these were answered."""
    asked = trail_of(request, today)
    new = [finding for finding in findings if finding not in asked]
    request.session[KEY] = {"day": today.isoformat(), "asked": [*asked, *new]}


def before(trail: list[str], finding: str) -> str:
    """The question before this one, or empty."""
    place = trail.index(finding) if finding in trail else len(trail)
    return trail[place - 1] if place else ""
