"""Whom to call, by the country that was chosen; where none was, which is the likely one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from ischia.exchange.wording import shown_protocol
from ischia.protocol.lint_easings import OTHER_COUNTRY
from ischia.protocol.model import CrisisLine, EmergencyNumber
from ischia.web.preferences.chosen import country_of
from ischia.web.zone import likely_country

DESPAIR = "suicidal_thoughts"  # the rule whose words are shown, with somebody who listens


def all_numbers() -> list[EmergencyNumber]:
    """Every country by name, the rest of the world last."""
    numbers = shown_protocol().emergency_numbers
    rest = [number for key, number in numbers.items() if key != OTHER_COUNTRY]
    return [*sorted(rest, key=lambda n: n.country), numbers[OTHER_COUNTRY]]


def lines_of(country: str) -> list[CrisisLine]:
    """Who listens to somebody in despair in a country; none where no number was found."""
    lines = shown_protocol().crisis_lines.values()
    return [line for line in lines if line.country == country]


def numbers_for(request: HttpRequest) -> dict[str, Any]:
    """`call`, the number to dial, and all `countries` for those who are elsewhere; likewise the
    crisis `lines`, and those of all countries."""
    country = country_of(request)
    numbers = shown_protocol().emergency_numbers
    guess = likely_country()
    return {
        "call": numbers.get(country),
        "lines": lines_of(country),
        "lines_of_all": [(n, found) for n in all_numbers() if (found := lines_of(n.id))],
        "countries": all_numbers(),
        "country": country,
        "likely": country or (guess if guess in numbers else OTHER_COUNTRY),
        "here": request.get_full_path(),
    }
