"""The body map and the picture."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.bodymap import MARKS, layers, rows, views
from ischia.web.bodyshape import BACK, FRONT, MIDDLE, PLACES

Raw = dict[str, object]


@pytest.fixture
def well(owner: Person, healthy: Raw) -> Person:
    journey.answer(owner, healthy, at=timezone.now())
    return owner


def test_every_region_of_the_protocol_is_drawn_where_it_says(protocol: Protocol) -> None:
    for region in protocol.regions.values():
        shown = set(PLACES[region.id])
        assert shown <= ({FRONT, BACK} if region.view == "both" else {region.view}), region.id
        assert shown, region.id
    assert set(PLACES) == set(protocol.regions)


def test_every_mark_can_be_made_by_painting_and_by_the_list(protocol: Protocol) -> None:
    listed = {value for row in rows(protocol) for value, _side in row.places}
    paired = {name for name, region in protocol.regions.items() if region.paired}
    assert listed == set(protocol.region_names) - paired
    drawn = {spot.value for view in views(protocol, layers(protocol, {})) for spot in view.spots}
    assert drawn == listed


def test_left_is_the_persons_own_left(protocol: Protocol) -> None:
    """In front the person's left is to the right of the picture, at the back to its left."""
    for view in views(protocol, layers(protocol, {})):
        for spot in view.spots:
            xs = [float(x) for x in re.findall(r"[MLC ]([\d.]+) [\d.]+", spot.path)]
            middle = sum(xs) / len(xs)
            if spot.value.startswith("left_"):
                assert (middle > MIDDLE) == (view.name == FRONT), spot.value
            elif spot.value.startswith("right_"):
                assert (middle < MIDDLE) == (view.name == FRONT), spot.value


def test_every_finding_with_regions_has_a_mark_of_its_own(protocol: Protocol) -> None:
    with_regions = {f.id for f in protocol.findings.values() if f.kind == "regions"}
    assert set(MARKS) == with_regions
    assert len(set(MARKS.values())) == len(MARKS)


def test_what_is_marked_is_kept_and_shown_again(browser: Client, owner: Person) -> None:
    form = {
        "pain_regions": ["left_calf", "left_buttock"],
        "tingling_regions": ["left_little_toe"],
        "entry": str(uuid4()),
    }
    answer = browser.post(reverse("picture:map"), form)
    assert answer.headers["Location"] == reverse("check:home")
    said = journey.check_now(owner, at=timezone.now()).answers
    assert set(said["pain_regions"]) == {"left_calf", "left_buttock"}  # pyright: ignore[reportArgumentType]
    assert said["numbness_regions"] in ([], ())
    page = browser.get(reverse("picture:map")).content.decode()
    assert re.search(r'name="pain_regions" value="left_calf" checked', page)
    assert not re.search(r'name="numbness_regions" value="left_calf" checked', page)


def test_numbness_painted_between_the_legs_is_an_emergency(
    browser: Client, well: Person, protocol: Protocol
) -> None:
    form = {"numbness_regions": ["saddle"], "entry": str(uuid4())}
    page = browser.post(reverse("picture:map"), form, follow=True).content.decode()
    urgent = [protocol.dispositions[name].headline for name in ("emergency_today", "emergency_now")]
    assert any(f">{headline}</h1>" in page for headline in urgent)


def test_a_region_that_is_none_is_refused(browser: Client) -> None:
    answer = browser.post(reverse("picture:map"), {"pain_regions": ["left_moon"]})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_a_question_about_regions_is_asked_on_the_map(browser: Client) -> None:
    for finding in MARKS:
        answer = browser.get(reverse("check:ask", args=[finding]))
        assert answer.headers["Location"] == reverse("picture:map")


def test_there_is_no_picture_before_the_safety_questions(browser: Client) -> None:
    for name in ("picture:home", "picture:result"):
        page = browser.get(reverse(name), follow=True)
        assert page.request["PATH_INFO"].startswith("/check/ask/")


def test_the_picture_says_bands_reasons_and_what_could_be_added(
    browser: Client, well: Person, protocol: Protocol
) -> None:
    sciatica: Raw = {"pain_regions": ["left_buttock", "left_calf"], "leg_pain_below_knee": "yes"}
    for finding, value in sciatica.items():
        journey.answer(well, {finding: value}, at=timezone.now())
    view = journey.check_now(well, at=timezone.now())
    page = browser.get(reverse("picture:result")).content.decode()
    assert "This is not a diagnosis" in page
    first = view.differential[0]
    assert protocol.causes[first.cause].title in page
    assert f"likely--{first.band}" in page
    for evidence in (*first.supporting, *first.opposing):
        assert evidence.text in page
    add = protocol.findings[protocol.causes[first.cause].could_add[0]]
    assert add.label in page
    assert "mark--on" in page


def test_the_picture_shows_no_percentage(browser: Client, well: Person) -> None:
    page = browser.get(reverse("picture:result")).content.decode()
    words = re.sub(r"<details.*?</details>", "", page.partition("<main")[2], flags=re.DOTALL)
    assert not re.search(r"\d ?%", re.sub(r"<[^>]+>", " ", words))
