"""Times in one tap, the calendar and its secret address, the reminder, the question."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, cast

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from ischia.protocol.model import Protocol
from ischia.record import daily, journey
from ischia.record.facts import day_of, zone_of
from ischia.record.feed import feed_secret
from ischia.record.models import Entry, Person

Raw = dict[str, object]
HOME = "reminders:home"
ROME = "Europe/Rome"


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    owner.time_zone = ROME
    owner.save()
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def text(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def choose(client: Client, **times: str) -> int:
    return client.post(reverse(HOME), times).status_code


def events(content: bytes) -> dict[str, datetime]:
    found = cast("Any", icalendar.Calendar.from_ical(content)).walk("VEVENT")
    return {str(event["summary"]): event["dtstart"].dt for event in found}


def test_one_tap_chooses_a_time_and_leaves_the_other(browser: Client, well: Person) -> None:
    page = text(browser, HOME)
    assert len(re.findall(r'name="morning" value="\d\d:\d\d">', page)) >= 3
    assert choose(browser, morning="07:00") == 302
    assert choose(browser, evening="19:00") == 302
    chosen = daily.reminders_of(well)
    assert (chosen.morning, chosen.evening) == ("07:00", "19:00")
    choose(browser, morning="")
    assert daily.reminders_of(well).morning is None


@pytest.mark.parametrize("when", ["25:00", "soon", "7"])
def test_what_is_no_time_is_refused(browser: Client, well: Person, when: str) -> None:
    assert choose(browser, morning=when) == 400
    assert daily.reminders_of(well).morning is None


def test_a_time_in_the_quiet_hours_is_refused(browser: Client, well: Person) -> None:
    choose(browser, quiet="on", quiet_from="22:00", quiet_until="07:30")
    assert choose(browser, morning="07:00") == 400
    assert choose(browser, morning="08:00") == 302


def test_the_file_holds_neutral_names_at_the_persons_own_time(
    browser: Client, well: Person
) -> None:
    choose(browser, morning="07:00", evening="19:00")
    answer = browser.get(reverse("reminders:file"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    found = events(answer.content)
    assert {name: f"{at:%H:%M}" for name, at in found.items()} == {
        "Ischia: morning session": "07:00",
        "Ischia: evening session": "19:00",
    }
    assert all(str(at.tzinfo) == ROME for at in found.values())


def test_an_event_keeps_its_name_for_the_calendar_when_its_time_changes(
    browser: Client, well: Person
) -> None:
    def names() -> list[str]:
        content = browser.get(reverse("reminders:file")).content.decode()
        return sorted(re.findall(r"^UID:(\S+)", content, re.MULTILINE))

    choose(browser, morning="07:00", evening="19:00")
    before = names()
    choose(browser, morning="08:00")
    assert names() == before
    assert len(set(before)) == 2


def make_address(browser: Client, well: Person) -> str:
    choose(browser, morning="07:00")
    browser.post(reverse("reminders:address"), {"want": "new"})
    well.refresh_from_db()
    return reverse("reminders:feed", args=(feed_secret(well),))


def test_the_address_works_without_signing_in_and_tells_nothing_of_health(
    browser: Client, stranger: Client, well: Person, protocol: Protocol
) -> None:
    address = make_address(browser, well)
    assert address in text(browser, HOME)
    answer = stranger.get(address)
    content = answer.content.decode().lower()
    assert list(events(answer.content)) == ["Ischia: morning session"]
    assert "no-store" in answer.headers["Cache-Control"]
    told = ("pain", "sciatica", "exercise", "leg", str(well.pk), well.display_name.lower())
    assert not any(word in content for word in told if word)
    assert not any(cause in content for cause in protocol.causes)


def test_the_address_cannot_be_guessed_and_can_be_taken_back(
    browser: Client, stranger: Client, well: Person
) -> None:
    first = make_address(browser, well)
    assert len(feed_secret(well)) >= 43
    second = make_address(browser, well)
    assert first != second
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    browser.post(reverse("reminders:address"), {"want": "revoke"})
    assert stranger.get(second).status_code == 404
    assert stranger.get(reverse("reminders:feed", args=("x",))).status_code == 404


def test_the_address_is_no_entry_of_the_record(browser: Client, well: Person) -> None:
    make_address(browser, well)
    kept = Entry.objects.filter(person=well, kind="reminders").values_list("data", flat=True)
    assert all(feed_secret(well) not in str(data) for data in kept)


def test_a_stranger_cannot_make_or_see_an_address(stranger: Client, well: Person) -> None:
    for name in ("reminders:home", "reminders:file", "reminders:now", "reminders:missed"):
        assert stranger.get(reverse(name)).status_code == 302
    assert stranger.post(reverse("reminders:address"), {"want": "new"}).status_code == 302
    well.refresh_from_db()
    assert feed_secret(well) == ""


def clock(well: Person, hour: int, minute: int = 0) -> datetime:
    now = timezone.now().astimezone(zone_of(well))
    return now.replace(hour=hour, minute=minute, second=0, microsecond=0)


def now_of(well: Person, at: datetime) -> object:
    return daily.reminder_now(well, journey.today(well, at=at), at=at)


def test_it_reminds_at_its_time_until_the_session_is_done(well: Person) -> None:
    daily.keep_reminders(well, {"morning": "23:40"}, at=timezone.now())
    assert now_of(well, clock(well, 23, 39)) is None
    assert now_of(well, clock(well, 23, 41)) is not None
    done: Raw = {"slot": "morning", "items": [], "done_share": 1}
    journey.finish_session(well, done, at=timezone.now())
    assert now_of(well, clock(well, 23, 42)) is None


def test_one_session_a_day_is_reminded_of_at_the_time_that_was_chosen(well: Person) -> None:
    """Who chose the evening only, and comes to a stage with one session, in the morning's place."""
    daily.keep_reminders(well, {"evening": "23:40"}, at=timezone.now())
    today = journey.today(well, at=timezone.now())
    lone = replace(today, sessions=today.sessions[:1])
    assert [session.slot for session in lone.sessions] == ["morning"]
    assert daily.reminder_now(well, lone, at=clock(well, 23, 39)) is None
    assert daily.reminder_now(well, lone, at=clock(well, 23, 41)) is not None
    over = replace(lone, sessions=(replace(lone.sessions[0], done=1.0),))
    assert daily.reminder_now(well, over, at=clock(well, 23, 41)) is None


def test_who_may_not_exercise_is_not_reminded(well: Person) -> None:
    daily.keep_reminders(well, {"morning": "23:40"}, at=timezone.now())
    journey.answer(well, {"unexplained_weight_loss": "yes"}, at=timezone.now())
    assert now_of(well, clock(well, 23, 41)) is None


def test_the_page_asks_the_server_and_is_told(browser: Client, well: Person) -> None:
    assert browser.get(reverse("reminders:now")).json() == {}
    at = timezone.now().astimezone(zone_of(well))
    choose(browser, morning=f"{at:%H:%M}")
    told = browser.get(reverse("reminders:now")).json()
    assert told["start"] == reverse("session:play", args=("morning",))
    assert told["text"]
    assert "data-reminder=" in text(browser, "daily_living:home")


@pytest.fixture
def away(owner: Person, healthy: Raw) -> Person:
    """Somebody who began a week ago and has done one session since, on the first day."""
    start = timezone.now() - timedelta(days=6)
    journey.answer(owner, healthy, at=start)
    journey.today(owner, at=start)
    done: Raw = {"slot": "morning", "items": [], "done_share": 1}
    journey.finish_session(owner, done, at=start)
    return owner


def test_after_some_days_it_asks_what_got_in_the_way_and_then_rests(away: Person) -> None:
    at = timezone.now()
    journey.today(away, at=at)
    assert daily.missed_of(away, at=at) == 5
    assert daily.asks_why(away, at=at)
    daily.tell_why(away, "time", at=at)
    assert not daily.asks_why(away, at=at)


def test_before_there_is_a_program_nothing_was_missed(owner: Person) -> None:
    assert daily.missed_of(owner, at=timezone.now()) == 0


def test_days_of_a_flares_rest_are_not_missed(away: Person) -> None:
    at = timezone.now()
    early = at - timedelta(days=4)
    told = {"on": f"{day_of(away, early)}", "flare_felt": True, "pain": {"leg": 8.0}}
    journey.check_in(away, told, at=early)
    journey.today(away, at=early + timedelta(days=1))
    asked = [day.asked for day in daily.past_days(away, at=at)]
    assert asked[:2] == [True, True]
    assert asked[2:4] == [False, False]
    assert daily.missed_of(away, at=at) < len(asked) - 2


@pytest.mark.parametrize(
    ("barrier", "leads"),
    [("pain", "ease:home"), ("time", "today:set_up"), ("forgot", "reminders:home"),
     ("unsure", "program:home")],
)  # fmt: skip
def test_each_answer_has_one_help(browser: Client, well: Person, barrier: str, leads: str) -> None:
    answer = browser.post(reverse("reminders:missed"), {"barrier": barrier})
    page = answer.content.decode()
    assert page.count(f'button--primary" href="{reverse(leads)}"') == 1
    assert Entry.objects.get(person=well, kind="missed").data["barrier"] == barrier


def test_low_mood_is_answered_with_people_and_help_at_once(browser: Client, well: Person) -> None:
    browser.post(reverse("preferences:home"), {"country": "gb"})
    page = browser.post(reverse("reminders:missed"), {"barrier": "mood"}).content.decode()
    assert "get help now" in page
    assert 'href="tel:999"' in page
    assert "#sleep_worry_and_mood" in page


@pytest.mark.parametrize("barrier", ["", "pain", "mood"])
def test_the_danger_signs_stand_beside_every_question_and_help(
    browser: Client, well: Person, protocol: Protocol, barrier: str
) -> None:
    address = reverse("reminders:missed")
    answer = browser.post(address, {"barrier": barrier}) if barrier else browser.get(address)
    page = answer.content.decode()
    assert protocol.education["emergency_signs"].text.split(":")[0] in page
    assert reverse("ease:home") in page
    assert reverse("check:home") in page


def test_an_answer_that_is_none_is_refused(browser: Client, well: Person) -> None:
    assert browser.post(reverse("reminders:missed"), {"barrier": "lazy"}).status_code == 400


def test_today_asks_once_and_shows_the_reminder_and_the_habits(
    browser: Client, away: Person
) -> None:
    today = reverse("today:home")
    address = reverse("reminders:missed")
    assert address in browser.get(today).content.decode()
    browser.post(address, {"barrier": "forgot"})
    browser.post(reverse("daily_living:habits"), {"moment": "teeth", "habit": "start_session"})
    choose(browser, morning="07:00")
    page = browser.get(today).content.decode()
    assert address not in page
    assert "data-reminder=" in page
    assert "I have brushed my teeth" in page
