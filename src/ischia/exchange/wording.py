"""The knowledge in the language of who reads. What is decided and kept stays in English."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from ischia.care.sayings import said_again
from ischia.protocol.model import Protocol
from ischia.protocol.wording import in_words, say_in
from ischia.record.knowledge import knowledge

ENGLISH = "en"


def language() -> str:
    """The language of who reads."""
    return get_language() or ENGLISH


def shown_protocol() -> Protocol:
    """The protocol in use, to be shown. Decisions are made by `knowledge()`, never by this."""
    protocol = knowledge().protocol
    if language() == ENGLISH:
        return protocol
    return _in_language(protocol.version, language(), _folder())


def said(text: str) -> str:
    """A text of a decision, which is kept in English, as the reader says it."""
    return text if language() == ENGLISH else said_again(text, say_in(language(), _folder()))


def _folder() -> Path:
    return Path(settings.LOCALE_PATHS[0])


@lru_cache(maxsize=8)
def _in_language(_version: str, language: str, folder: Path) -> Protocol:
    return in_words(knowledge().protocol, say_in(language, folder))
