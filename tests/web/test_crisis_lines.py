"""Somebody who listens: by the country that was chosen, wherever despair was told."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.models import Person

Raw = dict[str, object]
PHQ = {f"q{number}": "0" for number in range(1, 10)}
CALL = re.compile(r'href="tel:(\d+)"')


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def live_in(client: Client, country: str) -> None:
    client.post(reverse("preferences:home"), {"country": country})


def help_page(client: Client) -> str:
    place = reverse("questionnaire:ask", args=("phq_9",))
    page = client.post(place, {**PHQ, "q9": "1"}, follow=True).content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("country", "numbers"), [("gb", ["116123", "999"]), ("us", ["988", "911"]),
    ("be", ["1813", "080032123", "112"])])  # fmt: skip
def test_the_lines_of_the_country_stand_first_and_the_emergency_number_after(
    browser: Client, country: str, numbers: list[str]
) -> None:
    live_in(browser, country)
    page = help_page(browser)
    assert CALL.findall(page) == numbers
    assert page.index("tel:") < page.index("Pain can wear anyone down")  # the call comes first


@pytest.mark.usefixtures("well")
def test_a_country_without_a_line_keeps_its_emergency_number(
    browser: Client, protocol: Protocol
) -> None:
    known = {line.country for line in protocol.crisis_lines.values()}
    country = next(name for name in protocol.emergency_numbers if name not in known)
    live_in(browser, country)
    page = help_page(browser)
    assert CALL.findall(page) == [protocol.emergency_numbers[country].number]
    assert "We have no number of a crisis line" in page


@pytest.mark.usefixtures("well")
def test_without_a_country_all_are_there(browser: Client, protocol: Protocol) -> None:
    found = CALL.findall(help_page(browser))
    assert {line.number for line in protocol.crisis_lines.values()} <= set(found)
    assert {number.number for number in protocol.emergency_numbers.values()} <= set(found)


def test_a_check_that_finds_despair_shows_them(browser: Client, well: Person) -> None:
    live_in(browser, "fr")
    result = reverse("check:result")
    assert "tel:3114" not in browser.get(result).content.decode()
    journey.answer(well, {"suicidal_thoughts": "yes"}, at=timezone.now())
    assert "tel:3114" in browser.get(result).content.decode()


@pytest.mark.usefixtures("well")
def test_low_mood_behind_missed_days_shows_them(browser: Client) -> None:
    live_in(browser, "nz")
    address = reverse("reminders:missed")
    assert "tel:1737" in browser.post(address, {"barrier": "mood"}).content.decode()
    assert "tel:1737" not in browser.post(address, {"barrier": "time"}).content.decode()


def test_every_line_says_where_its_number_comes_from(protocol: Protocol) -> None:
    for line in protocol.crisis_lines.values():
        sources = [protocol.bibliography[key] for key in line.source]
        assert all(source.address.startswith("http") for source in sources), line.id
        assert any(source.read != "not_read" for source in sources), line.id
