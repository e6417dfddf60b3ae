"""Daily living: breaks for this person, places, the lifting coach, small habits."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from msgspec.structs import replace

from ischia.care.ergonomics import Lift, lifting_limit
from ischia.protocol.model import Protocol
from ischia.record import daily, journey
from ischia.record.export import files_of
from ischia.record.feed import new_feed
from ischia.record.models import Entry, Person
from ischia.web.daily_living.coach import EVERYDAY, coach

Raw = dict[str, object]
HOME = "daily_living:home"


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def text(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_plan_of_breaks_is_there_without_javascript(browser: Client, well: Person) -> None:
    page = text(browser, HOME)
    assert page.count("data-after=") == 2
    assert "<noscript>" in page
    assert len(re.findall(r"<button[^>]*data-start hidden", page)) == 2
    assert "data-stop" in page


def test_a_direction_that_eases_changes_the_break(
    browser: Client, owner: Person, healthy: Raw
) -> None:
    told = {**healthy, "repeated_extension_response": "centralises"}
    journey.answer(owner, told, at=timezone.now())
    now = timezone.now()
    today = journey.today(owner, at=now)
    assert daily.living_of(today).direction == "extension"
    page = text(browser, HOME)
    assert "Stand up and lean back" in page or "Stand tall and walk" in page
    assert "Get up and move" not in page


def test_an_emergency_leaves_no_daily_living(browser: Client, well: Person) -> None:
    journey.answer(well, {"saddle_numbness": "yes"}, at=timezone.now())
    answer = browser.get(reverse(HOME))
    assert answer.headers["Location"] == reverse("check:result")


def test_who_may_not_exercise_is_offered_no_exercise(browser: Client, well: Person) -> None:
    journey.answer(well, {"unexplained_weight_loss": "yes"}, at=timezone.now())
    now = timezone.now()
    living = daily.living_of(journey.today(well, at=now))
    assert (living.direction, living.exercises) == ("", frozenset())
    assert reverse("program:exercise", args=("standing_extension",)) not in text(browser, HOME)


@pytest.mark.parametrize("topic", ["workstation", "driving", "sleep"])
def test_a_place_has_its_picture_and_advice(browser: Client, well: Person, topic: str) -> None:
    page = text(browser, "daily_living:place", topic)
    assert 'role="img"' in page
    assert page.count("<h2>") >= 3


def test_early_morning_advice_is_there_where_a_disc_is_the_cause(
    browser: Client, well: Person
) -> None:
    address = reverse("daily_living:place", args=("morning",))
    assert address not in text(browser, HOME)
    now = timezone.now()
    journey.record_diagnosis(
        well, "lumbar_disc_herniation", "confirmed", "Dr Test", now.date(), at=now
    )
    assert address in text(browser, HOME)
    assert "Bend less in the first hours" in text(browser, "daily_living:place", "morning")


def test_there_is_no_other_place(browser: Client, well: Person) -> None:
    assert browser.get(reverse("daily_living:place", args=("moon",))).status_code == 404


def test_the_coach_puts_first_what_helps_most_and_tells_no_weight(
    browser: Client, well: Person, protocol: Protocol
) -> None:
    far = {**EVERYDAY, "horizontal_cm": "60", "vertical_cm": "70", "travel_cm": "25"}
    page = text(browser, "daily_living:lifting", **far)
    first = page[page.index('class="changes"') :]
    assert first.index("Bring the load closer") < first.index("Use a box with good handles")
    result = page[page.index('id="result"') : page.index("<form method")]
    assert "kg" not in result
    assert "healthy workers" in result
    assert "does not say what you may lift" in page


def test_the_share_left_is_that_of_the_equation(protocol: Protocol) -> None:
    equation = protocol.lifting_equations["niosh_1991"]
    now = Lift(load_kg=10, horizontal_cm=50, vertical_cm=75, travel_cm=25, twist_degrees=0,
               per_minute=0, hours=1, grip="good")  # fmt: skip
    near = replace(now, horizontal_cm=25)
    before, after = (lifting_limit(equation, lift).value.index for lift in (now, near))
    assert before is not None
    assert after is not None
    (change,) = coach(equation, now).changes
    assert change.left_percent == round(100 * after / before) == 50


def test_what_is_no_number_is_named_and_the_rest_stays(browser: Client, well: Person) -> None:
    answer = browser.get(
        reverse("daily_living:lifting"), {"load_kg": "heavy", "horizontal_cm": "33"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "How heavy (kg): &#x27;heavy&#x27; is not a number" in page
    assert page.count('aria-invalid="true"') == 1
    assert 'value="33"' in page


def test_nothing_of_a_lift_is_kept(browser: Client, well: Person) -> None:
    before = Entry.objects.count()
    text(browser, "daily_living:lifting", load_kg="12")
    assert Entry.objects.count() == before


def test_a_habit_is_tied_shown_and_taken_away(browser: Client, well: Person) -> None:
    address = reverse("daily_living:habits")
    browser.post(address, {"moment": "kettle", "habit": "walk_a_minute"})
    browser.post(address, {"moment": "teeth", "habit": "start_session"})
    page = text(browser, HOME)
    assert page.index("I have brushed my teeth") < page.index("I put the kettle on")
    browser.post(address, {"remove": "kettle:walk_a_minute"})
    page = text(browser, HOME)
    assert "I put the kettle on" not in page
    assert "I have brushed my teeth" in page
    assert Entry.objects.filter(person=well, kind="habits").count() == 3


def test_the_same_habit_twice_is_one(browser: Client, well: Person) -> None:
    for _ in range(2):
        browser.post(reverse("daily_living:habits"), {"moment": "kettle", "habit": "slow_breaths"})
    assert len(daily.plans_of(well)) == 1


@pytest.mark.parametrize(("moment", "habit"), [("ketle", "slow_breaths"), ("kettle", "fly")])
def test_a_habit_that_is_none_is_refused(
    browser: Client, well: Person, moment: str, habit: str
) -> None:
    answer = browser.post(reverse("daily_living:habits"), {"moment": moment, "habit": habit})
    assert answer.status_code == 400
    assert daily.plans_of(well) == ()


def test_too_many_habits_at_once_are_refused(browser: Client, well: Person) -> None:
    moments = ["out_of_bed", "teeth", "kettle", "phone", "meal", "home"]
    answers = [
        browser.post(reverse("daily_living:habits"), {"moment": m, "habit": "slow_breaths"})
        for m in moments
    ]
    assert [answer.status_code for answer in answers] == [302] * daily.MOST_HABITS + [400]


def test_a_habit_that_no_longer_fits_is_not_shown(browser: Client, well: Person) -> None:
    at = timezone.now()
    plans = [{"moment": "kettle", "habit": "lean_back"}]
    daily.keep_habits(well, {"plans": plans}, at=at)
    journey.answer(well, {"unexplained_weight_loss": "yes"}, at=at + timedelta(minutes=1))
    assert "I lean back gently" not in text(browser, HOME)


def test_the_secret_of_the_calendar_does_not_leave_with_an_export(well: Person) -> None:
    secret = new_feed(well).encode()
    files = dict(files_of(well, at=timezone.now()))
    assert "person.json" in files
    assert not any(secret in content for content in files.values())
