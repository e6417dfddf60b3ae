"""Progress, questionnaires, the morning, a flare, staying well, and More."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.models import Entry, Person

Raw = dict[str, object]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PHQ = {f"q{n}": "0" for n in range(1, 10)}


def text(answer: Any) -> str:
    return answer.content.decode()


def main_of(answer: Any) -> str:
    return text(answer).split("<main", 1)[1].split("</main>")[0]


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    """Somebody who passed the check two days ago and has a program."""
    at = timezone.now() - 2 * DAY
    journey.answer(owner, healthy, at=at)
    journey.today(owner, at=at)
    return owner


def session(person: Person, at: Any, **more: Any) -> Entry:
    done: dict[str, Any] = {"slot": "morning", "items": [], "done_share": 1,
            "pain_before": {"leg": 4, "back": 3}, "zone_before": 4, **more}  # fmt: skip
    return journey.finish_session(person, done, at=at)


@pytest.fixture
def yesterday(well: Person) -> Person:
    """The same, with a session yesterday."""
    session(well, timezone.now() - DAY)
    return well


@pytest.mark.usefixtures("owner")
def test_a_new_person_is_told_that_there_is_nothing_yet(browser: Client) -> None:
    page = main_of(browser.get(reverse("progress:home")))
    assert "nothing to show yet" in page
    assert "<script" not in page


@pytest.mark.usefixtures("yesterday")
def test_every_chart_has_a_table_with_the_same_numbers(browser: Client) -> None:
    page = text(browser.get(reverse("progress:home")))
    charts = re.findall(r'data-chart="([a-z_0-9-]+)"', page)
    assert {"chart-pain", "chart-sessions"} <= set(charts)
    for chart in charts:
        data = re.search(rf'<script id="{chart}" type="application/json">(.*?)</script>', page)
        assert data is not None
        found = json.loads(data[1])
        assert all(len(line["y"]) == len(found["x"]) for line in found["lines"])
    assert page.count("<table>") >= len(charts)
    pain = json.loads(re.search(r'id="chart-pain"[^>]*>(.*?)</script>', page)[1])  # type: ignore[index]
    assert [line["y"] for line in pain["lines"] if line["style"] == "leg"] == [[4.0]]
    assert "<td>4</td><td>3</td><td>knee or calf</td>" in page


@pytest.mark.usefixtures("yesterday")
def test_the_pictures_show_how_far_down_it_reached(browser: Client) -> None:
    page = main_of(browser.get(reverse("progress:home")))
    assert 'href="#small-4"' in page
    assert 'class="reach reach--end" href="#small-4"' in page
    assert "#small-5" not in page.split("</defs>")[1]
    assert "knee or calf" in page


def test_the_band_says_what_it_is_and_is_not(
    browser: Client, well: Person, protocol: Protocol
) -> None:
    for days in (2, 1):
        session(well, timezone.now() - days * DAY + HOUR)
    page = main_of(browser.get(reverse("progress:home")))
    course = protocol.courses["leg_pain"]
    assert course.text in page
    assert all(limit in page for limit in course.limits)


def test_look_at_somebody_elses_result(browser: Client, owner: Person) -> None:
    other = Person.objects.create(display_name="Other", created_at=timezone.now())
    form = {"instrument": "rmdq_24", "answers": {"s01": 1}}
    from ischia.record.questionnaires import questionnaire

    entry = questionnaire(other, form, at=timezone.now())
    assert owner != other
    assert browser.get(reverse("questionnaire:result", args=(entry,))).status_code == 404


# the morning


@pytest.mark.usefixtures("yesterday")
def test_a_morning_without_news_is_three_taps(browser: Client) -> None:
    today = main_of(browser.get(reverse("today:home")))
    assert today.count(reverse("today:check_in")) == 1  # the first tap
    page = main_of(browser.get(reverse("today:check_in")))
    assert 'name="as_before"' in page
    assert "leg 4, back 3" in page
    assert "knee or calf" in page
    form = {"danger": "no", "as_before": "yes"}  # the second and the third
    answer = browser.post(reverse("today:check_in"), form)
    assert answer.headers["Location"] == reverse("today:told")
    kept = Entry.objects.get(kind="check_in").data
    assert (kept["pain"], kept["zone"]) == ({"leg": 4.0, "back": 3.0}, 4)
    assert (kept["flare_felt"], kept["danger"], kept["as_before"]) == (False, False, True)


@pytest.mark.usefixtures("yesterday")
def test_nothing_is_chosen_for_the_person_and_danger_is_always_asked(browser: Client) -> None:
    page = main_of(browser.get(reverse("today:check_in")))
    assert " checked" not in page
    answer = browser.post(reverse("today:check_in"), {"as_before": "yes"})
    assert answer.status_code == 400
    assert not Entry.objects.filter(kind="check_in").exists()


@pytest.mark.usefixtures("yesterday")
def test_danger_in_the_one_tap_morning_stops_everything(browser: Client) -> None:
    answer = browser.post(reverse("today:check_in"), {"danger": "yes", "as_before": "yes"})
    page = main_of(browser.get(answer.headers["Location"]))
    assert reverse("check:home") in page
    assert reverse("session:play", args=("morning",)) not in text(
        browser.get(reverse("today:home"), follow=True)
    )


@pytest.mark.usefixtures("yesterday")
def test_after_the_morning_one_sentence_its_rule_and_less(
    browser: Client, protocol: Protocol
) -> None:
    told = {"danger": "no", "leg": "4", "back": "3", "zone": "4", "flare": "no", "night": "good"}
    answer = browser.post(reverse("today:check_in"), told, follow=True)
    page = main_of(answer)
    lede = re.search(r'<p class="lede">(.*?)</p>', page)
    assert lede is not None
    assert lede[1] in {rule.text for rule in protocol.adaptation_rules.values()}
    assert "The rule behind it" in page
    assert "doi:" in page or "source" in page
    before = journey.today(Person.objects.get(), at=timezone.now()).sessions
    browser.post(reverse("today:less"))
    after = journey.today(Person.objects.get(), at=timezone.now()).sessions
    assert sum(s.minutes for s in after) < sum(s.minutes for s in before)


# a flare


@pytest.fixture
def flare(yesterday: Person) -> Person:
    told = {"on": timezone.localdate().isoformat(), "pain": {"leg": 5, "back": 3}, "zone": 4,
            "flare_felt": True, "danger": False}  # fmt: skip
    journey.check_in(yesterday, told, at=timezone.now())
    return yesterday


def answer_again(person: Person, at: datetime) -> None:
    view = journey.check_now(person, at=at)
    if view.again:
        journey.answer(person, {k: view.answers[k] for k in view.again}, at=at)


def test_a_flare_has_its_own_calm_day(browser: Client, flare: Person, protocol: Protocol) -> None:
    answer_again(flare, timezone.now())
    page = main_of(browser.get(reverse("today:home")))
    assert "A calm day" in page
    assert protocol.adaptation_rules["flare_rest"].text in page
    assert protocol.adaptation_rules["flare_resume"].text in page
    assert protocol.adaptation_rules["flare_review"].text in page
    assert "If anything changes" in page
    for easing in protocol.easings.values():
        assert easing.title in page
    assert reverse("ease:home") in page
    assert reverse("questionnaire:home") not in page


def test_a_flare_that_is_over_can_be_looked_back_at(
    browser: Client, flare: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = timezone.now()
    place = reverse("today:look_back", args=((timezone.localdate() - DAY).isoformat(),))
    assert browser.get(place).status_code == 404  # it goes on
    for days in range(1, 5):
        at = now + days * DAY
        answer_again(flare, at)
        told = {"on": at.date().isoformat(), "pain": {"leg": 3, "back": 2}, "zone": 3,
                "flare_felt": False, "danger": False}  # fmt: skip
        journey.check_in(flare, told, at=at)
    monkeypatch.setattr(timezone, "now", lambda: now + 4 * DAY + HOUR)
    answer_again(flare, now + 4 * DAY + HOUR)
    assert place in main_of(browser.get(reverse("today:home")))
    assert browser.get(place).status_code == 200
    told = {"before": ["long_sitting", "nonsense"], "helped": ["walking"], "note": "a long drive"}
    assert browser.post(place, told).headers["Location"] == reverse("today:home")
    kept = Entry.objects.get(kind="look_back", person=flare).data
    assert (kept["before"], kept["note"]) == (["long_sitting"], "a long drive")
    assert browser.get(reverse("today:look_back", args=("2020-01-01",))).status_code == 404
    assert browser.get(reverse("today:look_back", args=("nonsense",))).status_code == 404


# questionnaires


@pytest.mark.usefixtures("well")
def test_the_one_that_is_due_stands_on_today_and_can_be_put_off(
    browser: Client, protocol: Protocol
) -> None:
    title = protocol.instruments["rmdq_24"].title
    assert title in main_of(browser.get(reverse("today:home")))
    browser.post(reverse("questionnaire:later", args=("rmdq_24",)))
    assert title not in main_of(browser.get(reverse("today:home")))


@pytest.mark.usefixtures("well")
def test_a_score_is_explained_with_its_change(browser: Client) -> None:
    place = reverse("questionnaire:ask", args=("rmdq_24",))
    first = browser.post(place, {f"s{n:02}": "1" for n in range(1, 13)}, follow=True)
    assert "12 on a scale from 0 to 24" in main_of(first)
    assert "your first answer" in main_of(first)
    second = main_of(browser.post(place, {f"s0{n}": "1" for n in range(1, 7)}, follow=True))
    assert "Since the first score: -6 points" in second
    assert "an improvement that matters" in second
    assert "What counts is" in second


@pytest.mark.usefixtures("well")
def test_activities_are_named_once_and_shown_again(browser: Client) -> None:
    place = reverse("questionnaire:ask", args=("patient_activities",))
    told = {"name_activity_2": "Walk <far>", "activity_2": "3"}
    page = main_of(browser.post(place, told, follow=True))
    assert "Walk &lt;far&gt;" in page
    kept = Entry.objects.get(kind="questionnaire").data
    assert (kept["named"], kept["answers"]) == (["Walk <far>"], {"activity_1": 3})
    assert "Walk &lt;far&gt;" in main_of(browser.get(place))


@pytest.mark.usefixtures("well")
def test_thoughts_of_self_harm_open_help_and_no_score(browser: Client, protocol: Protocol) -> None:
    place = reverse("questionnaire:ask", args=("phq_9",))
    form = main_of(browser.get(place))
    assert form.count("data-alert") == 3  # every answer but "not at all" opens help in the page
    crisis = protocol.red_flags["suicidal_thoughts"]
    assert crisis.do.split(".")[0] in form
    page = main_of(browser.post(place, {**PHQ, "q9": "1"}, follow=True))
    alert = protocol.instruments["phq_9"].alerts[0]
    assert alert.text in page
    assert crisis.do.split(".")[0] in page
    assert "on a scale from" not in page
    assert "quiz-score" not in page
    today = text(browser.get(reverse("today:home"), follow=True))
    assert reverse("session:play", args=("morning",)) not in today


@pytest.mark.usefixtures("well")
def test_a_short_score_offers_the_longer_one(browser: Client) -> None:
    place = reverse("questionnaire:ask", args=("phq_2",))
    page = main_of(browser.post(place, {"q1": "2", "q2": "1"}, follow=True))
    assert reverse("questionnaire:ask", args=("phq_9",)) in page
    page = main_of(browser.post(place, {"q1": "0", "q2": "1"}, follow=True))
    assert reverse("questionnaire:ask", args=("phq_9",)) not in page


@pytest.mark.usefixtures("well")
def test_what_is_missing_is_said_and_nothing_is_kept(browser: Client) -> None:
    answer = browser.post(reverse("questionnaire:ask", args=("phq_2",)), {})
    assert answer.status_code == 400
    assert 'class="errors"' in text(answer)
    assert not Entry.objects.filter(kind="questionnaire").exists()
    assert browser.get(reverse("questionnaire:ask", args=("nonsense",))).status_code == 404


# staying well, and more


@pytest.mark.usefixtures("well")
def test_staying_well_has_criteria_relapse_signs_and_what_to_do_first(
    browser: Client, protocol: Protocol
) -> None:
    page = main_of(browser.get(reverse("progress:staying_well")))
    assert protocol.stages["maintain"].enter_when in page
    for name in ("signs_of_a_relapse", "first_steps_in_a_relapse", "once_a_year"):
        assert protocol.education[name].title in page
    assert "150 minutes a week" in page
    assert "If anything changes" in page


def test_every_link_of_more_leads_somewhere(browser: Client, well: Person) -> None:
    page = main_of(browser.get(reverse("more:home")))
    links = re.findall(r'href="(/[^"#]*)"', page)
    assert len(links) >= 6
    assert well.pk
    for link in links:
        assert browser.get(link, follow=True).status_code == 200, link


@pytest.mark.usefixtures("well")
def test_the_main_navigation(browser: Client) -> None:
    page = text(browser.get(reverse("today:home")))
    nav = page.split('<nav class="nav"')[1].split("</nav>")[0]
    names = ("today:home", "program:home", "progress:home", "more:home")
    places = [nav.index(f'href="{reverse(name)}"') for name in names]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ["progress:home", "more:home", "questionnaire:home"])
def test_nothing_without_signing_in(stranger: Client, db: None, name: str) -> None:
    assert stranger.get(reverse(name)).status_code == 302
