"""A language in which every translated text stands in brackets: what is bare was left out.

It goes by the code of a language that is written from right to left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import words

CODE = "ar"
OPEN, SHUT = "⟦", "⟧"
SAID = ("alt", "title", "aria-label", "placeholder", "content", "aria-description")
SILENT = ("script", "style", "code", "template")
NAMES = ("Ischia", "PHQ", "GAD", "NIOSH")
EMPTY = ("meta", "link", "input", "img", "br", "hr", "source", "use", "path", "circle", "rect")


def bracketed(text: str) -> str:
    """The text as this language says it."""
    return f"{OPEN}{text}{SHUT}"


def write_pseudo(folder: Path) -> None:
    """Both catalogs of the language, made from every text that there is."""
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain in words.DOMAINS:
        catalog = words.updated("en", domain, words.gathered(domain))
        for message in catalog:
            if message.id:
                said = [bracketed(form) for form in words.forms(message.id)]
                message.string = tuple(said) if len(said) > 1 else said[0]
        (target / f"{domain}.mo").write_bytes(words.compiled(catalog))


class Bare(HTMLParser):
    """Every piece of a page that a person reads and that is not in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.depth = 0
        self.within: list[tuple[str, bool]] = []
        self.is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.is_data = tag == "script" and given.get("type") == "application/json"
        english = given.get("lang") == "en" or given.get("translate") == "no"
        for name in SAID:
            value = given.get(name) or ""
            if tag == "meta" or (name == "content" and tag != "meta"):
                continue
            if _has_words(value) and OPEN not in value and not english and not self._hidden():
                self.found.append(f"{tag}[{name}]: {value}")
        if (letter := given.get("href") or "").startswith("mailto:"):
            lines = unquote(letter.partition("?")[2]).replace("&body=", "\n").splitlines()
            self.found += [line for line in lines if _has_words(line) and OPEN not in line]
        if tag not in EMPTY:
            self.within.append((tag, english or tag in SILENT))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.is_data = False
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.is_data:
            found = _texts_in(json.loads(data))
            self.found += [text for text in found if " " in text and OPEN not in text]
        if self._hidden():
            return
        bare = ""
        for letter in data:
            if letter == OPEN:
                self.depth += 1
            elif letter == SHUT:
                self.depth -= 1
            elif self.depth == 0:
                bare += letter
        if _has_words(bare):
            self.found.append(
                f"{'>'.join(t for t, _ in self.within[-2:])}: {' '.join(bare.split())}"
            )

    def _hidden(self) -> bool:
        return any(hidden for _tag, hidden in self.within)


def _texts_in(value: Any) -> Iterator[str]:
    """Every string in what the page's script is given."""
    match value:
        case str():
            yield value
        case dict() | list():
            parts: list[Any] = list(value.values()) if isinstance(value, dict) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
            for one in parts:
                yield from _texts_in(one)
        case _:
            return


def _has_words(text: str) -> bool:
    return any(_is_word(word) for word in re.findall(r"[A-Za-z]+", text))


def _is_word(word: str) -> bool:
    return len(word) > 1 and word not in NAMES


def bare_texts(page: str) -> list[str]:
    """What stands on the page and has gone past the translation files."""
    reader: Any = Bare()
    reader.feed(page)
    return reader.found


class Drawn(HTMLParser):
    """What is measured in a page: all inside drawings, and every fraction in an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.drawings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawings += tag == "svg"
        for name, value in attrs:
            if name in SAID or name.startswith("aria-"):
                continue
            if self.drawings or re.fullmatch(r"-?\d+[.,]\d+", value or ""):
                self.found.append(f"{tag}[{name}]: {value}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.drawings -= tag == "svg"


def measures(page: str) -> list[str]:
    """The same in every language: a comma in a coordinate breaks the drawing."""
    reader = Drawn()
    reader.feed(page)
    return reader.found
