"""The clock of sitting and the reminder in the page, in a real browser with a clock of its own."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime

import pytest
from lived import make_ready
from playwright.sync_api import expect
from running import Served, free_port
from steps import Open


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server on the record of somebody who has done the check."""
    server = Served(make_ready(tmp_path_factory.mktemp("living") / "data"), free_port())
    yield server
    server.kill()


def test_the_clock_says_when_to_break_off_and_goes_on_after_a_reload(open_page: Open) -> None:
    page = open_page("/reminders/")
    page.clock.install()
    page.goto("/daily_living/")
    card = page.locator('[data-activity="sitting"]')
    after, pause = (float(card.get_attribute(f"data-{name}") or 0) for name in ("after", "break"))
    card.get_by_role("button").click()
    say = page.locator("[data-say]")
    expect(say).to_contain_text("until the break")
    announced = page.locator("[data-announce]").text_content()
    page.clock.run_for(int((after - 1) * 60_000))
    expect(say).to_contain_text("1 min")
    assert page.locator("[data-announce]").text_content() == announced
    page.reload()
    expect(say).to_contain_text("1 min")
    page.clock.run_for(61_000)
    expect(say).to_contain_text("Time for a break")
    expect(page.locator("[data-announce]")).to_contain_text("Time for a break")
    expect(page).to_have_title("Break · Daily living · Ischia")
    page.clock.run_for(int(pause * 60_000))
    expect(say).to_contain_text("The break is over")
    page.get_by_role("button", name="Stop").click()
    expect(say).to_be_hidden()


def test_no_sound_unless_it_is_chosen(open_page: Open) -> None:
    page = open_page("/reminders/")
    page.clock.install()
    page.add_init_script("window.made = 0; window.AudioContext = class { constructor() {"
                         " window.made += 1; throw new DOMException('none'); } };")  # fmt: skip
    page.goto("/daily_living/")
    card = page.locator('[data-activity="standing"]')
    after = float(card.get_attribute("data-after") or 0)
    card.get_by_role("button").click()
    expect(page.locator("[data-sound]")).not_to_be_checked()
    page.clock.run_for(int(after * 60_000) + 2_000)
    expect(page.locator("[data-say]")).to_contain_text("Time for a break")
    assert page.evaluate("window.made") == 0


def test_a_reminder_is_seen_at_its_time_and_put_away(open_page: Open) -> None:
    page = open_page("/reminders/")
    now = page.evaluate("new Date().toTimeString().slice(0, 5)")
    assert datetime.strptime(now, "%H:%M")  # noqa: DTZ007
    page.locator("#own-morning").fill(now)
    page.get_by_role("button", name="Take it").first.click()
    page.goto("/daily_living/")
    bar = page.locator("[data-reminder]")
    expect(bar).to_contain_text("session")
    bar.get_by_role("button", name="Not now").click()
    expect(bar).to_be_hidden()
    page.reload()
    page.wait_for_timeout(1500)
    expect(bar).to_be_hidden()
