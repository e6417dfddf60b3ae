"""Where the figures of an exercise are."""

from __future__ import annotations

from django.urls import reverse

from ischia.protocol.model import Protocol
from ischia.record.knowledge import knowledge
from ischia.record.shown import Today

MOVING, STILL = "moving", "still"
BETWEEN = "."


def figure_addresses(protocol: Protocol, exercise: str) -> tuple[str, str]:
    """The moving figure and the still one; empty where the exercise has no drawing."""
    if exercise not in protocol.movements:
        return "", ""
    moving, still = (
        reverse("figure:svg", args=(protocol.short_version, exercise, look))
        for look in (MOVING, STILL)
    )
    return moving, still


def strip_of(today: Today) -> str:
    """The strip with the stills of today's sessions, and of ease on a calm day; or nothing."""
    protocol = knowledge().protocol
    exercises = {item.exercise for session in today.sessions for item in session.items}
    if any(session.gentle for session in today.sessions):
        exercises |= {easing.exercise for easing in protocol.easings.values()}
    names = sorted(name for name in exercises if name in protocol.movements)
    if not names:
        return ""
    return reverse("figure:strip", args=(protocol.short_version, BETWEEN.join(names)))
