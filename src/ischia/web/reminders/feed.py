"""The calendar of the sessions: as a file, and at a secret address that can be taken back.

Both hold neutral names and times only. The address works without signing in, for calendar
programs; whoever has it learns when there is a session and nothing else.
"""

from __future__ import annotations

from datetime import time
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from ischia.exchange.calendar import CalendarEvent, calendar_text
from ischia.record import entries, journey
from ischia.record.facts import Kept, kept, zone_of
from ischia.record.feed import new_feed, person_of_feed, revoke_feed
from ischia.record.models import Person
from ischia.record.ringing import Ringing, ringing
from ischia.web.person import with_person

ICS = "text/calendar; charset=utf-8"
FILE = "ischia.ics"


@require_GET
@with_person
def as_file(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """The calendar to keep as a file."""
    response = HttpResponse(_calendar(person), content_type=ICS)
    response.headers["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response


@require_POST
@with_person
def address(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a new secret address, or take it back."""
    if request.POST.get("want") == "revoke":
        revoke_feed(person)
    else:
        new_feed(person)
        person.language = get_language() or ""  # a calendar asks in none
        person.save(update_fields=["language"])
    return redirect("reminders:home")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001
    """The calendar at its secret address. One that was taken back is not there any more."""
    person = person_of_feed(secret)
    if person is None:
        raise Http404
    with override(person.language or get_language()):
        response = HttpResponse(_calendar(person), content_type=ICS)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _calendar(person: Person) -> bytes:
    rows: list[Kept[entries.Reminders]] = kept(person, "reminders", entries.Reminders)
    chosen = rows[-1] if rows else None
    zone = zone_of(person)
    names = {"morning": _("Ischia: morning session"), "evening": _("Ischia: evening session")}
    times = {} if chosen is None else {"morning": chosen.is_.morning, "evening": chosen.is_.evening}
    now = timezone.now()
    set_ones = {slot: time.fromisoformat(at) for slot, at in times.items() if at}
    rings = ringing(person, journey.today(person, at=now), set_ones) if set_ones else Ringing({})
    events = tuple(
        CalendarEvent(
            uid=f"{uuid5(person.pk, slot)}@ischia", name=names[slot], at=at,
            silent=rings.silent[slot],
        )
        for slot, at in set_ones.items()
        if slot in rings.silent
    )  # fmt: skip
    start = (now if chosen is None else chosen.at).astimezone(zone).date()
    return calendar_text(events, title="Ischia", zone=zone, start=start, stamp=now)
