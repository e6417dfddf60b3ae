"""A question as a screen: its answers to tap, and the reading of what was tapped."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.protocol.model import Finding


class Option(Struct, frozen=True):
    """One answer that can be tapped."""

    value: str
    text: str
    checked: bool = False


class Screen(Struct, frozen=True, kw_only=True):
    """A finding ready to be asked."""

    finding: Finding
    options: tuple[Option, ...] = ()
    value: object = None


def screen(finding: Finding, last: object = None) -> Screen:
    """The screen for a finding, with the answer that was given before."""
    return Screen(finding=finding, options=_options(finding, last), value=last)


def _options(finding: Finding, last: object) -> tuple[Option, ...]:
    if finding.kind == "yes_no":
        texts = {"yes": _("Yes"), "no": _("No"), "unsure": finding.unsure_text or _("Not sure")}
    elif finding.kind == "choice":
        texts = {name: finding.choice_texts.get(name, name) for name in finding.choices}
        texts["unsure"] = finding.unsure_text or _("Not sure")
    else:
        return ()
    return tuple(Option(value, text, value == last) for value, text in texts.items())


def answer_of(request: HttpRequest, finding: Finding) -> object:
    """What was tapped or typed, in the shape that the journey reads."""
    value = request.POST.get("value", "").strip()
    if request.POST.get("unsure"):
        return "unsure"
    if finding.kind == "number" and value:
        try:
            return float(value.replace(",", "."))
        except ValueError:
            return value
    return value
