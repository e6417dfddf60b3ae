"""The body map, the interview after the safety questions, and what it may be."""

from __future__ import annotations

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ischia.care.answers import AnswerError
from ischia.care.interview import DANGER
from ischia.exchange.wording import shown_protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.bodymap import layers, map_findings, rows, views
from ischia.web.check.taking import take
from ischia.web.check.trail import before, trail_of
from ischia.web.check.views import is_emergency
from ischia.web.person import with_person
from ischia.web.picture.shown import causes_of, could_add, roots_of

SHOWN = 3


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """The next question that tells most, or the picture."""
    view = journey.check_now(person, at=timezone.now())
    question = view.next_question
    if question is not None and question.purpose == DANGER:
        return redirect("check:home")
    if question is None:
        return redirect("picture:result")
    return redirect("check:ask", question.finding.id)


@require_http_methods(["GET", "POST"])
@with_person
def body_map(request: HttpRequest, person: Person) -> HttpResponse:
    """Marking pain, tingling and numbness, all on one drawing."""
    protocol, at = shown_protocol(), timezone.now()
    faults: object = ()
    if request.method == "POST":
        told = {f.id: request.POST.getlist(f.id) for f in map_findings(protocol)}
        try:
            take(request, person, told, at)
            return redirect("check:home")
        except AnswerError as error:
            faults = error.faults
    layered = layers(protocol, journey.check_now(person, at=at).answers)
    trail = trail_of(request, timezone.localdate(at))
    page = {
        "layers": layered,
        "views": views(protocol, layered),
        "rows": rows(protocol),
        "entry": uuid4(),
        "back": before(trail, layered[0].finding.id),
        "why": any(layer.finding.why for layer in layered),
        "faults": faults,
    }
    return render(request, "picture/map.html", page, status=400 if faults else 200)


@require_GET
@with_person
def result(request: HttpRequest, person: Person) -> HttpResponse:
    """What fits, with reasons for and against; the root; what a clinician could add."""
    protocol = shown_protocol()
    view = journey.check_now(person, at=timezone.now())
    if is_emergency(view.disposition):
        return redirect("check:result")
    if view.disposition is None:
        return redirect("check:home")
    layered, causes = layers(protocol, view.answers), causes_of(protocol, view)
    page = {
        "view": view,
        "first": causes[:SHOWN],
        "rest": causes[SHOWN:],
        "roots": roots_of(protocol, view),
        "add": could_add(protocol, view, SHOWN),
        "more": view.next_question is not None,
        "painted": any(layer.marked for layer in layered),
        "layers": layered,
        "views": views(protocol, layered),
    }
    return render(request, "picture/result.html", page)
