"""The session, played in the page, and what it has changed. Its result arrives in the inbox."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.models import Entry, Person
from ischia.record.shown import Today, TodaySession
from ischia.web.camera.addresses import camera_addresses
from ischia.web.person import with_person
from ischia.web.scales import scales
from ischia.web.session.script import practice_script, session_script, words
from ischia.web.words import slots


@require_GET
@with_person
def play(request: HttpRequest, person: Person, slot: str) -> HttpResponse:
    """The player for one of today's sessions; to Today when it cannot be played now."""
    if slot not in slots():
        raise Http404
    today = journey.today(person, at=timezone.now())
    session = _session(today, slot)
    if session is None or today.needs_check or today.check_in:
        return redirect("today:home")
    items = session_script(shown_protocol(), session)
    names = [item["exercise"] for item in items]
    names += [item["easier"]["exercise"] for item in items if item["easier"]]
    payload = {
        "slot": slot,
        "day": today.day.isoformat(),
        "items": items,
        "words": words(),
        "urls": {
            "inbox": reverse("inbox:receive"),
            "done": reverse("session:done", args=(UUID(int=0),)),
            "danger": reverse("check:home"),
            "camera": camera_addresses(shown_protocol(), names),
        },
    }
    page = {
        "heading": slots()[slot],
        "items": items,
        "minutes": round(session.minutes),
        "payload": payload,
        **scales(),
    }
    return render(request, "session/session.html", page)


@require_GET
@with_person
def practise(request: HttpRequest, person: Person, exercise: str) -> HttpResponse:
    """One exercise to try, with the camera if wanted. Nothing of it is kept."""
    protocol = shown_protocol()
    if exercise not in protocol.exercises:
        raise Http404
    if not journey.may_practise(person, exercise, at=timezone.now()):
        return redirect("today:home")
    payload = {
        "practice": True,
        "slot": "",
        "day": "",
        "items": practice_script(protocol, exercise),
        "words": words(),
        "urls": {
            "danger": reverse("check:home"),
            "camera": camera_addresses(protocol, [exercise]),
        },
    }
    page = {
        "heading": protocol.exercises[exercise].title,
        "items": payload["items"],
        "payload": payload,
    }
    return render(request, "session/session.html", page | {"practice": True})


def _session(today: Today, slot: str) -> TodaySession | None:
    return next((session for session in today.sessions if session.slot == slot), None)


@require_GET
@with_person
def done(request: HttpRequest, person: Person, entry: UUID) -> HttpResponse:
    """What was done, and what changes tomorrow, with the rule."""
    kept = Entry.objects.filter(pk=entry, person=person, kind="session").first()
    if kept is None:
        raise Http404
    page = {
        "kept": kept,
        "done_items": _done_items(kept),
        "tomorrow": journey.tomorrow(person, at=timezone.now()),
        "today": journey.today(person, at=timezone.now()),
    }
    return render(request, "session/done.html", page)


def _done_items(kept: Entry) -> list[dict[str, object]]:
    """Each exercise of a kept session, and how much of it was done in percent."""
    exercises = shown_protocol().exercises
    return [
        {
            "title": exercises[item["exercise"]].title,
            "skipped": item.get("skipped", False),
            "percent": round(100 * (item.get("share") or 0)),
        }
        for item in kept.data["items"]
        if item["exercise"] in exercises
    ]
