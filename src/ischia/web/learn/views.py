"""The lessons in an order of reading, each with its texts, picture and sources, and the words."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.protocol.daily import Lesson
from ischia.protocol.model import Protocol
from ischia.web.learn.body import bodies

CAUSES = "causes"


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every lesson, those on one cause apart."""
    lessons = in_order(shown_protocol())
    groups = {
        "general": [one for one in lessons if one.group != CAUSES],
        "causes": [one for one in lessons if one.group == CAUSES],
    }
    return render(request, "learn/home.html", {**groups, "first": lessons[0]})


@require_GET
def lesson(request: HttpRequest, lesson: str) -> HttpResponse:
    """One lesson, and the way to the next."""
    protocol = shown_protocol()
    known = protocol.lessons.get(lesson)
    if known is None:
        raise Http404
    lessons = in_order(protocol)
    number = lessons.index(known)
    page = {
        "lesson": known,
        "texts": [protocol.education[name] for name in known.texts],
        "drawing": drawing_of(known),
        "bodies": bodies(),
        "number": number + 1,
        "of": len(lessons),
        "before": lessons[number - 1] if number else None,
        "after": lessons[number + 1] if number + 1 < len(lessons) else None,
    }
    return render(request, "learn/lesson.html", page)


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """What the words mean, from A to Z."""
    protocol = shown_protocol()
    entries = sorted(protocol.glossary.values(), key=lambda word: word.title.casefold())
    page = {
        "entries": [{"word": w, "lesson": protocol.lessons.get(w.lesson)} for w in entries],
        "source": sorted({key for word in entries for key in word.source}),
    }
    return render(request, "learn/words.html", page)


def in_order(protocol: Protocol) -> list[Lesson]:
    """The lessons as they are to be read."""
    return sorted(protocol.lessons.values(), key=lambda one: one.order)


def drawing_of(known: Lesson) -> str:
    """The template of a lesson's drawing. One that a protocol pack names and we cannot draw is
    left out: its words are still shown."""
    name = f"learn/drawings/{known.drawing}.html"
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return ""
    return name if known.drawing else ""
