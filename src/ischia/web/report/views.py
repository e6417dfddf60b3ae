"""The report as a page and as a PDF; adding and settling questions. Nothing is sent anywhere."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from ischia.care.answers import AnswerError
from ischia.exchange.report import report_of
from ischia.exchange.report_pdf import report_pdf
from ischia.exchange.wording import said
from ischia.record.models import Person
from ischia.record.questions import ask, questions_of, settle_question
from ischia.web.person import account_of, with_person

PDF = "application/pdf"
LETTERS = 200  # as the record takes them


class QuestionForm(forms.Form):
    """One question for the clinician."""

    text = forms.CharField(
        label=_("A question that you want to ask"),
        max_length=LETTERS,
        help_text=_("One at a time. It is shown at the foot of the report."),
        error_messages={"required": _("Write your question first.")},
    )


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """The page, and the questions on it."""
    return _page(request, person, QuestionForm())


def _page(request: HttpRequest, person: Person, form: QuestionForm) -> HttpResponse:
    page = {
        "report": report_of(person, timezone.now()),
        "form": form,
        "asked": questions_of(person),
    }
    return render(request, "report/home.html", page, status=400 if form.errors else 200)


@require_GET
@with_person
def pdf(request: HttpRequest, person: Person) -> HttpResponse:  # noqa: ARG001
    """The same as a file."""
    at = timezone.now()
    response = HttpResponse(report_pdf(report_of(person, at), at=at), content_type=PDF)
    name = f"ischia-report-{timezone.localdate(at)}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@with_person
def ask_question(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep a question."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            text = form.cleaned_data["text"]
            ask(person, text, at=timezone.now(), author=account_of(request))
            return redirect("report:home")
        except AnswerError as error:
            form.add_error(
                "text", "; ".join(f"{said(f.fault)}: {said(f.remedy)}" for f in error.faults)
            )
    return _page(request, person, form)


@require_POST
@with_person
def settled(request: HttpRequest, person: Person, question: UUID) -> HttpResponse:
    """A question that need not be asked any more. One that is settled already stays so."""
    if question in {row.id for row in questions_of(person)}:
        settle_question(person, question, at=timezone.now(), author=account_of(request))
    return redirect("report:home")
