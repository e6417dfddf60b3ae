"""Values as a person reads them. Translated; the numbers are those that it is given."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ischia.care.dose import Amount


def dose_in_words(dose: Amount) -> str:
    """A dose: sets, repetitions or minutes, sides, hold."""
    parts = [_minutes(dose) if dose.minutes else _repetitions(dose)]
    if dose.per_side:
        parts.append(_("each side"))
    if dose.hold_s > 1 and not dose.minutes:
        parts.append(_("hold %(seconds)d seconds") % {"seconds": dose.hold_s})
    return ", ".join(parts)


def _minutes(dose: Amount) -> str:
    once = ngettext("%(n)g minute", "%(n)g minutes", round(dose.minutes)) % {"n": dose.minutes}
    return _sets(dose, once)


def _repetitions(dose: Amount) -> str:
    return _sets(dose, ngettext("%(n)d time", "%(n)d times", dose.reps) % {"n": dose.reps})


def _sets(dose: Amount, once: str) -> str:
    if dose.sets == 1:
        return once
    return ngettext("%(sets)d set of %(once)s", "%(sets)d sets of %(once)s", dose.sets) % {
        "sets": dose.sets,
        "once": once,
    }


def slots() -> Mapping[str, str]:
    """The names of the day's sessions."""
    return {
        "morning": pgettext("session", "Morning"),
        "evening": pgettext("session", "Evening"),
        "between": pgettext("session", "In between"),
    }


def zones() -> list[tuple[int, str]]:
    """How far down the pain reaches, from the record's zones."""
    names = (_("no pain"), _("back"), _("buttock"), _("thigh"), _("knee or calf"), _("foot"))
    return list(enumerate(names))
