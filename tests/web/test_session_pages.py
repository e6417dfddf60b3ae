"""Today, the program, the session player, and what they need without a network."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Disposition, Protocol
from ischia.record import journey
from ischia.record.models import Entry, Person

Raw = dict[str, object]
SVG = "{http://www.w3.org/2000/svg}"
DATA = re.compile(r'<script id="session-data" type="application/json">(.*?)</script>', re.S)


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def text(answer: Any) -> str:
    return answer.content.decode()


def session_data(browser: Client, slot: str = "morning") -> dict[str, Any]:
    found = DATA.search(text(browser.get(reverse("session:play", args=(slot,)))))
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("ago", [1, 2, 3])
def test_after_days_without_a_session_the_worst_morning_is_asked_for(
    browser: Client, owner: Person, healthy: Raw, ago: int
) -> None:
    then = timezone.now() - timedelta(days=ago)
    journey.answer(owner, healthy, at=then)
    journey.today(owner, at=then)
    done: Raw = {"slot": "morning", "items": [], "done_share": 1}
    journey.finish_session(owner, done, at=then, now=then)
    home, asked = (text(browser.get(reverse(f"today:{name}"))) for name in ("home", "check_in"))
    day = f"{timezone.localtime(then):%A}"
    assert reverse("today:check_in") in home
    assert (f"since {day}" in home) == (ago > 1)
    assert ("If a morning since then was worse" in asked) == (ago > 1)


@pytest.mark.usefixtures("well")
def test_a_session_asks_for_attention(browser: Client) -> None:
    page = text(browser.get(reverse("session:play", args=("morning",))))
    assert "not while you drive, cook or mind somebody" in page


@pytest.mark.usefixtures("well")
def test_the_camera_is_fetched_for_later_after_everything_else(browser: Client) -> None:
    """Its files are large: the pages and figures of today do not wait for them."""
    found = json.loads(text(browser.get(reverse("offline:list"))))
    script = session_data(browser)
    addresses = script["urls"]["camera"]
    wanted = {address for address in addresses.values() if isinstance(address, str)}
    assert wanted <= set(found["later"])
    assert set(addresses["plans"].values()) <= set(found["later"])
    assert not wanted & set(found["files"])


def test_where_no_exercise_fits_no_page_says_go(browser: Client, well: Person) -> None:
    """A heart that a clinician has to look at first; the safety questions found nothing."""
    journey.set_up(well, {"states": ("heart_disease",)}, at=timezone.now())
    today = journey.today(well, at=timezone.now())
    assert today.disposition is Disposition.CLINICIAN_FIRST
    page = text(browser.get(reverse("today:home")))
    assert "Ask a clinician to choose" in page
    assert "Heart disease" in page
    for wrong in ("You can start now", "No red flag was found", reverse("check:result")):
        assert wrong not in page


def test_before_the_check_there_is_only_the_check(browser: Client) -> None:
    page = text(browser.get(reverse("today:home")))
    assert reverse("check:home") in page
    assert reverse("session:play", args=("morning",)) not in page
    answer = browser.get(reverse("session:play", args=("morning",)))
    assert answer.headers["Location"] == reverse("today:home")


@pytest.mark.usefixtures("well")
def test_today_shows_two_sessions_with_reasons_and_one_button_each(
    browser: Client, protocol: Protocol
) -> None:
    page = text(browser.get(reverse("today:home")))
    for slot in ("morning", "evening"):
        assert page.count(f'href="{reverse("session:play", args=(slot,))}"') == 1
    assert "Why these" in page
    today = journey.today(Person.objects.get(), at=timezone.now())
    for item in today.sessions[0].items:
        assert protocol.exercises[item.exercise].title in page


@pytest.mark.usefixtures("well")
def test_the_player_gets_every_beat_of_the_prescribed_dose(browser: Client) -> None:
    today = journey.today(Person.objects.get(), at=timezone.now())
    items = session_data(browser)["items"]
    assert [item["exercise"] for item in items] == [i.exercise for i in today.sessions[0].items]
    for item, meant in zip(items, today.sessions[0].items, strict=True):
        counted = [beat for beat in item["beats"] if beat["rep"] == 1 and beat["kind"] != "return"]
        if meant.dose.reps:
            assert counted
            assert max(beat["rep"] for beat in item["beats"]) == meant.dose.reps
            assert max(beat["set"] for beat in item["beats"]) == meant.dose.sets


@pytest.mark.usefixtures("well")
def test_every_word_that_the_player_fills_in_is_there(browser: Client) -> None:
    words = session_data(browser)["words"]
    for name in ("place", "next", "ready", "switch", "rep_of", "set_of", "hurts_title"):
        assert "{" in words[name], name


def test_a_result_from_the_device_shows_what_changes(browser: Client, well: Person) -> None:
    entry, now = uuid4(), timezone.now()
    items = journey.today(well, at=now).sessions[0].items
    done = [{"exercise": item.exercise, "share": 1.0} for item in items]
    letters = (
        {"id": str(entry), "kind": "session", "at": now.isoformat(),
         "data": {"slot": "morning", "items": done, "done_share": 1.0}},
        {"id": str(uuid4()), "kind": "response", "at": now.isoformat(),
         "data": {"session": str(entry), "danger": False}},
    )  # fmt: skip
    for letter in letters:
        answer = browser.post(
            reverse("inbox:receive"), json.dumps(letter), content_type="application/json"
        )
        assert answer.status_code == 200, answer.content
    page = text(browser.get(reverse("session:done", args=(entry,))))
    assert "What changes tomorrow" in page
    assert "100 %" in page


def test_nobody_elses_session_is_shown(browser: Client, well: Person) -> None:
    assert browser.get(reverse("session:done", args=(uuid4(),))).status_code == 404


@pytest.mark.usefixtures("well")
def test_easier_from_the_program_is_followed(browser: Client, well: Person) -> None:
    items = journey.today(well, at=timezone.now()).sessions[0].items
    item = next(i for i in items if journey.may_be_easier(well, i.exercise))
    page = text(browser.get(reverse("program:exercise", args=(item.exercise,))))
    assert 'value="easier"' in page
    wish = {"exercise": item.exercise, "want": "easier"}
    answer = browser.post(reverse("today:choose"), wish)
    assert answer.status_code == 302, answer.content
    left = {i.exercise for s in journey.today(well, at=timezone.now()).sessions for i in s.items}
    assert item.exercise not in left


@pytest.mark.usefixtures("well")
def test_what_today_needs_offline_is_listed(browser: Client) -> None:
    listed = browser.get(reverse("offline:list")).json()
    assert reverse("session:play", args=("morning",)) in listed["pages"]
    assert reverse("offline:page") in listed["pages"]
    assert any(name.startswith("/figure/") for name in listed["files"])


def test_the_worker_answers_for_every_page(stranger: Client) -> None:
    answer = stranger.get("/worker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert stranger.get("/manifest.webmanifest").json()["start_url"] == "/"


@pytest.mark.django_db
def test_every_exercise_has_a_figure_or_says_that_there_is_none(
    browser: Client, protocol: Protocol
) -> None:
    for name in list(protocol.movements)[:3]:
        address = reverse("figure:svg", args=(protocol.short_version, name, "still"))
        answer = browser.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/svg+xml")
    missing = reverse("figure:svg", args=(protocol.short_version, "no_such", "still"))
    assert browser.get(missing).status_code == 404


@pytest.mark.django_db
def test_the_stills_of_a_page_come_as_one_picture(browser: Client, protocol: Protocol) -> None:
    """Each still is there whole, in a view of its own; packed or plain, it is the same."""
    names = ["bird_dog", "bridge", "cat_camel"]
    address = reverse("figure:strip", args=(protocol.short_version, ".".join(names)))
    plain = browser.get(address)
    packed = browser.get(address, headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    root = ET.fromstring(plain.content)  # noqa: S314 - it is ours
    views = {view.get("id"): view.get("viewBox", "").split() for view in root.iter(f"{SVG}view")}
    pictures = root.findall(f"{SVG}svg")
    assert list(views) == names
    assert len(pictures) == len(names)
    for box, picture in zip(views.values(), pictures, strict=True):
        assert box == ["0", picture.get("y"), picture.get("width"), picture.get("height")]
        assert len(picture.findall(f".//{SVG}path")) > 3


@pytest.mark.django_db
@pytest.mark.parametrize("names", ["no_such", "bridge.no_such", ".", ".".join(["bridge"] * 41)])
def test_no_strip_of_what_is_not_there(browser: Client, protocol: Protocol, names: str) -> None:
    address = reverse("figure:strip", args=(protocol.short_version, names))
    assert browser.get(address).status_code == 404


def test_the_camera_gets_the_servers_own_tracker_and_plan(
    browser: Client, protocol: Protocol
) -> None:
    version = protocol.short_version
    files = browser.get(reverse("camera:tracker", args=(version,))).json()
    assert {"landmarks.py", "tracker/tracker.py"} <= set(files)
    plan = browser.get(reverse("camera:plan", args=(version, "bridge"))).json()
    assert plan["signal"][0]["start"] != plan["signal"][0]["target"]
    timed = reverse("camera:plan", args=(version, "walking"))
    assert browser.get(timed).status_code == 404


def test_a_length_that_was_asked_for_can_be_taken_back(browser: Client, well: Person) -> None:
    where = reverse("today:set_up")
    form = {"minutes": "5", "equipment": ["mat"]}
    assert browser.post(where, form).status_code == 302
    assert 'value="5"' in text(browser.get(where))
    short = journey.today(well, at=timezone.now()).sessions[0].minutes
    assert browser.post(where, {**form, "minutes": ""}).status_code == 302
    field = re.search(r'<input id="minutes"[^>]*>', text(browser.get(where)))
    assert field is not None
    assert 'value=""' in field[0]
    assert journey.today(well, at=timezone.now()).sessions[0].minutes > short


def practice(browser: Client) -> Any:
    return browser.get(reverse("session:practise", args=("box_lift",)))


@pytest.mark.usefixtures("well")
def test_a_lift_is_practised_and_nothing_of_it_is_kept(browser: Client, owner: Person) -> None:
    before = Entry.objects.filter(person=owner).count()
    assert reverse("session:practise", args=("box_lift",)) in text(
        browser.get(reverse("daily_living:lifting"))
    )
    found = DATA.search(text(practice(browser)))
    assert found is not None
    data = json.loads(found[1])
    assert data["practice"]
    assert "inbox" not in data["urls"]
    assert [item["exercise"] for item in data["items"]] == ["box_lift"]
    assert Entry.objects.filter(person=owner).count() == before


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize("state", ["nerve_irritable", "balance_impaired"])
def test_who_must_not_lift_is_not_asked_to(browser: Client, owner: Person, state: str) -> None:
    journey.set_up(owner, {"states": (state,)}, at=timezone.now())
    page = text(browser.get(reverse("daily_living:lifting")))
    assert reverse("session:practise", args=("box_lift",)) not in page
    assert practice(browser).headers["Location"] == reverse("today:home")


def test_nobody_practises_before_the_check(browser: Client) -> None:
    assert practice(browser).headers["Location"] == reverse("today:home")
