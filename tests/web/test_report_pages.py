"""The page for the clinician in the browser: seen, downloaded, with questions of one's own."""

from __future__ import annotations

import pytest
from django.test import Client

from ischia.record.models import Entry, Person
from ischia.record.questions import questions_of

REPORT, PDF, ASK = "/report/", "/report/pdf/", "/report/questions/"


def test_a_stranger_sees_nothing(stranger: Client, db: None) -> None:
    assert stranger.get(REPORT).status_code == 302
    assert stranger.get(PDF).status_code == 302
    assert stranger.post(ASK, {"text": "x"}).status_code == 302
    assert not Entry.objects.exists()


def test_a_new_person_sees_that_nothing_can_be_said_yet(browser: Client) -> None:
    page = browser.get(REPORT).content.decode()
    assert "Nothing can be said about red flags" in page
    assert "No red flag found" not in page
    assert "sent to nobody" in page


def test_the_pdf_is_a_file_that_is_not_kept_on_the_way(browser: Client) -> None:
    answered = browser.get(PDF)
    assert answered.status_code == 200
    assert answered.content.startswith(b"%PDF")
    assert answered.headers["Content-Type"] == "application/pdf"
    assert answered.headers["Content-Disposition"].startswith('attachment; filename="ischia-report')
    assert "no-store" in answered.headers["Cache-Control"]


def test_a_question_is_added_shown_and_taken_off(browser: Client, owner: Person) -> None:
    assert browser.post(ASK, {"text": "May I <b>lift</b>  again?"}).status_code == 302
    (kept,) = questions_of(owner)
    assert kept.is_.text == "May I <b>lift</b> again?"
    page = browser.get(REPORT).content.decode()
    assert page.count("May I &lt;b&gt;lift&lt;/b&gt; again?") >= 2
    assert "<b>lift" not in page
    address = f"{ASK}{kept.id}/settled/"
    assert browser.get(address).status_code == 405
    assert browser.post(address).status_code == 302
    assert browser.post(address).status_code == 302
    assert "lift" not in browser.get(REPORT).content.decode()
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_what_cannot_be_kept_is_said_at_its_field(browser: Client, text: str) -> None:
    answered = browser.post(ASK, {"text": text})
    assert answered.status_code == 400
    assert 'role="alert"' in answered.content.decode()
    assert not Entry.objects.exists()


def test_nobody_settles_somebody_elses_question(
    browser: Client, owner: Person, stranger: Client
) -> None:
    browser.post(ASK, {"text": "Mine?"})
    (kept,) = questions_of(owner)
    assert stranger.post(f"{ASK}{kept.id}/settled/").status_code == 302
    assert questions_of(owner)


def test_no_style_or_script_stands_in_the_page(browser: Client) -> None:
    page = browser.get(REPORT).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
