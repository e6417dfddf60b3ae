"""Asking a questionnaire, and saying what its score means. Help comes before any score."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ischia.care.answers import AnswerError
from ischia.care.due import follow_on
from ischia.exchange.wording import shown_protocol
from ischia.protocol.instrument import Instrument
from ischia.record import questionnaires
from ischia.record.models import Person
from ischia.record.questionnaires import Scored, filled_of, scored_of
from ischia.web.emergency import DESPAIR, numbers_for
from ischia.web.person import with_person
from ischia.web.questionnaire.form import items_of, payload_of


def _instrument(name: str) -> Instrument:
    instrument = shown_protocol().instruments.get(name)
    if instrument is None:
        raise Http404
    return instrument


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Which is due, and all that may be answered at any time."""
    known = shown_protocol().instruments
    due = questionnaires.due_now(person, timezone.now()).value
    last = {row.instrument: row for row in scored_of(filled_of(person))}
    every = sorted(known.values(), key=lambda instrument: instrument.order)
    page = {
        "due": known.get(due),
        "all": [{"instrument": one, "last": last.get(one.id)} for one in every],
        "rest": shown_protocol().parameters["questionnaire_rest_days"],
    }
    return render(request, "questionnaire/home.html", page)


@require_http_methods(["GET", "POST"])
@with_person
def ask(request: HttpRequest, person: Person, name: str) -> HttpResponse:
    """One questionnaire on one calm page."""
    instrument = _instrument(name)
    faults: object = ()
    before = [row.is_ for row in filled_of(person) if row.is_.instrument == instrument.id]
    named = before[-1].named if before else ()
    if request.method == "POST":
        payload = payload_of(instrument, request.POST)
        named = payload["named"]
        try:
            entry = questionnaires.questionnaire(person, payload, at=timezone.now())
            return redirect("questionnaire:result", entry)
        except AnswerError as error:
            faults = error.faults
    page = {
        "instrument": instrument,
        "items": items_of(instrument, request.POST, named),
        "ends": (instrument.answers.get(f"{instrument.items[0].low:g}", ""),
                 instrument.answers.get(f"{instrument.items[0].high:g}", "")),
        "faults": faults,
        **_crisis(request, instrument),
    }  # fmt: skip
    return render(request, "questionnaire/ask.html", page, status=400 if faults else 200)


def _crisis(request: HttpRequest, instrument: Instrument) -> dict[str, object]:
    """The words of help, and whom to call, where an instrument may need them."""
    if not instrument.alerts:
        return {}
    return {"crisis": shown_protocol().red_flags.get(DESPAIR), **numbers_for(request)}


@require_GET
@with_person
def result(request: HttpRequest, person: Person, entry: UUID) -> HttpResponse:
    """What was answered: help first where an answer asks for it, else the score and its change."""
    row = next((one for one in scored_of(filled_of(person)) if one.entry == entry), None)
    if row is None:
        raise Http404
    instrument = _instrument(row.instrument)
    if row.score.alerts:
        page = _help(request, row, instrument)
        return render(request, "questionnaire/help.html", page)
    follow = follow_on(instrument, row.answers)
    page = {
        "instrument": instrument,
        "row": row,
        "said": _said(instrument, row),
        "follow": shown_protocol().instruments.get(follow),
    }
    return render(request, "questionnaire/result.html", page)


def _help(request: HttpRequest, row: Scored, instrument: Instrument) -> dict[str, object]:
    alert = row.score.alerts[0]
    return {
        "row": row,
        "instrument": instrument,
        "alert": alert,
        "words": shown_protocol().dispositions[alert.then],
        "stopped": shown_protocol().adaptation_rules["questionnaire_alert"],
        **_crisis(request, instrument),
    }


def _said(instrument: Instrument, row: Scored) -> list[tuple[str, str]]:
    """Each item that was answered, with the answer in words."""
    found: list[tuple[str, str]] = []
    for number, item in enumerate(instrument.items):
        value = row.answers.get(item.id)
        if value is None or (instrument.scoring == "count" and value <= item.low):
            continue
        name = row.named[number] if number < len(row.named) else item.text
        text = instrument.answers.get(str(value), str(value))
        found.append((name, "" if instrument.scoring == "count" else text))
    return found


@require_POST
@with_person
def later(_: HttpRequest, person: Person, name: str) -> HttpResponse:
    """Not now."""
    questionnaires.put_off(person, {"instrument": _instrument(name).id}, at=timezone.now())
    return redirect("today:home")
