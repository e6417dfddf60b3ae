"""The first screen, the choice of country and look, and the design page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.models import Person

TAG = re.compile(r"<[^>]*>")
DOOR = re.compile(r'class="door\b[ "]')


def test_a_stranger_finds_two_doors(stranger: Client, db: None) -> None:
    page = stranger.get("/").content.decode()
    assert len(DOOR.findall(page)) == 2
    assert page.index(reverse("ease:home")) < page.index(reverse("check:home"))
    assert reverse("today:home") not in page


def test_who_has_begun_goes_on_with_today(browser: Client, owner: Person) -> None:
    assert "Continue with today" not in browser.get("/").content.decode()
    journey.answer(owner, {"saddle_numbness": "no"}, at=timezone.now())
    page = browser.get("/").content.decode()
    assert page.index("Continue with today") < page.index("I am in pain now")
    assert len(DOOR.findall(page)) == 3


def test_the_danger_signs_are_on_the_first_page(stranger: Client, protocol: Protocol) -> None:
    """Every word of them, with the list set as a list."""
    page = TAG.sub(" ", stranger.get("/").content.decode())
    words = re.findall(r"\w+", protocol.education["emergency_signs"].text)
    assert " ".join(words) in " ".join(re.findall(r"\w+", page))


def test_the_look_is_kept_in_this_browser(stranger: Client) -> None:
    home = reverse("preferences:home")
    assert "data-theme" not in stranger.get(home).content.decode()
    stranger.post(home, {"theme": "dark"})
    assert 'data-theme="dark"' in stranger.get("/").content.decode()
    stranger.post(home, {"theme": ""})
    assert "data-theme" not in stranger.get(home).content.decode()


@pytest.mark.parametrize("theme", ["<script>", "dark light", "purple"])
def test_a_look_that_is_none_is_not_kept(stranger: Client, theme: str) -> None:
    stranger.cookies["ischia_theme"] = theme
    assert "data-theme" not in stranger.get("/").content.decode()


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_sent_elsewhere_afterwards(stranger: Client, back: str) -> None:
    answer = stranger.post(reverse("preferences:home"), {"theme": "dark", "back": back})
    assert answer.headers["Location"] == reverse("preferences:home")


def test_a_country_that_is_none_is_not_kept(browser: Client, owner: Person) -> None:
    browser.post(reverse("preferences:home"), {"country": "xx"})
    owner.refresh_from_db()
    assert owner.country == ""


def test_the_design_page_shows_every_colour(stranger: Client) -> None:
    page = stranger.get(reverse("design:home")).content.decode()
    assert "--coral" in page
    assert "--deep" in page
