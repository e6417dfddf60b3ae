"""One page that shows every token and component, with when to use it."""

from __future__ import annotations

import re
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ischia.web.discover import HERE

COLOURS = {
    "ground": "the page",
    "surface": "cards and buttons on it",
    "sunk": "quiet areas, behind figures",
    "ink": "text",
    "muted": "second text",
    "line": "divisions that nobody needs to see to use the page",
    "edge": "the edge of what can be tapped",
    "deep": "what to do",
    "deep-soft": "behind what is chosen",
    "coral": "pain and danger, nothing else",
    "coral-soft": "behind danger",
    "focus": "where the keyboard is",
}
BANDS = ("more_likely", "possible", "less_likely")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The design system."""
    page = {"colours": COLOURS.items(), "icons": _icons(), "bands": BANDS}
    return render(request, "design/home.html", page)


@lru_cache(maxsize=1)
def _icons() -> tuple[str, ...]:
    """The names in the sprite; none before `make assets`."""
    sprite = HERE / "static/vendor/icons.svg"
    if not sprite.exists():
        return ()
    return tuple(re.findall(r'<symbol id="([^"]+)"', sprite.read_text("utf-8")))
