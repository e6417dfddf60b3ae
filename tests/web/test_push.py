"""Messages with the page closed: on by a tap, at their time, once, neutral, and never by force."""

from __future__ import annotations

import stat
from collections.abc import Generator
from datetime import datetime, timedelta
from threading import Event, Lock

import msgspec
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from push_service import PushBrowser, PushService, push_service

from ischia.exchange.web_push import new_key, public_key
from ischia.protocol.model import Protocol
from ischia.record import daily, journey, pushes
from ischia.record.export import files_of
from ischia.record.facts import zone_of
from ischia.record.models import Entry, Person
from ischia.web.reminders import push, rounds
from ischia.web.reminders.rounds import Sender, keep_telling, tell_all

Raw = dict[str, object]
ROME = "Europe/Rome"


@pytest.fixture
def service() -> Generator[PushService]:
    with push_service() as running:
        yield running


@pytest.fixture
def sender(service: PushService) -> Sender:
    return Sender(key=new_key(), contact="https://example.org/", door=service.door)


@pytest.fixture
def phone() -> PushBrowser:
    return PushBrowser()


@pytest.fixture
def told(owner: Person, healthy: Raw, browser: Client, phone: PushBrowser) -> Person:
    """Somebody who may exercise, is reminded at 20:00 in Rome, and has switched it on."""
    owner.time_zone = ROME
    owner.save()
    journey.answer(owner, healthy, at=timezone.now())
    daily.keep_reminders(owner, {"evening": "20:00"}, at=timezone.now())
    assert switch(browser, phone.form()) == 200
    owner.refresh_from_db()
    return owner


def switch(client: Client, form: dict[str, str]) -> int:
    return client.post(reverse("reminders:push"), form).status_code


def clock(person: Person, hour: int, minute: int = 0, second: int = 0) -> datetime:
    now = timezone.now().astimezone(zone_of(person))
    return now.replace(hour=hour, minute=minute, second=second, microsecond=0)


def test_it_is_told_once_at_its_time_and_can_read_it(
    told: Person, sender: Sender, service: PushService, phone: PushBrowser
) -> None:
    assert tell_all(lambda: sender, clock(told, 19, 59, 59)) == 0
    assert tell_all(lambda: sender, clock(told, 20)) == 1
    assert tell_all(lambda: sender, clock(told, 20, 0, 20)) == 0
    [arrived] = service.posted
    said = phone.reads(arrived.body)
    assert said["title"] == "Time for your exercises"
    assert said["to"] == reverse("today:home")
    assert f"k={public_key(sender.key)}" in arrived.headers["Authorization"]


def test_it_fires_within_a_minute_of_its_time_while_the_server_runs(
    told: Person, sender: Sender, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock(told, 19, 0, 7)
    arrived: list[datetime] = []

    class FakeWait(Event):
        """Waiting lets the clock go on; two hours are enough."""

        def wait(self, timeout: float | None = None) -> bool:
            nonlocal at
            arrived.extend([at] * (len(service.posted) - len(arrived)))
            at += timedelta(seconds=timeout or 0)
            return at > clock(told, 21)

    keep_telling(lambda: sender, FakeWait(), Lock(), now=lambda: at)
    assert [clock(told, 20) <= when < clock(told, 20, 1) for when in arrived] == [True]


def test_a_message_is_neutral_whoever_sees_it(
    told: Person, sender: Sender, service: PushService, phone: PushBrowser, protocol: Protocol
) -> None:
    tell_all(lambda: sender, clock(told, 20))
    said = " ".join(phone.reads(service.posted[0].body).values()).lower()
    words = {"pain", "sciatica", "leg", "back", "flare", "nerve", told.display_name.lower(),
             str(told.pk), *protocol.causes}  # fmt: skip
    assert not words & set(said.replace(".", " ").split())
    outside = str(service.posted[0].headers).lower() + service.posted[0].path
    assert str(told.pk) not in outside
    assert "exercise" not in outside


def test_it_may_not_arrive_after_its_time(
    told: Person, sender: Sender, service: PushService, protocol: Protocol
) -> None:
    quiet: Raw = {"evening": "20:00", "quiet_from": "20:30", "quiet_until": "07:00"}
    daily.keep_reminders(told, quiet, at=timezone.now())
    tell_all(lambda: sender, clock(told, 20, 10))
    assert int(service.posted[0].headers["TTL"]) == 20 * 60
    assert int(protocol.parameter("reminder_repeat_minutes")) > 20


def test_once_more_if_wished_and_no_more(
    told: Person, sender: Sender, service: PushService
) -> None:
    daily.keep_reminders(told, {"evening": "20:00", "repeat": True}, at=timezone.now())
    for minute in range(0, 4 * 60, 5):
        tell_all(lambda: sender, clock(told, 20) + timedelta(minutes=minute))
    assert len(service.posted) == 2


def test_nothing_in_quiet_hours_when_done_or_while_questions_are_open(
    told: Person, sender: Sender, service: PushService
) -> None:
    quiet: Raw = {"evening": "20:00", "quiet_from": "20:01", "quiet_until": "07:00"}
    daily.keep_reminders(told, quiet, at=timezone.now())
    assert tell_all(lambda: sender, clock(told, 20, 1)) == 0
    done: Raw = {"slot": "evening", "items": [], "done_share": 1}
    entry = journey.finish_session(told, done, at=timezone.now())
    assert entry
    assert tell_all(lambda: sender, clock(told, 20)) == 0
    assert service.posted == []


def test_who_may_not_exercise_is_told_nothing(
    told: Person, sender: Sender, service: PushService
) -> None:
    journey.answer(told, {"unexplained_weight_loss": "yes"}, at=timezone.now())
    assert tell_all(lambda: sender, clock(told, 20)) == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    told: Person, sender: Sender, service: PushService, status: int
) -> None:
    service.status = status
    assert tell_all(lambda: sender, clock(told, 20)) == 0
    told.refresh_from_db()
    assert pushes.devices_of(told) == ()
    assert not pushes.people_with_devices().exists()


def test_a_service_in_trouble_is_tried_again_but_not_for_ever(
    told: Person, sender: Sender, service: PushService
) -> None:
    service.status = 503
    for second in range(0, 200, 20):
        tell_all(lambda: sender, clock(told, 20) + timedelta(seconds=second))
    assert len(service.posted) == pushes.TRIES
    service.status = 201
    assert tell_all(lambda: sender, clock(told, 20) + timedelta(days=1)) == 1


def test_two_servers_on_one_record_tell_once(told: Person) -> None:
    assert len(pushes.claim(told, "today evening 1")) == 1
    other = Person.objects.get(pk=told.pk)
    assert pushes.claim(other, "today evening 1") == ()


def test_one_record_at_fault_keeps_no_other_waiting(
    told: Person, sender: Sender, service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Person.objects.create(owner=told.owner, created_at=timezone.now())
    pushes.add_device(
        other, msgspec.structs.replace(pushes.devices_of(told)[0], endpoint="https://x.example/")
    )
    whole = rounds.reminder_due

    def due(person: Person, at: datetime) -> object:
        if person.pk == other.pk:
            raise RuntimeError("damaged")
        return whole(person, at)

    monkeypatch.setattr(rounds, "reminder_due", due)
    assert tell_all(lambda: sender, clock(told, 20)) == 1


def test_one_tap_takes_it_away(
    told: Person, browser: Client, sender: Sender, service: PushService, phone: PushBrowser
) -> None:
    assert phone.endpoint in browser.get(reverse("reminders:home")).content.decode()
    assert switch(browser, {"want": "off", "endpoint": phone.endpoint}) == 200
    assert tell_all(lambda: sender, clock(told, 20)) == 0
    assert phone.endpoint not in browser.get(reverse("reminders:home")).content.decode()


def test_nothing_is_sent_before_it_is_switched_on(
    owner: Person, healthy: Raw, sender: Sender, service: PushService
) -> None:
    journey.answer(owner, healthy, at=timezone.now())
    daily.keep_reminders(owner, {"evening": "20:00"}, at=timezone.now())
    assert tell_all(lambda: sender, clock(owner, 20)) == 0
    assert service.hosts == []


def test_a_browser_belongs_to_one_person_and_a_person_has_few(
    told: Person, phone: PushBrowser
) -> None:
    other = Person.objects.create(owner=told.owner, created_at=timezone.now())
    pushes.add_device(other, pushes.devices_of(told)[0])
    told.refresh_from_db()
    assert pushes.devices_of(told) == ()
    for number in range(9):
        again = msgspec.structs.replace(pushes.devices_of(other)[0], endpoint=f"https://x/{number}")
        pushes.add_device(other, again)
    names = [device.endpoint for device in pushes.devices_of(other)]
    assert names == [f"https://x/{number}" for number in range(9 - pushes.MOST, 9)]


@pytest.mark.parametrize("field", ["endpoint", "p256dh", "auth"])
def test_what_no_browser_gives_is_refused(
    browser: Client, owner: Person, phone: PushBrowser, field: str
) -> None:
    answer = browser.post(reverse("reminders:push"), {**phone.form(), field: "http://127.0.0.1/"})
    assert answer.status_code == 400
    assert answer.json()["faults"][0].startswith(f"{field}: ")
    owner.refresh_from_db()
    assert pushes.devices_of(owner) == ()


def test_a_stranger_and_a_page_of_elsewhere_cannot_switch(
    stranger: Client, owner: Person, phone: PushBrowser
) -> None:
    assert switch(stranger, phone.form()) == 302
    strict = Client(enforce_csrf_checks=True, headers={"host": f"127.0.0.1:{settings.CONFIG.port}"})
    assert owner.owner is not None
    strict.force_login(owner.owner)
    assert switch(strict, phone.form()) == 403


def test_the_key_is_made_once_for_its_owner_only(browser: Client) -> None:
    page = browser.get(reverse("reminders:home")).content.decode()
    path = settings.CONFIG.data / "push.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert push.shown_key() in page
    assert path.read_text("ascii").strip() not in page
    assert push.shown_key() in browser.get(reverse("reminders:home")).content.decode()


def test_a_damaged_key_takes_away_the_messages_and_not_the_page(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "push_key", lambda _config: "damaged")  # pyright: ignore
    page = browser.get(reverse("reminders:home"))
    assert page.status_code == 200
    assert "data-push" not in page.content.decode()


def test_where_a_browser_is_told_is_in_no_entry_and_in_no_export(
    told: Person, phone: PushBrowser
) -> None:
    data = Entry.objects.filter(person=told).values_list("data", flat=True)
    assert all("push.example.net" not in str(one) for one in data)
    files = b"".join(content for _, content in files_of(told, at=timezone.now()))
    assert b"push.example.net" not in files


def test_the_page_says_who_learns_what(browser: Client) -> None:
    page = browser.get(reverse("reminders:home")).content.decode()
    assert "Nothing is sent unless you switch this on" in page
    assert "They cannot read it" in page
