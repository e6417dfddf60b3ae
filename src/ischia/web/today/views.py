"""Today: the two sessions, why these, and what comes first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ischia.care.answers import AnswerError
from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.facts import told_of
from ischia.record.models import Person
from ischia.record.questionnaires import due_now
from ischia.record.yearly import tell_yearly, yearly_due
from ischia.web.check.views import is_emergency
from ischia.web.figure.addresses import strip_of
from ischia.web.person import account_of, with_person
from ischia.web.today.flares import flare_now, flare_page, to_look_back_at
from ischia.web.words import equipment_title, slots

YEARLY = "once_a_year"  # the text that says what to look at


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """What today holds."""
    protocol = shown_protocol()
    now = timezone.now()
    today = journey.today(person, at=now)
    if is_emergency(today.disposition):
        return redirect("check:result")
    sessions = [{"session": s, "title": slots()[s.slot]} for s in today.sessions]
    undone = next((s for s in today.sessions if s.done is None), None)
    page: dict[str, object] = {
        "today": today,
        "sessions": sessions,
        "undone": undone,
        "stage": protocol.stages.get(today.stage),
        "cause": protocol.causes.get(today.cause),
        "words": protocol.dispositions[today.disposition] if today.disposition else None,
        "strip": strip_of(today),
    }
    if any(session.gentle for session in today.sessions):
        page |= flare_page(today, flare_now(person, today.day))
        return render(request, "today/flare.html", page)
    if today.sessions and not today.needs_check and not today.check_in:
        page["due"] = protocol.instruments.get(due_now(person, now).value)
        page["look_back"] = to_look_back_at(person, now)
        if yearly_due(person, today, at=now):
            page["yearly"] = protocol.education[YEARLY]
    return render(request, "today/home.html", page)


@require_POST
@with_person
def yearly(request: HttpRequest, person: Person) -> HttpResponse:
    """The yearly look was done, or is wanted later."""
    try:
        want = request.POST.get("want", "")
        tell_yearly(person, want, at=timezone.now(), author=account_of(request))
    except AnswerError as error:
        page = {"faults": error.faults}
        return render(request, "today/refused.html", page, status=400)
    return redirect("today:home")


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
    protocol = shown_protocol()
    faults: object = ()
    if request.method == "POST":
        told: dict[str, object] = {
            "equipment": tuple(request.POST.getlist("equipment")),
            "states": tuple(request.POST.getlist("states")),
        }
        if request.POST.get("minutes"):
            told["minutes"] = request.POST["minutes"]
        else:
            told["usual_minutes"] = True
        try:
            journey.set_up(person, told, at=timezone.now())
            return redirect("today:home")
        except AnswerError as error:
            faults = error.faults
    setting = told_of(person).setting
    known = {name for e in protocol.exercises.values() for name in e.equipment} - {"none"}
    have = known if setting.equipment is None else set(setting.equipment)
    states = [
        state for state in protocol.states.values() if state.when is None and not state.of_cause
    ]
    page = {
        "things": sorted((equipment_title(name), name, name in have) for name in known),
        "states": states,
        "chosen": setting.states or (),
        "minutes": f"{setting.minutes:g}" if setting.minutes else "",
        "faults": faults,
    }
    return render(request, "today/set_up.html", page, status=400 if faults else 200)
