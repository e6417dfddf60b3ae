"""The yearly look in maintenance, and a calendar that does not ring on days of rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from ischia.protocol.model import Disposition, Protocol
from ischia.record import daily, journey
from ischia.record.decisions import PRACTICE
from ischia.record.facts import day_of
from ischia.record.models import Decision, Entry, Person
from ischia.record.ringing import ringing
from ischia.record.shown import Today
from ischia.record.yearly import tell_yearly, yearly_due

Raw = dict[str, object]
TIMES: Raw = {"morning": "07:00", "evening": "19:00"}
YEAR = timedelta(days=366)


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    journey.answer(owner, healthy, at=timezone.now())
    daily.keep_reminders(owner, TIMES, at=timezone.now())
    journey.today(owner, at=timezone.now())
    return owner


def maintaining(person: Person, at: datetime) -> Today:
    """Today as it is for somebody in maintenance."""
    return replace(journey.today(person, at=at), stage="maintain")


def reached(person: Person, at: datetime) -> None:
    """A decision of long ago that put the person into maintenance."""
    made = Decision.objects.filter(person=person, kind=PRACTICE).latest("pk")
    value = {**made.value, "state": {**made.value["state"], "stage": "maintain"}}
    copied = {name: getattr(made, name) for name in ("input", "reasons", "protocol", "software")}
    Decision.objects.create(person=person, kind=PRACTICE, made_at=at, value=value, **copied)


def test_it_is_due_a_year_after_maintenance_was_reached_and_not_before(well: Person) -> None:
    now = timezone.now()
    today = maintaining(well, now)
    assert not yearly_due(well, today, at=now)
    reached(well, now - timedelta(days=300))
    assert not yearly_due(well, today, at=now)
    reached(well, now - YEAR)
    assert yearly_due(well, today, at=now)


def test_it_is_offered_in_maintenance_only_and_after_the_safety_questions(well: Person) -> None:
    now = timezone.now()
    reached(well, now - YEAR)
    today = maintaining(well, now)
    assert not yearly_due(well, replace(today, stage="strengthen"), at=now)
    assert not yearly_due(well, replace(today, ask="weekly"), at=now)
    assert not yearly_due(well, replace(today, sessions=()), at=now)


@pytest.mark.parametrize(
    ("want", "parameter"), [("done", "yearly_check_days"), ("later", "yearly_put_off_days")]
)
def test_it_rests_until_its_day(
    well: Person, protocol: Protocol, want: str, parameter: str
) -> None:
    now = timezone.now()
    reached(well, now - YEAR)
    tell_yearly(well, want, at=now)
    today = maintaining(well, now)
    again = today.day + timedelta(days=protocol.parameter(parameter))
    assert not yearly_due(well, replace(today, day=again - timedelta(days=1)), at=now)
    assert yearly_due(well, replace(today, day=again), at=now)


def test_today_offers_it_and_one_tap_keeps_it(
    browser: Client, well: Person, protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = protocol.education["once_a_year"].text
    place = reverse("today:home")
    assert text not in browser.get(place).content.decode()
    now = timezone.now()
    reached(well, now - YEAR)
    today = maintaining(well, now)

    def as_maintained(_person: Person, *, at: datetime) -> Today:
        return today

    monkeypatch.setattr(journey, "today", as_maintained)
    assert text in browser.get(place).content.decode()
    assert browser.post(reverse("today:yearly"), {"want": "done"}).status_code == 302
    assert Entry.objects.get(person=well, kind="yearly").data["done"] is True
    assert text not in browser.get(place).content.decode()
    assert browser.post(reverse("today:yearly"), {"want": "never"}).status_code == 400


def silent_days(browser: Client) -> dict[str, list[date]]:
    """What the calendar holds: each event with the days on which it does not ring."""
    content = browser.get(reverse("reminders:file")).content
    events = cast("Any", icalendar.Calendar.from_ical(content)).walk("VEVENT")
    return {
        str(event["summary"]).split()[1]: [one.dt.date() for one in _dates(event.get("exdate"))]
        for event in events
    }


def _dates(found: Any) -> list[Any]:
    return [] if found is None else list(found.dts)


def test_it_rings_every_day_where_nothing_is_known(browser: Client, well: Person) -> None:
    assert silent_days(browser) == {"morning": [], "evening": []}


def test_it_does_not_ring_on_the_days_of_a_flares_rest(
    browser: Client, owner: Person, healthy: Raw, protocol: Protocol
) -> None:
    now = timezone.now()
    start = now - timedelta(days=3)
    journey.answer(owner, healthy, at=start)
    daily.keep_reminders(owner, TIMES, at=start)
    journey.today(owner, at=start)
    at = now - timedelta(days=1)
    told: Raw = {"on": f"{day_of(owner, at)}", "flare_felt": True, "pain": {"leg": 8.0}}
    journey.check_in(owner, told, at=at)
    journey.answer(owner, healthy, at=now)
    shown = journey.today(owner, at=now)
    assert shown.sessions
    assert all(session.gentle for session in shown.sessions)
    found = silent_days(browser)
    assert found["morning"] == found["evening"]
    assert found["morning"][0] == day_of(owner, now)
    assert len(found["morning"]) <= protocol.parameter("flare_rest_days")


def test_it_does_not_ring_today_for_a_session_that_is_done(browser: Client, well: Person) -> None:
    now = timezone.now()
    done: Raw = {"slot": "morning", "items": [], "done_share": 1}
    journey.finish_session(well, done, at=now)
    assert silent_days(browser) == {"morning": [day_of(well, now)], "evening": []}


def test_it_is_empty_while_a_clinician_is_awaited(browser: Client, well: Person) -> None:
    journey.answer(well, {"unexplained_weight_loss": "yes"}, at=timezone.now())
    assert silent_days(browser) == {}


def test_open_questions_ring_and_a_plan_of_one_session_rings_once(well: Person) -> None:
    today = journey.today(well, at=timezone.now())
    both = ("morning", "evening")
    asked = replace(today, ask="weekly", sessions=())
    assert set(ringing(well, asked, both).silent) == set(both)
    only = replace(today, sessions=today.sessions[:1])
    assert set(ringing(well, only, both).silent) == {only.sessions[0].slot}
    other = next(slot for slot in both if slot != only.sessions[0].slot)
    assert set(ringing(well, only, [other]).silent) == {other}
    stopped = replace(today, disposition=Disposition.SAME_DAY)
    assert ringing(well, stopped, both).silent == {}
