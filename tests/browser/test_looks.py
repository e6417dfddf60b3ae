"""Every page: no barrier that axe finds, light and dark; large type; narrow; still when asked."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from barriers import violations
from lived import make_ready
from playwright.sync_api import Page
from running import Served, free_port
from steps import DESK, PHONE, Open

OPEN = (
    "/", "/ease/", "/ease/signs/legs/", "/ease/help/between_the_legs/saddle_numbness/",
    "/ease/help/legs/", "/ease/position/on_the_back_legs_up/", "/ease/move/on_the_front/",
    "/ease/next/?with=on_the_front", "/ease/position/none/", "/preferences/", "/design/",
    "/signed-out/", "/learn/", "/learn/words/", "/learn/why_move/", "/learn/disc_herniation/",
    "/learn/spondylolisthesis/", "/learn/piriformis/", "/learn/sleep_and_comfort/", "/learn/work/",
)  # fmt: skip
OWN = (
    "/", "/check/ask/saddle_numbness/", "/check/ask/age_years/", "/check/ask/irritability/",
    "/check/result/", "/picture/map/", "/picture/result/", "/diagnosis/", "/diagnosis/clearance/",
    "/preferences/", "/today/", "/today/set-up/", "/today/check-in/", "/program/",
    "/program/exercise/bridge/", "/session/morning/", "/offline/", "/more/", "/progress/",
    "/progress/staying-well/", "/questionnaire/", "/questionnaire/phq_9/",
    "/questionnaire/rmdq_24/", "/daily_living/", "/daily_living/workstation/",
    "/daily_living/sleep/", "/daily_living/habits/", "/daily_living/lifting/?load_kg=10",
    "/reminders/", "/reminders/missed/",
)  # fmt: skip
GROUPS = {"open": OPEN, "own": OWN}
SCHEMES = ("light", "dark")
MOVES = """() => [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
}).length"""
CUT_OFF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVING = "() => [...document.images].map(i => i.currentSrc).filter(s => s.includes('/moving'))"
SMALL = """() => [...document.querySelectorAll("a.button, button, a.choice, a.door, a.sign, " +
  "summary, nav a, select, .chip, .brush, .foot a")].filter(e => e.getClientRects().length)
  .filter(e => e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server on the record of somebody who has done the check."""
    server = Served(make_ready(tmp_path_factory.mktemp("looks") / "data"), free_port())
    yield server
    server.kill()


@pytest.fixture(scope="module")
def painted() -> list[str]:
    """Whether the leg has been painted in this module."""
    return []


@pytest.fixture
def open_checked(open_page: Open, painted: list[str]) -> Open:
    """As `open_page`, with a leg that was painted."""
    if not painted:
        page = open_page("/picture/map/")
        for name in ("left_buttock", "left_calf"):
            page.locator(f'[data-spot="{name}"] .spot').first.click(force=True)
        page.get_by_role("button", name="Go on").click()
        page.context.close()
        painted.append("yes")
    return open_page


def visit(page: Page, paths: tuple[str, ...]) -> Iterator[Page]:
    """The page at each of these addresses; a page that is not there fails the test."""
    for path in paths:
        answer = page.goto(path, wait_until="domcontentloaded")  # figures may be slow
        assert answer is not None
        assert answer.ok, path
        yield page


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("group", GROUPS)
def test_axe_finds_no_barrier(open_checked: Open, group: str, scheme: str) -> None:
    page = open_checked("/", signed_in=group == "own", color_scheme=scheme)
    assert [one for at in visit(page, GROUPS[group]) for one in violations(at)] == []


@pytest.mark.parametrize("width", [640, 320])
@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_cut_off_at_twice_the_size_or_on_a_narrow_screen(
    open_checked: Open, group: str, width: int
) -> None:
    """1280 px at 200 % is a page of 640; 320 px is the narrowest that WCAG asks for."""
    view = {"width": width, "height": 400}
    page = open_checked("/", signed_in=group == "own", viewport=view)
    assert [at.url for at in visit(page, GROUPS[group]) if at.evaluate(CUT_OFF) > 0] == []


@pytest.mark.parametrize("group", GROUPS)
def test_what_can_be_tapped_is_large_enough(open_checked: Open, group: str) -> None:
    page = open_checked("/", signed_in=group == "own")
    small = [(at.url, one) for at in visit(page, GROUPS[group]) for one in at.evaluate(SMALL)]
    assert small == []


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_moves_for_who_asks_for_stillness(open_checked: Open, group: str) -> None:
    page = open_checked("/", signed_in=group == "own", reduced_motion="reduce", viewport=DESK)
    for at in visit(page, GROUPS[group]):
        assert at.evaluate(MOVES) == 0, at.url
        assert at.evaluate(MOVING) == [], at.url


def test_figures_move_for_everybody_else(open_page: Open) -> None:
    """Else the test above would pass without figures."""
    page = open_page("/ease/position/on_the_front/", signed_in=False, viewport=DESK)
    assert page.evaluate(MOVING)


def test_the_first_screen_shows_both_doors_on_a_phone(open_page: Open) -> None:
    page = open_page("/", signed_in=False)
    for words in ("I am in pain now", "Find out what helps me"):
        box = page.locator("a.door", has_text=words).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE["height"]
