"""The first screen: what somebody in pain understands in five seconds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.record.models import Entry
from ischia.web.person import person_of

ALARM = "emergency_signs"


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    """Two doors, and a third for who has begun already."""
    person = person_of(request)
    started = person is not None and Entry.objects.filter(person=person).exists()
    page = {"started": started, "alarm": shown_protocol().education[ALARM]}
    response = render(request, "landing.html", page)
    response.headers["Cache-Control"] = "private, no-store" if person else "private, no-cache"
    return response
