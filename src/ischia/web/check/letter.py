"""What was told, in words: beside the result, and as a letter to a clinician."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.exchange import wording
from ischia.exchange.words import number_in_words
from ischia.protocol.model import Finding, Protocol
from ischia.record.shown import CheckView


class Told(Struct, frozen=True):
    """One answer behind the result."""

    finding: Finding
    answer: str


def told(protocol: Protocol, view: CheckView) -> list[Told]:
    """The person's answers that the reasons rest on, each once; those are what would change it."""
    names = dict.fromkeys(name for reason in view.reasons for name in reason.findings)
    return [
        Told(protocol.findings[name], said(protocol.findings[name], view.answers[name]))
        for name in names
        if name in protocol.findings and name in view.answers
        and protocol.findings[name].who == "person"
    ]  # fmt: skip


def said(finding: Finding, value: object) -> str:
    """An answer as a person would say it."""
    if value == "unsure":
        return finding.unsure_text or _("not sure")
    if isinstance(value, list | tuple | set | frozenset):
        return _("marked on the body map")
    words = {"yes": _("yes"), "no": _("no"), **finding.choice_texts}
    if isinstance(value, float):
        return f"{number_in_words(value)} {finding.unit}".strip()
    return words.get(str(value), f"{value} {finding.unit}".strip())


def letter_to_clinician(protocol: Protocol, view: CheckView, today: date) -> str:
    """A `mailto:` address without anybody to send it to: the person chooses whom."""
    if view.disposition is None:
        return ""
    words = protocol.dispositions[view.disposition]
    lines = [
        words.say,
        "",
        *(f"- {wording.said(reason.text)}" for reason in view.reasons),
        "",
        *(f"- {entry.finding.label}: {entry.answer}" for entry in told(protocol, view)),
        "",
        _("Ischia, %(day)s, protocol %(version)s")
        % {"day": today.isoformat(), "version": protocol.short_version},
    ]
    subject = _("Result of a safety check for back and leg pain")
    return f"mailto:?subject={quote(subject)}&body={quote(chr(10).join(lines))}"
