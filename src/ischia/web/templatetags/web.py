"""Small helps for templates: icons, the current place, doses, figures and sources in words."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ischia.care.dose import Amount
from ischia.exchange.wording import said as said_here
from ischia.exchange.wording import shown_protocol
from ischia.protocol.base import Source
from ischia.web.figure.addresses import figure_addresses
from ischia.web.prose import Part, parts_of
from ischia.web.words import dose_in_words

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """An icon beside words that say the same: hidden from screen readers."""
    address = f"{static('vendor/icons.svg')}#{name}"
    points = " icon--points" if name.startswith(("arrow-", "chevron-")) else ""  # turns in RTL
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}"></use></svg>', points, address
    )


@register.simple_tag
def here(request: HttpRequest, journey: str) -> SafeString:
    """Marks the journey that the page belongs to."""
    match = request.resolver_match
    now = match is not None and match.app_name == journey
    return mark_safe(' aria-current="page"') if now else mark_safe("")


@register.filter
def dose(amount: Amount) -> str:
    """A dose in words."""
    return dose_in_words(amount)


@register.filter
def said(text: str) -> str:
    """A text of a decision in the reader's language: decisions are kept in English."""
    return said_here(text)


@register.filter
def get(things: dict[str, str], name: str) -> str:
    """The entry of this name, or nothing."""
    return things.get(name, "")


@register.filter
def exercise_title(name: str) -> str:
    """The name of an exercise as people read it."""
    known = shown_protocol().exercises.get(name)
    return known.title if known else name


@register.inclusion_tag("figure.html")
def figure(name: str, large: bool = False, among: str = "") -> dict[str, object]:  # noqa: FBT001, FBT002
    """The figure of an exercise: moving when large, still in lists and for reduced motion.
    `among` is the page's strip of stills that holds it."""
    moving, still = figure_addresses(shown_protocol(), name)
    if still and among:
        still = f"{among}#{name}"
    return {"moving": moving, "still": still, "title": exercise_title(name), "large": large}


@register.inclusion_tag("prose.html")
def prose(text: str) -> dict[str, list[Part]]:
    """A text of the protocol, its lists set as lists."""
    return {"parts": parts_of(text)}


@register.filter
def sources(keys: tuple[str, ...]) -> list[Source]:
    """The bibliography behind a statement."""
    shelf = shown_protocol().bibliography
    return [shelf[key] for key in keys if key in shelf]
