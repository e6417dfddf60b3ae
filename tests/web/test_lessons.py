"""Learn: every page in its order, with its sources, readable without an account."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol
from ischia.web.learn.views import in_order

LESSONS = in_order(load_protocol())


def text(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_finds_every_lesson_in_order(stranger: Client, db: None) -> None:
    page = text(stranger, "learn:home")
    general = [one for one in LESSONS if one.group != "causes"]
    places = [page.index(f'href="{reverse("learn:lesson", args=(one.id,))}"') for one in general]
    assert len(places) > 5
    assert places[1:] == sorted(places[1:])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.id)
def test_a_lesson_shows_its_texts_sources_and_picture(
    stranger: Client, db: None, protocol: Protocol, lesson: object
) -> None:
    one = protocol.lessons[getattr(lesson, "id", "")]
    page = text(stranger, "learn:lesson", one.id)
    for name in one.texts:
        told = protocol.education[name]
        assert f'<h2 id="{name}">' in page
        for key in told.source:
            assert f"({protocol.bibliography[key].year})" in page
    assert ('role="img"' in page) is bool(one.drawing)
    assert page.count(one.drawing_text.split(".")[0]) >= (2 if one.drawing else 0)


def test_next_leads_through_all_of_them(stranger: Client, db: None) -> None:
    for one, after in pairwise(LESSONS):
        page = text(stranger, "learn:lesson", one.id)
        assert f'button--primary" href="{reverse("learn:lesson", args=(after.id,))}"' in page
    assert "button--primary" not in text(stranger, "learn:lesson", LESSONS[-1].id)


def test_there_is_no_lesson_of_another_name(stranger: Client, db: None) -> None:
    assert stranger.get(reverse("learn:lesson", args=("no_such",))).status_code == 404


def test_every_word_has_its_place(stranger: Client, db: None, protocol: Protocol) -> None:
    page = text(stranger, "learn:words")
    for word in protocol.glossary.values():
        assert f'id="{word.id}"' in page
        if word.lesson:
            assert reverse("learn:lesson", args=(word.lesson,)) in page
