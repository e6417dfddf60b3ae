"""The translation files: up to date, complete where a language is offered, and blanks kept."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path

import pytest
import words
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

BLANK = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|</?[a-z]+>")
OFFERED = [code for code, _name in settings.LANGUAGES if code != "en"]
FIGURE = re.compile(r"\d+")


@pytest.fixture(scope="module", params=words.DOMAINS)
def template(request: pytest.FixtureRequest) -> tuple[str, Catalog]:
    """A domain, and every text that is in it now."""
    return request.param, words.gathered(request.param)


def catalog_of(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize("language", list(words.languages()))
def test_the_files_are_those_that_are_made(template: tuple[str, Catalog], language: str) -> None:
    domain, texts = template
    path = words.po_of(language, domain)
    made = words.updated(language, domain, texts)
    assert path.read_bytes() == words.written(made), "run: make words"
    assert path.with_suffix(".mo").read_bytes() == words.compiled(made), "run: make words"


@pytest.mark.parametrize("language", OFFERED)
def test_an_offered_language_is_complete(template: tuple[str, Catalog], language: str) -> None:
    made = words.updated(language, *template)
    left = [m.id for m in made if m.id and not all(words.forms(m.string))]
    assert not left


@pytest.mark.parametrize("language", list(words.languages()))
@pytest.mark.parametrize("domain", words.DOMAINS)
def test_blanks_and_figures_survive(language: str, domain: str) -> None:
    wrong: list[str] = []
    for message in catalog_of(words.po_of(language, domain)):
        english = words.forms(message.id)
        for said in filter(None, words.forms(message.string) if message.id else []):
            known = [blanks(form) for form in english]
            if blanks(said) not in known or figures(said) not in map(figures, english):
                wrong.append(f"{english[-1]} -> {said}")
    assert not wrong


def blanks(text: str) -> Counter[str]:
    return Counter(BLANK.findall(text))


def figures(text: str) -> Counter[str]:
    """The digits of a text. Some figures are written as a word in one language and not in both."""
    return Counter(FIGURE.findall(BLANK.sub("", text)))
