"""The whole program, and each exercise with its figure, steps, dose, reason and ways out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.check.views import is_emergency
from ischia.web.figure.addresses import strip_of
from ischia.web.person import with_person
from ischia.web.words import slots

MAY_HURT = "how_much_may_hurt"


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything that the program holds now, and what it leaves out."""
    protocol = shown_protocol()
    today = journey.today(person, at=timezone.now())
    if is_emergency(today.disposition):
        return redirect("check:result")
    decision = journey.program_now(person, at=timezone.now())
    page = {
        "today": today,
        "sessions": [{"session": s, "title": slots()[s.slot]} for s in today.sessions],
        "plan": decision.value,
        "reasons": decision.reasons,
        "stage": protocol.stages.get(today.stage),
        "cause": protocol.causes.get(today.cause),
        "strip": strip_of(today),
        "may_hurt": protocol.education[MAY_HURT],
    }
    return render(request, "program/home.html", page)


@require_GET
@with_person
def exercise(request: HttpRequest, person: Person, exercise: str) -> HttpResponse:
    """One exercise."""
    protocol = shown_protocol()
    known = protocol.exercises.get(exercise)
    if known is None:
        raise Http404
    today = journey.today(person, at=timezone.now())
    mine = next((i for s in today.sessions for i in s.items if i.exercise == exercise), None)
    page = {
        "exercise": known,
        "movement": protocol.movements.get(exercise),
        "item": mine,
        "stops": [protocol.stop_signs[name] for name in known.stop_if],
        "easier": bool(mine) and journey.may_be_easier(person, exercise),
        "others": journey.alternatives(person, exercise) if mine else (),
    }
    return render(request, "program/exercise.html", page)
