"""Today: the two sessions, why these, and what comes first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ischia.care.answers import AnswerError
from ischia.record import journey
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.web.person import with_person
from ischia.web.scales import scales
from ischia.web.words import slots


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """What today holds."""
    protocol = knowledge().protocol
    today = journey.today(person, at=timezone.now())
    sessions = [{"session": s, "title": slots()[s.slot]} for s in today.sessions]
    undone = next((s for s in today.sessions if s.done is None), None)
    page = {
        "today": today,
        "sessions": sessions,
        "undone": undone,
        "stage": protocol.stages.get(today.stage),
        "cause": protocol.causes.get(today.cause),
        "words": protocol.dispositions[today.disposition] if today.disposition else None,
    }
    return render(request, "today/home.html", page)


@require_http_methods(["GET", "POST"])
@with_person
def check_in(request: HttpRequest, person: Person) -> HttpResponse:
    """The morning after: a few taps about yesterday and the night."""
    today = journey.today(person, at=timezone.now())
    faults: object = ()
    if request.method == "POST":
        told = {"on": today.day.isoformat(), **_told(request)}
        try:
            journey.check_in(person, told, at=timezone.now())
            return redirect("today:home")
        except AnswerError as error:
            faults = error.faults
    page = {"today": today, "faults": faults, **scales()}
    return render(request, "today/check_in.html", page, status=400 if faults else 200)


def _told(request: HttpRequest) -> dict[str, object]:
    """What was tapped; what was left out is left out."""
    given = request.POST
    told: dict[str, object] = {
        "pain": {name: float(given[name]) for name in ("leg", "back") if given.get(name)},
        "flare_felt": given.get("flare") == "yes" if given.get("flare") else None,
        "bad_night": given.get("night") == "bad" if given.get("night") else None,
        "danger": given.get("danger") == "yes" if given.get("danger") else None,
    }
    if given.get("zone"):
        told["zone"] = int(given["zone"])
    if given.get("settled"):
        told["settled_within_hours"] = float(given["settled"])
    return told


@require_POST
@with_person
def choose(request: HttpRequest, person: Person) -> HttpResponse:
    """Another, an easier or a shorter exercise, or none."""
    wish = {
        name: request.POST[name] for name in ("exercise", "want", "to") if request.POST.get(name)
    }
    try:
        journey.choose(person, wish, at=timezone.now())
    except AnswerError as error:
        page = {"faults": error.faults}
        return render(request, "today/refused.html", page, status=400)
    return redirect("program:home")


@require_http_methods(["GET", "POST"])
@with_person
def set_up(request: HttpRequest, person: Person) -> HttpResponse:
    """What is at hand, how long a session may be, and what limits the person."""
    protocol = knowledge().protocol
    faults: object = ()
    if request.method == "POST":
        told: dict[str, object] = {
            "equipment": tuple(request.POST.getlist("equipment")),
            "states": tuple(request.POST.getlist("states")),
        }
        if request.POST.get("minutes"):
            told["minutes"] = request.POST["minutes"]
        try:
            journey.set_up(person, told, at=timezone.now())
            return redirect("today:home")
        except AnswerError as error:
            faults = error.faults
    things = sorted({name for e in protocol.exercises.values() for name in e.equipment} - {"none"})
    states = [
        state for state in protocol.states.values() if state.when is None and not state.of_cause
    ]
    page = {"things": things, "states": states, "faults": faults}
    return render(request, "today/set_up.html", page, status=400 if faults else 200)
