"""Values as a person reads them. Translated; the numbers are those that it is given."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ischia.exchange.words import dose_in_words, zones

__all__ = ["dose_in_words", "equipment_title", "slots", "zones"]


def slots() -> Mapping[str, str]:
    """The names of the day's sessions."""
    return {
        "morning": pgettext("session", "Morning"),
        "evening": pgettext("session", "Evening"),
        "between": pgettext("session", "In between"),
    }


def equipment_title(name: str) -> str:
    """What an exercise needs, as people call it."""
    names = {
        "bike": _("Exercise bike"),
        "chair": _("Steady chair"),
        "cushion": _("Cushion"),
        "mat": _("Mat or rug"),
        "pool": _("Swimming pool"),
        "step": _("Step or stair"),
        "towel": _("Towel or belt"),
        "wall": _("Free wall"),
    }
    return names.get(name, name.replace("_", " ").capitalize())
