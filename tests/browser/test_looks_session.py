"""The player, the check-in and the results: no barrier in any of their states, and on a phone all
that is needed at two metres is on the screen at once."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from barriers import violations
from chromium import FLAGS, find_chromium
from lived import choose, make_ready, skip_all, start, tell_after
from playwright.sync_api import Browser, Page, expect, sync_playwright
from running import Served, free_port
from steps import DESK, PHONE, Open, answer

SCHEMES = ("light", "dark")
SMALL_PHONE = {"width": 360, "height": 640}
CAMERA = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
AT_TWO_METRES = ("title", "figure", "camera-view", "big", "pause")
CUT_OFF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVES = """() => [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
}).length + [...document.images].filter(i => i.currentSrc.includes("/moving")).length"""


@pytest.fixture(scope="module")
def chromium() -> Generator[Browser]:
    """A browser with a camera that shows nobody."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, *CAMERA])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    server = Served(make_ready(tmp_path_factory.mktemp("states") / "data"), free_port())
    yield server
    server.kill()


def with_camera(page: Page) -> None:
    page.goto("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    expect(page.locator("[data-do=camera]")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_barrier_in_any_state_of_the_player(open_page: Open, scheme: str) -> None:
    page = open_page("/session/morning/", color_scheme=scheme, permissions=["camera"])
    with_camera(page)
    found = violations(page)
    choose(page, "before", "leg", 4)
    page.locator("[data-part=before] [type=submit]").click()
    page.wait_for_selector("[data-session][data-now=play]")
    found += violations(page)
    page.keyboard.press("k")
    found += violations(page)
    page.keyboard.press("h")
    found += violations(page)
    page.locator("[data-hurt=go-on]").click()
    skip_all(page)
    found += violations(page)
    tell_after(page)
    page.wait_for_url("**/done/**")
    assert found + violations(page) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_barrier_in_an_emergency(open_page: Open, scheme: str) -> None:
    page = open_page("/check/ask/saddle_numbness/", color_scheme=scheme)
    answer(page, {"saddle_numbness": "yes"})
    expect(page.locator("h1")).to_contain_text("emergency department")
    found = violations(page)
    page.goto("/check/ask/saddle_numbness/")
    answer(page, {"saddle_numbness": "no"})
    assert found == []


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE, DESK], ids=["phone", "small", "desk"])
def test_figure_camera_and_count_are_on_the_screen_at_once(
    open_page: Open, size: dict[str, int]
) -> None:
    page = open_page("/session/evening/", viewport=size, permissions=["camera"])
    page.goto("/session/evening/")
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    page.locator("[data-part=before] [type=submit]").click()
    page.wait_for_selector("[data-session][data-now=play]")
    page.locator("[data-part=figure] img").wait_for()
    boxes = {name: page.locator(f"[data-part={name}]").bounding_box() for name in AT_TWO_METRES}
    for name, box in boxes.items():
        assert box is not None, name
        assert box["width"] > 0, name
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= size["height"], (name, box)
    figure, camera, big = (boxes[name] for name in ("figure", "camera-view", "big"))
    assert figure is not None
    assert camera is not None
    assert big is not None
    assert big["height"] >= 40  # about 7 mm on a phone
    if size is not DESK:
        assert figure["y"] >= camera["y"] + camera["height"] - 1  # neither covers the other


@pytest.mark.parametrize("width", [640, 320])
def test_the_player_is_not_cut_off_at_twice_the_size(open_page: Open, width: int) -> None:
    page = open_page("/", viewport={"width": width, "height": 400})
    start(page, "evening")
    assert page.evaluate(CUT_OFF) <= 0
    page.keyboard.press("h")
    assert page.evaluate(CUT_OFF) <= 0


def test_the_player_stands_still_for_who_asks_for_it(open_page: Open) -> None:
    page = open_page("/", reduced_motion="reduce")
    start(page, "evening")
    page.locator("[data-part=figure] img").wait_for()
    assert page.evaluate(MOVES) == 0
