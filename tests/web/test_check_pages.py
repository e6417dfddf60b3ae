"""The check in the browser: one question a screen, slips and news, and no way around danger."""

from __future__ import annotations

import re
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.models import Entry, Person
from ischia.web.check.views import urgency_question
from ischia.web.prose import parts_of

Raw = dict[str, object]


def ask(finding: str) -> str:
    return reverse("check:ask", args=[finding])


def tap(browser: Client, finding: str, value: str, **more: str) -> str:
    """Answer one question; where that leads."""
    answer = browser.post(ask(finding), {"value": value, "entry": str(uuid4()), **more})
    assert answer.status_code == 302, answer.content.decode()
    return browser.get(answer.headers["Location"], follow=True).request["PATH_INFO"]


def page_of(browser: Client, url: str) -> str:
    return browser.get(url, follow=True).content.decode()


def main_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    """Somebody who has denied every danger just now."""
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def test_every_question_has_an_address_of_its_own(browser: Client) -> None:
    first = browser.get(reverse("check:home"))
    assert first.headers["Location"] == ask("saddle_numbness")
    assert tap(browser, "saddle_numbness", "no") == ask("bladder_change")


def test_a_question_shows_its_reason_and_source(browser: Client, protocol: Protocol) -> None:
    page = page_of(browser, ask("saddle_numbness"))
    finding = protocol.findings["saddle_numbness"]
    for text in (finding.question, finding.help, finding.why):
        assert text in page
    assert protocol.bibliography[finding.source[0]].authors.split(",")[0] in page


def test_a_form_sent_twice_is_kept_once(browser: Client, owner: Person) -> None:
    form = {"value": "no", "entry": str(uuid4())}
    for _ in range(2):
        assert browser.post(ask("saddle_numbness"), form).status_code == 302
    assert Entry.objects.filter(person=owner).count() == 1


def test_the_same_form_with_another_answer_corrects_the_slip(
    browser: Client, owner: Person
) -> None:
    """Back in the browser, then the other button: the page is the old one, its id as well."""
    entry = str(uuid4())
    browser.post(ask("saddle_numbness"), {"value": "yes", "entry": entry})
    browser.post(ask("saddle_numbness"), {"value": "no", "entry": entry})
    view = journey.check_now(owner, at=timezone.now())
    assert view.answers["saddle_numbness"] == "no"
    assert view.disposition is None


def test_a_wrong_tap_can_be_put_right_and_leaves_no_trace_in_the_way(
    browser: Client, owner: Person
) -> None:
    assert tap(browser, "saddle_numbness", "yes") == reverse("check:result")
    page = main_of(page_of(browser, reverse("check:result")))
    assert ask("saddle_numbness") in page
    assert tap(browser, "saddle_numbness", "no") == ask("bladder_change")
    assert Entry.objects.filter(person=owner, replaces__isnull=False).count() == 1


def test_another_day_it_is_news_and_stays_in_the_way(browser: Client, owner: Person) -> None:
    tap(browser, "saddle_numbness", "yes")
    session = browser.session
    session["check_trail"] = {"day": "2020-01-01", "asked": ["saddle_numbness"]}
    session.save()
    tap(browser, "saddle_numbness", "no")
    assert not Entry.objects.filter(person=owner, replaces__isnull=False).exists()
    assert not journey.check_now(owner, at=timezone.now()).may_exercise


@pytest.mark.parametrize(
    ("finding", "words"),
    [("saddle_numbness", "emergency_today"), ("unable_to_walk_from_weakness", "emergency_now")],
)
def test_an_emergency_leaves_no_doubt_and_no_way_around(
    browser: Client, owner: Person, protocol: Protocol, finding: str, words: str
) -> None:
    owner.country = "GB"
    owner.save(update_fields=["country"])
    assert tap(browser, finding, "yes") == reverse("check:result")
    for url in ("check:home", "check:result", "picture:home", "picture:result",
                "diagnosis:clearance"):  # fmt: skip
        page = main_of(page_of(browser, reverse(url)))
        assert f">{protocol.dispositions[words].headline}</h1>" in page, url
        assert f"tel:{protocol.emergency_numbers['gb'].number}" in page
        for way in ("today:home", "program:home", "picture:home", "diagnosis:clearance"):
            assert f'href="{reverse(way)}"' not in page


def test_without_a_country_every_number_is_there(
    browser: Client, owner: Person, protocol: Protocol
) -> None:
    tap(browser, "saddle_numbness", "yes")
    page = page_of(browser, reverse("check:result"))
    for number in protocol.emergency_numbers.values():
        assert f"{number.country}: {number.number}" in page


def test_the_country_is_chosen_on_the_spot(browser: Client, owner: Person) -> None:
    tap(browser, "saddle_numbness", "yes")
    back = reverse("check:result")
    answer = browser.post(reverse("preferences:home"), {"country": "us", "back": back})
    assert answer.headers["Location"] == back
    assert 'href="tel:911"' in page_of(browser, back)
    owner.refresh_from_db()
    assert owner.country == "US"


def test_no_red_flag_is_what_is_said_never_that_nothing_is_wrong(
    browser: Client, well: Person
) -> None:
    page = main_of(page_of(browser, reverse("check:result")))
    assert "No red flag was found" in page
    assert "does not mean that nothing is wrong" in page
    assert reverse("today:home") in page


@pytest.mark.parametrize(
    ("change", "words"),
    [({"cancer_history": "yes"}, "within_two_weeks"),
     ({"foot_drop": "yes", "foot_drop_new": "yes"}, "same_day"),
     ({"postpartum_weeks": 3.0, "sex": "female"}, "clinician_first")],
)  # fmt: skip
def test_every_disposition_has_its_page(
    browser: Client, well: Person, protocol: Protocol, change: Raw, words: str
) -> None:
    for finding, value in change.items():
        journey.answer(well, {finding: value}, at=timezone.now())
    page = main_of(page_of(browser, reverse("check:result")))
    text = protocol.dispositions[words]
    assert text.headline in page
    for line in text.do:
        assert line in page
    assert f'href="{reverse("today:home")}"' not in page
    assert reverse("diagnosis:clearance") in page


def test_reasons_come_with_sources_and_what_would_change_it(
    browser: Client, well: Person, protocol: Protocol
) -> None:
    journey.answer(well, {"cancer_history": "yes"}, at=timezone.now())
    page = main_of(page_of(browser, reverse("check:result")))
    assert "What would change it" in page
    assert ask("cancer_history") in page
    assert "Where this comes from" in page


def test_the_letter_to_a_clinician_says_what_was_told(browser: Client, well: Person) -> None:
    journey.answer(well, {"cancer_history": "yes"}, at=timezone.now())
    page = page_of(browser, reverse("check:result"))
    letter = unquote(page.partition('href="mailto:')[2].partition('"')[0])
    assert letter.startswith("?subject=")
    assert "cancer" in letter


def test_bad_input_names_the_remedy_and_keeps_nothing(browser: Client, owner: Person) -> None:
    answer = browser.post(ask("age_years"), {"value": "old"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Entry.objects.filter(person=owner).exists()


def test_a_clinicians_finding_is_not_asked_of_a_person(browser: Client) -> None:
    assert browser.get(ask("anal_tone_reduced")).status_code == 404
    assert browser.get(ask("nonsense")).status_code == 404


def test_going_back_shows_the_answer_that_was_given(browser: Client) -> None:
    tap(browser, "saddle_numbness", "no")
    page = page_of(browser, ask("bladder_change"))
    assert f'href="{ask("saddle_numbness")}"' in page
    assert "your answer so far" in page_of(browser, ask("saddle_numbness"))


def test_in_an_emergency_more_answers_only_make_it_more_urgent(
    browser: Client, owner: Person
) -> None:
    """A quiet link leads on; whatever is denied, the emergency stays, and nothing else opens."""
    tap(browser, "saddle_numbness", "yes")
    page = main_of(page_of(browser, reverse("check:result")))
    assert "for=urgency" in page
    before = journey.check_now(owner, at=timezone.now()).disposition
    assert before is not None
    for _ in range(100):
        question = urgency_question(journey.check_now(owner, at=timezone.now()))
        if question is None:
            break
        shown = page_of(browser, ask(question.id) + "?for=urgency")
        assert reverse("check:result") in main_of(shown)
        assert reverse("today:home") not in shown
        value = "no" if question.kind == "yes_no" else "unsure"
        landed = tap(browser, question.id, value, next="urgency")
        assert landed.startswith("/check/")
        now = journey.check_now(owner, at=timezone.now()).disposition
        assert now is not None
        assert now.urgency >= before.urgency
    else:
        raise AssertionError("the questions do not end")
    page = main_of(page_of(browser, reverse("check:result")))
    assert "for=urgency" not in page
    assert "emergency" in page


def test_no_word_is_lost_where_a_list_is_set_as_a_list(protocol: Protocol) -> None:
    """The pages set a list in a text as a list: every word stays, in its order."""
    texts = [words.safety_net for words in protocol.dispositions.values()]
    texts += [text.text for text in protocol.education.values()]
    for text in texts:
        parts = parts_of(text)
        again = " ".join(" ".join([part.text, *part.items]) for part in parts)
        assert re.findall(r"\w+", again) == re.findall(r"\w+", text)
    assert any(part.items for text in texts for part in parts_of(text))
