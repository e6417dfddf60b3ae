"""Where the figures of an exercise are."""

from __future__ import annotations

from django.urls import reverse

from ischia.protocol.model import Protocol

MOVING, STILL = "moving", "still"


def figure_addresses(protocol: Protocol, exercise: str) -> tuple[str, str]:
    """The moving figure and the still one; empty where the exercise has no drawing."""
    if exercise not in protocol.movements:
        return "", ""
    moving, still = (
        reverse("figure:svg", args=(protocol.short_version, exercise, look))
        for look in (MOVING, STILL)
    )
    return moving, still
