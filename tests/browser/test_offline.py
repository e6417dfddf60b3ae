"""A session without a network, with a server that dies, and in two tabs: nothing is lost, and
nothing is there twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator

import pytest
from lived import count, make_ready, skip_all, start, tell_after
from playwright.sync_api import Browser, BrowserContext, expect
from running import Served, free_port
from steps import PATIENCE_MS, PHONE

Phone = Callable[[Served], BrowserContext]
ARRIVES_WITHIN_S = 30
QUIET_S = 1.0  # long enough for a second copy to arrive


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server on a record of its own for each test, for these tests count entries."""
    server = Served(make_ready(tmp_path_factory.mktemp("offline") / "data"), free_port())
    yield server
    server.kill()


@pytest.fixture
def phone(chromium: Browser) -> Generator[Phone]:
    """A signed-in phone that keeps what it needs. What it says of a lost network is no fault."""
    made: list[BrowserContext] = []
    wrong: list[str] = []

    def one(served: Served) -> BrowserContext:
        home = f"http://127.0.0.1:{served.port}"
        context = chromium.new_context(base_url=home, viewport=PHONE)
        made.append(context)
        for name, value in served.sign_in().items():
            context.add_cookies([{"name": name, "value": value, "url": home}])
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context

    yield one
    for context in made:
        context.close()
    assert wrong == []


def arrived(served: Served, kind: str) -> int:
    """How many entries of this kind there are, once there is one and nothing more comes."""
    until = time.monotonic() + ARRIVES_WITHIN_S
    while not count(served, kind) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(QUIET_S)
    return count(served, kind)


def test_a_whole_session_without_a_network_arrives_once(served: Served, phone: Phone) -> None:
    context = phone(served)
    page = context.new_page()
    page.goto("/today/")
    page.wait_for_selector("body[data-kept=yes]", state="attached")
    context.set_offline(True)
    page.goto("/today/")
    page.locator("a.button--primary", has_text="Start").first.click()
    start(page)
    figures = page.locator("[data-part=figure] img")
    expect(figures).to_have_count(1)
    assert figures.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    skip_all(page)
    tell_after(page)
    expect(page.locator("[data-screen=kept] h1")).to_be_visible()
    assert count(served, "session") == 0
    page.goto("/today/")
    expect(page.locator("[data-outbox]")).to_be_visible()
    context.set_offline(False)
    page.goto("/today/")
    assert arrived(served, "session") == 1
    assert arrived(served, "response") == 1
    page.reload()
    expect(page.locator(".session-card").first).to_contain_text("Left out today")
    expect(page.locator("[data-outbox]")).to_be_hidden()
    assert arrived(served, "session") == 1


def test_a_page_that_is_not_kept_says_so_without_a_network(served: Served, phone: Phone) -> None:
    context = phone(served)
    page = context.new_page()
    page.goto("/today/")
    page.wait_for_selector("body[data-kept=yes]", state="attached")
    context.set_offline(True)
    page.goto("/program/")
    expect(page.locator("h1")).to_contain_text("No connection")
    page.get_by_role("link", name="Today").last.click()
    expect(page.locator("h1")).to_contain_text("Today")


def test_a_server_that_is_killed_in_mid_session_loses_nothing(served: Served, phone: Phone) -> None:
    page = phone(served).new_page()
    start(page)
    page.keyboard.press("ArrowRight")
    place = page.locator("[data-part=place]").text_content()
    served.kill()
    skip_all(page)
    tell_after(page)
    expect(page.locator("[data-screen=kept] h1")).to_be_visible()
    assert place
    again = Served(served.data, served.port)
    try:
        page.goto("/today/")
        expect(page.locator("h1")).to_contain_text("Today")  # still signed in
        assert arrived(again, "session") == 1
        assert arrived(again, "response") == 1
    finally:
        again.kill()


def test_a_reload_in_mid_session_goes_on_where_it_was(served: Served, phone: Phone) -> None:
    page = phone(served).new_page()
    start(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    place = page.locator("[data-part=place]").text_content()
    page.go_back()
    page.goto("/session/morning/")
    expect(page.locator("[data-part=resumed]")).to_be_visible()
    page.locator("[data-part=before] [type=submit]").click()
    expect(page.locator("[data-part=place]")).to_have_text(place or "")


def test_one_session_in_two_tabs_is_stored_once(served: Served, phone: Phone) -> None:
    context = phone(served)
    one, two = context.new_page(), context.new_page()
    start(one)
    start(two)
    for page in (two, one):
        skip_all(page)
        tell_after(page)
        page.wait_for_url("**/done/**")
    assert arrived(served, "session") == 1
    assert arrived(served, "response") == 1


def test_back_after_the_end_stores_nothing_again(served: Served, phone: Phone) -> None:
    page = phone(served).new_page()
    start(page)
    skip_all(page)
    tell_after(page)
    page.wait_for_url("**/done/**")
    page.go_back()
    page.goto("/today/")
    assert arrived(served, "session") == 1
