"""Everything else, in groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ischia.record.models import Person
from ischia.web.more.links import groups
from ischia.web.person import with_person


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """The list."""
    return render(request, "more/home.html", {"groups": groups(), "shown": person})
