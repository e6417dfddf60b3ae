"""Every page in another language: nothing left out, and from right to left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from pseudo import CODE, bare_texts, measures, write_pseudo

from ischia.protocol.model import Protocol
from ischia.record.models import Entry, Person
from year_diary import DAY, live

TYPED = ("Walk to the shop", "Sit through a film", "Lift my child", "Dr. Day")  # in the diary
SAYS_NOTHING = {"account:sign_out", "design:home"}  # the latter is for developers
Look = Callable[..., None]


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo(folder)
    return folder


@pytest.fixture
def abroad(pseudo_folder: Path, settings: Any) -> dict[str, str]:
    """What a browser says that asks for the language."""
    settings.LOCALE_PATHS = [pseudo_folder]
    settings.LANGUAGES = [("en", "⟦English⟧"), (CODE, "⟦Pseudo⟧")]
    return {"accept-language": CODE}


@pytest.fixture
def found() -> dict[str, list[str]]:
    """What was bare, by address."""
    return {}


def looks(client: Client, abroad: dict[str, str], found: dict[str, list[str]]) -> Look:
    def look(name: str, *args: str) -> None:
        answer = client.get(reverse(name, args=args), follow=True, headers=abroad)
        if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
            page = answer.content.decode()
            read(name, args, page)
            english = client.get(reverse(name, args=args), follow=True).content.decode()
            assert measures(page) == measures(english), name

    def read(name: str, args: tuple[str, ...], page: str) -> None:
        assert f'<html lang="{CODE}" dir="rtl"' in page, name
        bare = [text for text in bare_texts(page) if not any(said in text for said in TYPED)]
        if bare:
            found[f"{name} {' '.join(args)}"] = bare

    return look


def plain_pages() -> set[str]:
    """The name of every page that needs nothing in its address."""
    return set(_names(get_resolver().url_patterns, "")) - SAYS_NOTHING


def _names(patterns: Any, space: str) -> Iterator[str]:
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from _names(entry.url_patterns, entry.app_name or space)
        elif entry.name and not entry.pattern.converters:
            yield f"{space}:{entry.name}" if space else entry.name


def every_page(look: Look) -> None:
    for name in sorted(plain_pages()):
        look(name)


@pytest.mark.django_db
def test_a_strangers_pages(
    stranger: Client, protocol: Protocol, abroad: dict[str, str], found: dict[str, list[str]]
) -> None:
    look = looks(stranger, abroad, found)
    every_page(look)
    for sign in protocol.first_signs.values():
        look("ease:signs", sign.group)
        look("ease:unsure", sign.group)
        look("ease:help", sign.group, sign.id)
    for easing in protocol.easings:
        look("ease:position", easing)
        look("ease:move", easing)
    assert not found


@pytest.mark.django_db
def test_a_new_persons_pages(
    browser: Client, protocol: Protocol, abroad: dict[str, str], found: dict[str, list[str]]
) -> None:
    look = looks(browser, abroad, found)
    every_page(look)
    for finding in protocol.findings.values():
        if finding.who == "person":
            look("check:ask", finding.id)
    for name in protocol.instruments:
        look("questionnaire:ask", name)
    for name in protocol.exercises:
        look("program:exercise", name)
    for name in protocol.lessons:
        look("learn:lesson", name)
    assert not found


@pytest.mark.django_db
@pytest.mark.parametrize("flare", [frozenset({12}), frozenset({12, 39})], ids=["weeks", "flare"])
def test_the_pages_of_weeks(
    browser: Client,
    owner: Person,
    abroad: dict[str, str],
    found: dict[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    flare: frozenset[int],
) -> None:
    end = timezone.now()
    now: list[datetime] = [end]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    first = end - 39 * DAY - timedelta(hours=2)
    for morning in live(owner, first, 40, every=3, flare_on=flare):
        now[0] = morning + timedelta(hours=12)
    now[0] = end
    look = looks(browser, abroad, found)
    every_page(look)
    for slot in ("morning", "evening"):
        look("session:play", slot)
    for entry in Entry.objects.filter(person=owner):
        if entry.kind == "questionnaire":
            look("questionnaire:result", str(entry.pk))
        if entry.kind == "session":
            look("session:done", str(entry.pk))
    for topic in ("workstation", "driving", "sleep", "morning"):
        look("daily_living:place", topic)
    look("today:look_back", (first + 12 * DAY).date().isoformat())
    now[0] = end + DAY
    browser.post(reverse("today:check_in"), {"danger": "yes", "entry": str(uuid4())})
    every_page(look)
    assert not found


@pytest.mark.django_db
@pytest.mark.parametrize(
    "finding", ["saddle_numbness", "bladder_change", "suicidal_thoughts", "cancer_history"]
)
def test_the_pages_of_danger(
    browser: Client, abroad: dict[str, str], found: dict[str, list[str]], finding: str
) -> None:
    for value in ("unsure", "yes"):
        answer = {"value": value, "entry": str(uuid4())}
        browser.post(reverse("check:ask", args=[finding]), answer)
        every_page(looks(browser, abroad, found))
    assert not found


@pytest.mark.django_db
def test_a_calendar_speaks_the_language_that_was_chosen(browser: Client, owner: Person) -> None:
    browser.post(reverse("reminders:home"), {"morning": "08:00"})
    browser.post(reverse("preferences:home"), {"language": "es"})
    browser.post(reverse("reminders:address"), headers={"accept-language": "es"})
    owner.refresh_from_db()
    feed = browser.get(reverse("reminders:feed", args=[owner.preferences["calendar"]]))
    assert "SUMMARY:Ischia: sesión de la mañana" in feed.content.decode()


def test_a_language_is_chosen_and_stays(stranger: Client, db: None) -> None:
    page = reverse("preferences:home")
    assert '<html lang="en"' in stranger.get(page).content.decode()
    assert (
        '<html lang="es"'
        in stranger.get(page, headers={"accept-language": "es-MX"}).content.decode()
    )
    stranger.post(page, {"language": "es"})
    assert '<html lang="es"' in stranger.get(page).content.decode()
    stranger.post(page, {"language": ""})
    assert '<html lang="en"' in stranger.get(page).content.decode()


@pytest.mark.django_db
def test_what_a_page_refuses_is_said_in_the_language(
    browser: Client, abroad: dict[str, str]
) -> None:
    refused: tuple[tuple[str, list[str], dict[str, str]], ...] = (
        ("check:ask", ["age_years"], {"value": "400", "entry": str(uuid4())}),
        ("check:ask", ["age_years"], {"value": "old", "entry": str(uuid4())}),
        ("diagnosis:home", [], {"cause": "lumbar_disc_herniation", "status": "confirmed",
                                "by": "⟦Dr⟧", "on": "2999-01-01", "entry": str(uuid4())}),
    )  # fmt: skip
    for name, args, form in refused:
        answer = browser.post(reverse(name, args=args), form, headers=abroad)
        assert answer.status_code == 400, name
        assert bare_texts(answer.content.decode()) == [], name
