"""Choosing the language, the country and the look. Works without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from ischia.record.knowledge import knowledge
from ischia.web.emergency import all_numbers
from ischia.web.person import person_of
from ischia.web.preferences.chosen import COUNTRY, THEME, THEMES, country_of, language_of, theme_of

A_YEAR_S = 31_536_000


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Show what is chosen; keep what is sent and go back to where it came from."""
    back = _back(request)
    if request.method == "POST":
        response = redirect(back or reverse("preferences:home"))
        if "theme" in request.POST:
            _keep(response, THEME, request.POST["theme"], THEMES)
        if "language" in request.POST:
            known = tuple(dict(settings.LANGUAGES))
            _keep(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"], known)
            _keep_language(request, known)
        if "country" in request.POST:
            countries = tuple(knowledge().protocol.emergency_numbers)
            _keep(response, COUNTRY, request.POST["country"], countries)
            _keep_in_record(request, countries)
        return response
    page = {
        "back": back,
        "countries": all_numbers(),
        "country": country_of(request),
        "languages": settings.LANGUAGES,
        "chosen_language": language_of(request),
        "chosen_theme": theme_of(request),
    }
    return render(request, "preferences/home.html", page)


def _back(request: HttpRequest) -> str:
    """Where to go afterwards: a page of this address only."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else ""


def _keep(response: HttpResponse, name: str, value: str, known: tuple[str, ...]) -> None:
    if value in known:
        response.set_cookie(name, value, max_age=A_YEAR_S, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")


def _keep_language(request: HttpRequest, known: tuple[str, ...]) -> None:
    """The language in the record too: the calendar is asked for without a browser."""
    person, code = person_of(request), request.POST["language"]
    if person is not None and code in known:
        person.language = code
        person.save(update_fields=["language"])


def _keep_in_record(request: HttpRequest, countries: tuple[str, ...]) -> None:
    """The country in the record too. One without a code of its own stays with the browser."""
    person, code = person_of(request), request.POST["country"]
    if person is not None:
        person.country = code.upper() if code in countries and len(code) == 2 else ""
        person.save(update_fields=["country"])
