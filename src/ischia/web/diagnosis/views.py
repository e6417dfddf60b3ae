"""Recording what a clinician said, with their name and the day."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ischia.care.answers import AnswerError
from ischia.exchange.wording import said, shown_protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.check.views import is_emergency
from ischia.web.diagnosis.forms import DiagnosisForm, Said
from ischia.web.person import with_person


@require_http_methods(["GET", "POST"])
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """What a clinician said the cause is."""
    form = DiagnosisForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            journey.record_diagnosis(
                person, told["cause"], told["status"], told["by"], told["on"],
                note=told["note"], at=timezone.now(),
            )  # fmt: skip
            return redirect("today:home")
        except AnswerError as error:
            _explain(form, error)
    causes = shown_protocol().causes
    page = {"form": form, "plain": {name: cause.plain for name, cause in causes.items()}}
    return render(request, "diagnosis/cause.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@with_person
def clearance(request: HttpRequest, person: Person) -> HttpResponse:
    """That a clinician has looked and lets exercise go on. Not while it is an emergency."""
    view = journey.check_now(person, at=timezone.now())
    if is_emergency(view.disposition):
        return redirect("check:result")
    form = Said(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            journey.record_clearance(
                person, told["by"], told["on"], note=told["note"], at=timezone.now()
            )
            return redirect("today:home")
        except AnswerError as error:
            _explain(form, error)
    page = {"form": form, "view": view}
    return render(request, "diagnosis/clearance.html", page, status=400 if form.errors else 200)


def _explain(form: forms.Form, error: AnswerError) -> None:
    """What the record refused, at its field."""
    for fault in error.faults:
        field = fault.field if fault.field in form.fields else None
        form.add_error(field, f"{said(fault.fault)}: {said(fault.remedy)}")
