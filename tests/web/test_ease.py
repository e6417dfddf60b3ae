"""Ease now: danger before anything else, nothing kept, and always a way on."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from ischia.care.check import Checker
from ischia.protocol.condition import findings_of
from ischia.protocol.model import Disposition, Protocol
from ischia.record.models import Entry

DAY = date(2026, 3, 1)


def reached(checker: Checker, finding: str, answer: str) -> Disposition | None:
    return checker.check(checker.read({finding: answer}, DAY)).screening.value.disposition


def is_emergency(checker: Checker, finding: str) -> bool:
    found = reached(checker, finding, "yes")
    return found is not None and found.urgency >= Disposition.EMERGENCY_TODAY.urgency


def test_every_first_sign_is_an_emergency_alone(protocol: Protocol, checker: Checker) -> None:
    assert protocol.first_signs
    for sign in protocol.first_signs.values():
        assert is_emergency(checker, sign.finding), sign.id


def test_no_emergency_that_one_answer_tells_is_left_out(
    protocol: Protocol, checker: Checker
) -> None:
    """A sign is listed, or its follow-up is: of both legs that hurt, what is new is asked."""
    listed = {sign.finding for sign in protocol.first_signs.values()}
    followed = {
        parent
        for name in listed
        if (ask_if := protocol.findings[name].ask_if) is not None
        for parent in findings_of(ask_if)
    }
    missing = {
        finding.id
        for finding in protocol.findings.values()
        if finding.kind == "yes_no"
        and finding.who == "person"
        and finding.group in protocol.families  # the others imply a danger, which is asked then
        and is_emergency(checker, finding.id)
        and finding.id not in listed | followed
    }
    assert not missing


def test_the_first_screen_is_about_the_cauda_equina(stranger: Client, protocol: Protocol) -> None:
    page = stranger.get(reverse("ease:home")).content.decode()
    for name in ("saddle_numbness", "bladder_change", "bowel_control_loss"):
        assert protocol.first_signs[name].text in page


@pytest.mark.parametrize("country", ["gb", "us", ""])
def test_a_sign_leads_to_help_and_nowhere_else(
    stranger: Client, protocol: Protocol, country: str
) -> None:
    if country:
        stranger.cookies["ischia_country"] = country
    for sign in protocol.first_signs.values():
        page = stranger.get(reverse("ease:help", args=[sign.group, sign.id])).content.decode()
        assert sign.text in page
        main = page.partition("<main")[2].partition("</main>")[0]
        assert "/ease/position" not in main
        assert "/today/" not in main
        number = protocol.emergency_numbers[country].number if country else ""
        assert (f"tel:{number}" in main) if country else ("<select" in main)


def test_doubt_counts(stranger: Client, protocol: Protocol) -> None:
    words = {protocol.dispositions[name].headline: name for name in protocol.dispositions}
    groups = {sign.group for sign in protocol.first_signs.values()}
    for group in groups:
        page = stranger.get(reverse("ease:unsure", args=[group])).content.decode()
        said = next(name for headline, name in words.items() if f">{headline}</h1>" in page)
        assert Disposition(said).urgency >= Disposition.SAME_DAY.urgency


def test_none_of_these_leads_through_every_screen_to_a_position(stranger: Client) -> None:
    import re

    url, seen = reverse("ease:home"), 0
    while "position" not in url:
        page = stranger.get(url).content.decode()
        found = re.search(r'class="button button--primary button--huge" href="([^"]+)"', page)
        assert found
        url, seen = found[1], seen + 1
    assert seen == 3
    assert stranger.get(url, follow=True).status_code == 200


def test_whatever_a_position_does_there_is_a_way_on(stranger: Client, protocol: Protocol) -> None:
    for name, easing in protocol.easings.items():
        page = stranger.get(reverse("ease:position", args=[name])).content.decode()
        assert easing.text in page
        assert reverse("ease:move", args=[name]) in page
        move = stranger.get(reverse("ease:move", args=[name])).content.decode()
        assert easing.then_text in move
        assert reverse("ease:next") in move
    last = max(protocol.easings.values(), key=lambda easing: easing.order)
    page = stranger.get(reverse("ease:position", args=[last.id])).content.decode()
    assert reverse("ease:none") in page


def test_nothing_is_kept(stranger: Client, protocol: Protocol, db: None) -> None:
    for url in (reverse("ease:home"), reverse("ease:next"), reverse("ease:none"),
                reverse("ease:help", args=["between_the_legs", "saddle_numbness"])):  # fmt: skip
        answer = stranger.get(url)
        assert answer.status_code == 200
        assert set(answer.cookies) <= {"ischia_csrf"}
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "url", ["/ease/signs/none/", "/ease/help/none/", "/ease/help/legs/saddle_numbness/",
            "/ease/position/headstand/", "/ease/move/headstand/"],
)  # fmt: skip
def test_what_is_not_there_is_said_to_be_not_there(stranger: Client, url: str) -> None:
    assert stranger.get(url).status_code == 404
