"""What a clinician said is kept with who and when; a clearance is none in an emergency."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.record import journey
from ischia.record.models import Entry, Person

Raw = dict[str, object]


def said(**more: str) -> dict[str, str]:
    return {"by": "Ada Byron, physiotherapist", "on": timezone.localdate().isoformat(), **more}


@pytest.fixture
def stopped(owner: Person, healthy: Raw) -> Person:
    """Somebody who is to see a clinician first."""
    journey.answer(owner, {**healthy, "spine_surgery_12_weeks": "yes"}, at=timezone.now())
    return owner


def test_a_diagnosis_is_kept_with_who_and_when(browser: Client, owner: Person) -> None:
    form = said(cause="lumbar_disc_herniation", status="provisional", note="S1, she thinks")
    assert browser.post(reverse("diagnosis:home"), form).status_code == 302
    entry = Entry.objects.get(person=owner, kind="diagnosis")
    assert entry.data["cause"] == "lumbar_disc_herniation"
    assert entry.data["by"] == "Ada Byron, physiotherapist"
    assert entry.data["on"] == timezone.localdate().isoformat()


@pytest.mark.parametrize("leave_out", ["cause", "status", "by", "on"])
def test_what_is_missing_is_named_and_nothing_is_lost(
    browser: Client, owner: Person, leave_out: str
) -> None:
    form = said(cause="lumbar_disc_herniation", status="confirmed", note="keep my words")
    del form[leave_out]
    answer = browser.post(reverse("diagnosis:home"), form)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert page.count('role="alert"') == 1
    assert "keep my words" in page
    assert not Entry.objects.filter(person=owner).exists()


def test_a_day_that_has_not_come_is_refused_at_its_field(browser: Client, owner: Person) -> None:
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    form = said(cause="lumbar_disc_herniation", status="confirmed") | {"on": later}
    answer = browser.post(reverse("diagnosis:home"), form)
    assert answer.status_code == 400
    assert 'id="id_on_error"' in answer.content.decode()


def test_a_mimic_is_no_diagnosis_that_a_program_is_made_for(browser: Client) -> None:
    form = said(cause="shingles", status="confirmed")
    assert browser.post(reverse("diagnosis:home"), form).status_code == 400


def test_a_clearance_lets_exercise_go_on(browser: Client, stopped: Person) -> None:
    assert not journey.check_now(stopped, at=timezone.now()).may_exercise
    page = browser.get(reverse("diagnosis:clearance")).content.decode()
    assert "Did they look at this?" in page
    browser.post(reverse("diagnosis:clearance"), said())
    assert journey.check_now(stopped, at=timezone.now()).may_exercise


def test_nobody_clears_an_emergency_with_a_form(browser: Client, stopped: Person) -> None:
    journey.answer(stopped, {"saddle_numbness": "yes"}, at=timezone.now())
    answer = browser.post(reverse("diagnosis:clearance"), said())
    assert answer.headers["Location"] == reverse("check:result")
    assert not Entry.objects.filter(person=stopped, kind="clearance").exists()


def test_after_a_clearance_the_result_says_so(browser: Client, stopped: Person) -> None:
    words = "A clinician has looked at all of this"
    assert words not in browser.get(reverse("check:result")).content.decode()
    browser.post(reverse("diagnosis:clearance"), said())
    page = browser.get(reverse("check:result")).content.decode()
    assert words in page
    assert reverse("today:home") in page
