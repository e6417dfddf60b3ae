"""Every page: no barrier that axe finds, light and dark; large type; narrow; still when asked."""

from __future__ import annotations

from functools import lru_cache

import pytest
from playwright.sync_api import Page
from steps import AXE, DESK, Open, walk_check

OPEN = (
    "/", "/ease/", "/ease/signs/legs/", "/ease/help/between_the_legs/saddle_numbness/",
    "/ease/help/legs/", "/ease/position/on_the_back_legs_up/", "/ease/move/on_the_front/",
    "/ease/next/?with=on_the_front", "/ease/position/none/", "/preferences/", "/design/",
    "/signed-out/",
)  # fmt: skip
OWN = (
    "/", "/check/ask/saddle_numbness/", "/check/ask/age_years/", "/check/ask/irritability/",
    "/check/result/", "/picture/map/", "/picture/result/", "/diagnosis/", "/diagnosis/clearance/",
    "/preferences/", "/today/", "/program/",
)  # fmt: skip
PAGES = [(path, False) for path in OPEN] + [(path, True) for path in OWN]
IDS = [f"{'own' if own else 'open'}{path}" for path, own in PAGES]
SCHEMES = ("light", "dark")
MOVES = """() => [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
}).length"""
MOVING = "() => [...document.images].map(i => i.currentSrc).filter(s => s.includes('/moving'))"
SMALL = """() => [...document.querySelectorAll("a.button, button, a.choice, a.door, " +
  "a.sign, summary, nav a, select, .chip, .brush, .foot a")].filter(e => e.getClientRects().length &&
  e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def checked() -> dict[str, bool]:
    return {}


@pytest.fixture
def open_checked(open_page: Open, checked: dict[str, bool]) -> Open:
    """As `open_page`, with a check that was done and a leg that was painted."""
    if not checked:
        page = open_page("/")
        walk_check(page)
        page.goto("/picture/map/")
        for name in ("left_buttock", "left_calf"):
            page.locator(f'[data-spot="{name}"] .spot').first.click(force=True)
        page.get_by_role("button", name="Go on").click()
        page.context.close()
        checked["done"] = True
    return open_page


@lru_cache(maxsize=1)
def axe() -> str:
    if not AXE.exists():
        pytest.fail("axe-core is missing. Remedy: make assets")
    return AXE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    page.evaluate(axe())
    for fold in page.locator("details:not([open]) > summary").all():
        fold.evaluate("summary => { summary.parentElement.open = true; }")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}"
        for v in found
        for n in v["nodes"]
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("path", "own"), PAGES, ids=IDS)
def test_axe_finds_no_barrier(open_checked: Open, path: str, own: bool, scheme: str) -> None:
    page = open_checked(path, signed_in=own, color_scheme=scheme)
    assert violations(page) == []


@pytest.mark.parametrize(("path", "own"), PAGES, ids=IDS)
def test_nothing_is_cut_off_at_twice_the_size_or_on_a_narrow_screen(
    open_checked: Open, path: str, own: bool
) -> None:
    """1280 px at 200 % is a page of 640; 320 px is the narrowest that WCAG asks for."""
    page = open_checked(path, signed_in=own, viewport={"width": 640, "height": 400})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(wide) <= 0


@pytest.mark.parametrize(("path", "own"), PAGES, ids=IDS)
def test_what_can_be_tapped_is_large_enough(open_checked: Open, path: str, own: bool) -> None:
    page = open_checked(path, signed_in=own)
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize(("path", "own"), PAGES, ids=IDS)
def test_nothing_moves_for_who_asks_for_stillness(open_checked: Open, path: str, own: bool) -> None:
    page = open_checked(path, signed_in=own, reduced_motion="reduce", viewport=DESK)
    assert page.evaluate(MOVES) == 0
    assert page.evaluate(MOVING) == []


def test_the_first_screen_shows_both_doors_on_a_phone(open_page: Open) -> None:
    page = open_page("/", signed_in=False)
    for words in ("I am in pain now", "Find out what helps me"):
        box = page.locator("a.door", has_text=words).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 844
