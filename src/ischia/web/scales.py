"""The scales that several pages ask with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ischia.web.words import zones

POINTS = range(11)


def scales() -> dict[str, Any]:
    """Pain in leg and back, effort, and how far down the pain reaches."""
    return {
        "scales": [
            {"name": "leg", "legend": _("Pain in the leg"), "points": POINTS},
            {"name": "back", "legend": _("Pain in the back"), "points": POINTS},
        ],
        "effort_points": POINTS,
        "zones": [{"value": value, "title": title} for value, title in zones()],
    }
