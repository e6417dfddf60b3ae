"""Values as a person reads them. Translated; the numbers are those that are given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import cast

from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ischia.care.dose import Amount
from ischia.protocol.model import Finding, Protocol

SIDES = ("left", "right")


def dose_in_words(dose: Amount) -> str:
    """A dose: sets, repetitions or minutes, sides, hold."""
    parts = [_minutes(dose) if dose.minutes else _repetitions(dose)]
    if dose.per_side:
        parts.append(_("each side"))
    if dose.hold_s > 1 and not dose.minutes:
        parts.append(_("hold %(seconds)d seconds") % {"seconds": dose.hold_s})
    return ", ".join(parts)


def _minutes(dose: Amount) -> str:
    said = ngettext("%(n)s minute", "%(n)s minutes", round(dose.minutes))
    return _sets(dose, said % {"n": number_in_words(dose.minutes)})


def _repetitions(dose: Amount) -> str:
    return _sets(dose, ngettext("%(n)d time", "%(n)d times", dose.reps) % {"n": dose.reps})


def _sets(dose: Amount, once: str) -> str:
    if dose.sets == 1:
        return once
    return ngettext("%(sets)d set of %(once)s", "%(sets)d sets of %(once)s", dose.sets) % {
        "sets": dose.sets,
        "once": once,
    }


def zones() -> list[tuple[int, str]]:
    """How far down the pain reaches, from the record's zones."""
    names = (_("no pain"), _("back"), _("buttock"), _("thigh"), _("knee or calf"), _("foot"))
    return list(enumerate(names))


def day_in_words(day: date) -> str:
    """A date with its month in letters: no reader takes day and month for each other."""
    return date_format(day, "j M Y")


def number_in_words(value: float) -> str:
    """A number without needless digits, as the language writes it."""
    return f"{round(value, 1):g}".replace(".", str(get_format("DECIMAL_SEPARATOR")))


def said_in_words(protocol: Protocol, finding: Finding, value: object) -> str:
    """An answer as a clinician reads it."""
    if value == "unsure":
        return finding.unsure_text or _("not sure")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_region(protocol, name) for name in sorted(cast("Iterable[str]", value)))
    words = {"yes": _("yes"), "no": _("no"), **finding.choice_texts}
    if isinstance(value, float):
        return f"{number_in_words(value)} {finding.unit}".strip()
    return words.get(str(value), f"{value} {finding.unit}".strip())


def _region(protocol: Protocol, name: str) -> str:
    """A part of the body with its side."""
    side, _sep, rest = name.partition("_")
    known = protocol.regions.get(rest if side in SIDES else name)
    label = known.label if known else name.replace("_", " ")
    words = {"left": _("left"), "right": _("right")}
    if side not in SIDES:
        return label
    return _("%(side)s %(part)s") % {"side": words[side], "part": label}
