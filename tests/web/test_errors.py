"""Pages for what goes wrong: in our own words, with a way on."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client


def test_an_address_that_is_not_there_leads_back(stranger: Client, db: None) -> None:
    response = stranger.get("/nowhere/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "Nothing of yours is lost" in page
    assert 'href="/"' in page


def test_a_form_without_its_mark_is_refused_in_plain_words(db: None) -> None:
    host = f"127.0.0.1:{settings.CONFIG.port}"
    strict = Client(enforce_csrf_checks=True, headers={"host": host})
    response = strict.post("/preferences/", {"country": "de"})
    assert response.status_code == 403
    assert "Nothing was saved" in response.content.decode()


def test_our_own_mistake_says_that_nothing_is_lost() -> None:
    page = render_to_string("500.html")
    assert "What was saved before is kept" in page
    assert 'href="/ease/"' in page
