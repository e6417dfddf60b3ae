"""The check. Every answer is kept at once, so that nothing is lost by closing the page.

Each question has an address of its own, so that the browser's back button goes one question back.
"""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from ischia.care.answers import AnswerError
from ischia.care.interview import DANGER
from ischia.exchange.wording import shown_protocol
from ischia.protocol.model import Disposition, Finding
from ischia.record import journey
from ischia.record.models import Person
from ischia.record.shown import CheckView
from ischia.web.check.letter import letter_to_clinician, told
from ischia.web.check.taking import take
from ischia.web.check.trail import before, trail_of
from ischia.web.emergency import DESPAIR, numbers_for
from ischia.web.person import with_person
from ischia.web.questions import answer_of, screen

URGENCY = "urgency"


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """The next question, or the result when there is none."""
    view = journey.check_now(person, at=timezone.now())
    if is_emergency(view.disposition) or view.next_question is None:
        return redirect("check:result")
    if view.next_question.purpose != DANGER:
        return redirect("check:result")
    return redirect("check:ask", view.next_question.finding.id)


@require_http_methods(["GET", "POST"])
@with_person
def ask(request: HttpRequest, person: Person, finding: str) -> HttpResponse:
    """One question: to answer, or to look at again and correct a slip."""
    known = shown_protocol().findings.get(finding)
    if known is None or known.who != "person":
        raise Http404
    if known.kind == "regions":
        return redirect("picture:map")
    if request.method == "GET":
        return _show(request, person, known)
    try:
        take(request, person, {finding: answer_of(request, known)}, timezone.now())
    except AnswerError as error:
        return _show(request, person, known, error)
    return _onwards(request, person)


def _onwards(request: HttpRequest, person: Person) -> HttpResponse:
    """The next question or the result; in an emergency only what tells how urgent it is."""
    wanted = request.POST.get("next")
    if wanted == URGENCY:
        question = urgency_question(journey.check_now(person, at=timezone.now()))
        if question is not None:
            return redirect(f"{reverse('check:ask', args=(question.id,))}?for={URGENCY}")
    return redirect("picture:home" if wanted == "picture" else "check:home")


def urgency_question(view: CheckView) -> Finding | None:
    """What is still worth asking in an emergency: it can only become more urgent."""
    question = view.next_question
    if question is None or question.purpose != DANGER or not is_emergency(view.disposition):
        return None
    return question.finding


def _show(
    request: HttpRequest, person: Person, finding: Finding, error: AnswerError | None = None
) -> HttpResponse:
    at = timezone.now()
    view = journey.check_now(person, at=at)
    trail = trail_of(request, timezone.localdate(at))
    said = view.answers.get(finding.id)
    page = {
        "screen": screen(finding, said),
        "family": shown_protocol().families.get(finding.group),
        "entry": uuid4(),
        "back": before(trail, finding.id),
        "number": (trail.index(finding.id) if finding.id in trail else len(trail)) + 1,
        "again": finding.id in view.again or (said is not None and finding.id not in trail),
        "picture": _is_picture(view, finding),
        "urgency": URGENCY in (request.GET.get("for"), request.POST.get("next")),
        "ask": view.ask,
        "faults": error.faults if error else (),
    }
    return render(request, "check/question.html", page, status=400 if error else 200)


def _is_picture(view: CheckView, finding: Finding) -> bool:
    """Whether this question is asked for the picture rather than for danger."""
    question = view.next_question
    if question is not None and question.finding.id == finding.id:
        return question.purpose != DANGER
    return view.complete and finding.group not in shown_protocol().families


@require_GET
@with_person
def result(request: HttpRequest, person: Person) -> HttpResponse:
    """What to do, how soon, why, and what would change it."""
    view = journey.check_now(person, at=timezone.now())
    if view.disposition is None:
        return redirect("check:home")
    protocol = shown_protocol()
    words = protocol.dispositions[view.disposition]
    page = {
        "view": view,
        "words": words,
        "emergency": is_emergency(view.disposition),
        "self_care": view.disposition is Disposition.SELF_CARE,
        "open": view.next_question is not None and view.next_question.purpose == DANGER,
        "instructions": _instructions(view),
        "urgency_question": urgency_question(view),
        "told": told(protocol, view),
        "letter": letter_to_clinician(protocol, view, timezone.localdate()),
        "despair": any(reason.rule == DESPAIR for reason in view.reasons),
        **numbers_for(request),
    }
    return render(request, "check/result.html", page)


def is_emergency(reached: Disposition | None) -> bool:
    """Whether nothing but help comes next."""
    return reached is not None and reached.urgency >= Disposition.EMERGENCY_TODAY.urgency


def _instructions(view: CheckView) -> list[str]:
    """What the rules that decide say to do besides."""
    flags = shown_protocol().red_flags
    found = (flags[reason.rule] for reason in view.reasons if reason.rule in flags)
    lines = (flag.do for flag in found if flag.do and flag.then is view.disposition)
    return list(dict.fromkeys(lines))
