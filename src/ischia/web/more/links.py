"""Where one can go, in groups. A page that is not there is not listed."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from msgspec import Struct


class Link(Struct, frozen=True):
    """One place to go, with what it is for."""

    address: str
    icon: str
    title: str
    text: str


class Group(Struct, frozen=True):
    """Links under one heading."""

    title: str
    links: tuple[Link, ...]


def address_of(*names: str) -> str:
    """The address of the first of these names that there is, or ""."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def groups() -> list[Group]:
    """All groups that hold anything."""
    wanted = [
        (_("When it hurts"), (
            (("ease:home",), "flame", _("Ease now"), _("A position and a movement that ease it")),
            (("check:home",), "shield-check", _("Safety check"), _("The questions about danger")),
        )),
        (_("What it is"), (
            (("picture:home",), "user", _("Your picture"), _("What fits, and what does not")),
            (("diagnosis:home",), "stethoscope", _("Diagnosis"), _("What a clinician said")),
            (("learn:home",), "book-open", _("Learn"), _("Short pages on the nerve and the back")),
        )),
        (_("Day by day"), (
            (("daily_living:home", "daily:home"), "house", _("Daily life"),
             _("Sitting, lifting, driving, sleep")),
            (("reminders:home",), "bell", _("Reminders"), _("When, how, and how quietly")),
            (("questionnaire:home",), "clipboard-list", _("Questionnaires"),
             _("Any time, or when due")),
            (("progress:staying_well",), "leaf", _("Staying well"),
             _("Fewer exercises, and early signs")),
        )),
        (_("Your record"), (
            (("report:home",), "printer", _("Report"), _("A page for your clinician")),
            (("data:home", "my_data:home", "mydata:home"), "download", _("My data"),
             _("Take it with you, bring it back, erase it")),
        )),
        (_("How it works for you"), (
            (("today:set_up",), "clock", _("Set up"), _("Time, equipment, and what limits you")),
            (("preferences:home",), "settings", _("Settings"), _("Country, language and look")),
        )),
    ]  # fmt: skip
    return [group for title, links in wanted if (group := _group(title, links)).links]


def _group(title: str, links: tuple[tuple[tuple[str, ...], str, str, str], ...]) -> Group:
    found = tuple(
        Link(address, icon, name, text)
        for names, icon, name, text in links
        if (address := address_of(*names))
    )
    return Group(title, found)
