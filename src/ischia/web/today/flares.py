"""A flare's own day, and the look back when it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ischia.care.answers import AnswerError
from ischia.exchange.wording import shown_protocol
from ischia.record import entries
from ischia.record.facts import day_of, kept
from ischia.record.lookbacks import look_back
from ischia.record.models import Person
from ischia.record.shown import Today
from ischia.record.timeline import Flare, flares_of, steps_of
from ischia.web.person import with_person

RECENT = timedelta(days=14)  # how long the look back is offered
TEXTS = ("flare_ups", "rest_or_stay_active")


def flare_page(today: Today, flare: Flare | None) -> dict[str, Any]:
    """What a day in a flare shows beside its gentle sessions."""
    protocol = shown_protocol()
    rest = protocol.parameters["flare_rest_days"]
    return {
        "flare": flare,
        "until": today.day + timedelta(days=int(rest.value)) if flare is None
        else flare.start + timedelta(days=int(rest.value) + 1),
        "rest": protocol.adaptation_rules["flare_rest"],
        "resume": protocol.adaptation_rules["flare_resume"],
        "review": protocol.adaptation_rules["flare_review"],
        "easings": sorted(protocol.easings.values(), key=lambda easing: easing.order),
        "texts": [protocol.education[name] for name in TEXTS if name in protocol.education],
        "words": protocol.dispositions["self_care"],
    }  # fmt: skip


def flare_now(person: Person, day: date) -> Flare | None:
    """The flare that goes on, if it was seen to begin."""
    flares = flares_of(steps_of(person), day)
    return flares[-1] if flares and not flares[-1].over else None


def to_look_back_at(person: Person, at: datetime) -> Flare | None:
    """The last flare, when it is over, not long ago, and not looked back at yet."""
    day = day_of(person, at)
    over = [f for f in flares_of(steps_of(person), day) if f.over and day - f.end <= RECENT]
    if not over:
        return None
    looked = {row.is_.flare for row in kept(person, "look_back", entries.LookBack)}
    return over[-1] if over[-1].start not in looked else None


def _before() -> dict[str, str]:
    return {
        "more_than_usual": _("I did more than usual"),
        "long_sitting": _("I sat for long"),
        "lifting": _("I lifted or carried"),
        "exercise": _("One of the exercises"),
        "bad_sleep": _("I slept badly"),
        "stress": _("A hard time"),
        "nothing": _("Nothing that I know of"),
    }


def _helped() -> dict[str, str]:
    return {
        "position": _("A position"),
        "walking": _("Walking"),
        "movement": _("A small movement"),
        "warmth": _("Warmth"),
        "rest": _("Rest"),
        "time": _("Just time"),
    }


@require_http_methods(["GET", "POST"])
@with_person
def back(request: HttpRequest, person: Person, began: str) -> HttpResponse:
    """Two questions about the flare that is over: what came before it, and what helped."""
    try:
        day = date.fromisoformat(began)
    except ValueError:
        raise Http404 from None
    over = [f for f in flares_of(steps_of(person), timezone.localdate()) if f.over]
    if all(flare.start != day for flare in over):
        raise Http404
    faults: object = ()
    if request.method == "POST":
        told = {
            "flare": began,
            "before": [b for b in request.POST.getlist("before") if b in _before()],
            "helped": [h for h in request.POST.getlist("helped") if h in _helped()],
            "note": request.POST.get("note", ""),
        }
        try:
            look_back(person, told, at=timezone.now())
            return redirect("today:home")
        except AnswerError as error:
            faults = error.faults
    page = {"day": day, "before": _before(), "helped": _helped(), "faults": faults}
    return render(request, "today/look_back.html", page, status=400 if faults else 200)
