"""From Today to a finished session: by keyboard alone, by touch alone, with a pain on the way."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from lived import choose, count, make_ready, skip_all, start
from playwright.sync_api import Page, expect
from running import Served, free_port
from steps import DESK, Open, answer, press, tab_to

FOCUSED = "() => document.activeElement?.name + '=' + document.activeElement?.value"
TABS = 60


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A record of its own for each test: they count entries and raise alarms."""
    server = Served(make_ready(tmp_path_factory.mktemp("finish") / "data"), free_port())
    yield server
    server.kill()


@pytest.fixture
def owner_cookies(served: Served) -> dict[str, str]:
    return served.sign_in()


def tab_to_field(page: Page, name: str) -> None:
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if str(page.evaluate(FOCUSED)).startswith(f"{name}="):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def test_by_keyboard(open_page: Open, served: Served) -> None:
    page = open_page("/today/", viewport=DESK)
    press(page, "Start")
    page.wait_for_selector("[data-session][data-ready]")
    tab_to_field(page, "leg")
    page.keyboard.press("Space")
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-session][data-now=play]")
    tab_to(page, "Pause")
    page.keyboard.press("Space")
    expect(page.locator("[data-session]")).to_have_attribute("data-paused", "true")
    page.keyboard.press("Space")
    expect(page.locator("[data-session]")).to_have_attribute("data-paused", "false")
    skip_all(page)
    tab_to_field(page, "danger")
    page.keyboard.press("Space")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/**")
    press(page, "Back to today")
    assert count(served, "session") == 1
    assert count(served, "response") == 1


def test_by_touch_with_a_pain_on_the_way(open_page: Open, served: Served) -> None:
    page = open_page("/today/", has_touch=True, is_mobile=True)
    page.locator("a.button--primary", has_text="Start").first.tap()
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-part=before] [type=submit]").tap()
    page.wait_for_selector("[data-session][data-now=play]")
    place = page.locator("[data-part=place]").text_content()
    page.locator("[data-do=hurts]").tap()
    expect(page.locator("[data-screen=hurts]")).to_be_visible()
    page.locator("[data-hurt=leave]").tap()
    expect(page.locator("[data-part=place]")).not_to_have_text(place or "")
    page.locator("[data-do=stop]").tap()
    page.locator('[data-part=after] label:has(input[name=danger][value="no"])').tap()
    page.locator("[data-part=after] [type=submit]").tap()
    page.wait_for_url("**/done/**")
    assert count(served, "session") == 1


def test_a_danger_that_is_felt_in_a_session_leads_to_the_questions(
    open_page: Open, served: Served
) -> None:
    page = open_page("/today/")
    start(page)
    page.locator("[data-do=hurts]").click()
    with page.expect_navigation():
        page.locator("[data-hurt=danger]").click()
    page.wait_for_url("**/check/**")
    page.goto("/session/morning/")
    expect(page.locator("[data-session]")).to_have_count(0)
    assert count(served, "session") == 1


def test_an_emergency_shows_no_way_into_exercise(open_page: Open) -> None:
    page = open_page("/check/ask/saddle_numbness/", viewport=DESK)
    answer(page, {"saddle_numbness": "yes"})
    expect(page.locator("h1")).to_contain_text("emergency department")
    ways = [a.get_attribute("href") or "" for a in page.locator("a[href]").all()]
    closed = ("/today/", "/session/", "/program/", "/ease/", "/picture/")
    assert [way for way in ways if way.startswith(closed)] == []
    for path in ("/today/", "/program/", "/session/morning/", "/picture/result/"):
        page.goto(path)
        expect(page.locator("h1")).to_contain_text("emergency department")


def test_the_number_of_the_country_is_one_tap_away(open_page: Open) -> None:
    page = open_page("/check/ask/saddle_numbness/")
    answer(page, {"saddle_numbness": "yes"})
    page.locator("select").select_option("nz")
    page.get_by_role("button", name="Show the number").click()
    call = page.get_by_role("link", name="Call 111")
    expect(call).to_have_attribute("href", "tel:111")
    page.get_by_text("Not there now?").click()
    page.locator("select").select_option("au")
    page.get_by_role("button", name="Show the number").click()
    expect(page.get_by_role("link", name="Call 000")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("emergency department")


def test_a_choice_of_pain_is_seen_and_told(open_page: Open) -> None:
    page = open_page("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    choose(page, "before", "leg", 4)
    expect(page.locator('[data-part=before] input[name=leg][value="4"]')).to_be_checked()
