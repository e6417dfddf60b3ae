"""What was chosen: by cookie for everybody, in the record for who keeps one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from ischia.record.knowledge import knowledge
from ischia.web.person import person_of

THEME, COUNTRY = "ischia_theme", "ischia_country"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """`light`, `dark`, or empty: as the device has it."""
    chosen = request.COOKIES.get(THEME, "")
    return chosen if chosen in THEMES else ""


def country_of(request: HttpRequest) -> str:
    """The country's code as the protocol names it, or empty."""
    person = person_of(request)
    kept = (person.country if person else "").lower()
    chosen = kept or request.COOKIES.get(COUNTRY, "")
    return chosen if chosen in knowledge().protocol.emergency_numbers else ""


def language_of(request: HttpRequest) -> str:
    """The language that was chosen, or empty: as the browser asks for it."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else ""


def for_templates(request: HttpRequest) -> dict[str, object]:
    """`theme` in every template."""
    return {"theme": theme_of(request)}
