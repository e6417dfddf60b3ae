"""The service worker, the manifest, the page shown without a network, and what today needs."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.record.shown import Today
from ischia.web.camera.addresses import camera_addresses
from ischia.web.figure.addresses import figure_addresses, strip_of
from ischia.web.person import with_person

SHELL = (
    "ischia/ischia.css",
    "ischia/icon.svg",
    "vendor/icons.svg",
    "vendor/fonts/atkinson-hyperlegible-latin-400-normal.woff2",
    "vendor/fonts/atkinson-hyperlegible-latin-700-normal.woff2",
    "ischia/page.js",
    "session/session.css",
    "session/session.js",
    "session/player.js",
    "session/outbox.js",
    "session/voice.js",
)


@require_GET
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker, at the root so that it may answer for every page."""
    text = Path(str(finders.find("offline/worker.js"))).read_text("utf-8")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """What the device shows when Ischia is installed on it."""
    icon = {"src": static("ischia/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Ischia",
            "short_name": "Ischia",
            "description": _("Exercises for sciatica: safe, explained, coached."),
            "start_url": reverse("account:home"),
            "scope": "/",
            "display": "standalone",
            "background_color": "#faf6ee",
            "theme_color": "#0e626b",
            "icons": [icon, {**icon, "purpose": "maskable"}],
        },
        content_type="application/manifest+json",
    )


@require_GET
def without_network(request: HttpRequest) -> HttpResponse:
    """Shown for a page that is not on the device."""
    return render(request, "offline/page.html")


@require_GET
@with_person
def shopping_list(request: HttpRequest, person: Person) -> JsonResponse:  # noqa: ARG001
    """The pages and files that today's sessions need without a network."""
    today = journey.today(person, at=timezone.now())
    ready = not today.needs_check and not today.check_in
    pages = [reverse("today:home"), reverse("offline:page"), reverse("ease:home")]
    if ready:
        pages += [reverse("session:play", args=(s.slot,)) for s in today.sessions]
    files = [static(name) for name in SHELL if finders.find(name)]
    strip, names = strip_of(today), _exercises(today)
    return JsonResponse(
        {
            "pages": pages,
            "files": [*files, *([strip] if strip else []), *_figures(names)],
            "later": _camera(names),
        }
    )


def _exercises(today: Today) -> list[str]:
    items = [item for session in today.sessions for item in session.items]
    return sorted({name for item in items for name in (item.exercise, item.easier)} - {""})


def _figures(names: list[str]) -> list[str]:
    found = (address for name in names for address in figure_addresses(shown_protocol(), name))
    return [address for address in found if address]


def _camera(names: list[str]) -> list[str]:
    """What the camera coach needs: tens of megabytes, so that they are fetched after the rest."""
    found = camera_addresses(shown_protocol(), names) or {}
    return [
        address
        for entry in found.values()
        for address in (entry.values() if isinstance(entry, dict) else (entry,))
    ]
