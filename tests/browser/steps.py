"""What a person does with a page: tabs to a thing, answers a question, walks through the check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

Open = Callable[..., Page]
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 800}
PATIENCE_MS = 60_000
AXE = Path(__file__).parents[2] / ".make/axe.min.js"
QUESTIONS = 120  # more than there are
TABS = 90
NUMBERS = {"age_years": "40", "duration_weeks": "3", "postpartum_weeks": "60"}
FOCUS = "() => document.activeElement?.textContent?.trim() ?? ''"


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says this."""
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS).startswith(words):
            return
    raise AssertionError(f"{words!r} cannot be reached by keyboard on {page.url}")


def press(page: Page, words: str) -> None:
    """Tab to it and press Enter; wait for the page that follows."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer(page: Page, answers: dict[str, str] | None = None, *, touch: bool = False) -> None:
    """Answer the question on the screen: as told, else no, else the first that is offered."""
    finding = page.url.rstrip("/").rpartition("/")[2]
    wanted = (answers or {}).get(finding, NUMBERS.get(finding, ""))
    if page.locator("#value").count():
        page.fill("#value", wanted or "3")
        target = page.locator("button.button--primary")
    elif page.locator("button.choice").count():
        offered = [b.get_attribute("value") or "" for b in page.locator("button.choice").all()]
        choice = wanted or ("no" if "no" in offered else offered[0])
        target = page.locator(f"button.choice[value={choice}]")
    else:
        target = page.locator("button.button--huge")  # the map, left as it is
    with page.expect_navigation():
        target.tap() if touch else target.click()


def walk_check(page: Page, answers: dict[str, str] | None = None, *, touch: bool = False) -> int:
    """Answer until there is a result; how many questions it took."""
    page.goto("/check/")
    for number in range(QUESTIONS):
        if "/check/result/" in page.url:
            return number
        answer(page, answers, touch=touch)
    raise AssertionError("the check does not end")
