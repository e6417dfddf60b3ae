"""Whose record a page shows: a person of the account that is signed in, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ischia.record.facts import zone_of
from ischia.record.models import Person, User
from ischia.record.remembered import remembering

KEY = "person"
View = Callable[..., HttpResponse]


def account_of(request: HttpRequest) -> User | None:
    """The account that is signed in."""
    return cast("User", request.user) if request.user.is_authenticated else None


def person_of(request: HttpRequest) -> Person | None:
    """The person chosen in this session, if the account keeps their record; else its first."""
    user = account_of(request)
    if user is None:
        return None
    people = Person.objects.filter(owner=user).order_by("created_at", "id")
    chosen = request.session.get(KEY)
    return (people.filter(pk=chosen).first() if chosen else None) or people.first()


class PersonMiddleware:
    """Gives `request.person` (None when nobody is signed in), read when it is first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast("Any", request).person = SimpleLazyObject(lambda: person_of(request))
        return self.get_response(request)


def with_person(view: View) -> View:
    """A view of the form `view(request, person, ...)`; without a person, the way to sign in.

    Dates are shown in the person's time zone, and nothing is kept in a shared cache.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        person = person_of(request)
        if person is None:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        cast("Any", request).person = person
        with timezone.override(zone_of(person)), remembering():
            response = view(request, person, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return wrapped


def for_templates(request: HttpRequest) -> dict[str, object]:
    """`person` in every template."""
    return {"person": getattr(request, "person", None)}
