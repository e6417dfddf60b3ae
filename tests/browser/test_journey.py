"""From the first page to a picture, by touch and by keyboard, with the back button on the way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from steps import DESK, Open, press, tab_to, walk_check


def spot(page: Page, name: str) -> None:
    page.locator(f'[data-spot="{name}"] .spot').first.click(force=True)


def test_ease_now_by_keyboard_without_an_account(open_page: Open) -> None:
    page = open_page("/", signed_in=False, viewport=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    press(page, "I am in pain now")
    for _screen in range(3):
        press(page, "None of these")
    expect(page.locator("h1")).to_contain_text("On your back")
    press(page, "No better")
    expect(page.locator("h1")).to_contain_text("On your front")
    press(page, "It eases")
    press(page, "It is all right")
    expect(page.locator("h1")).to_have_text("The next hours")


def test_ease_now_takes_few_taps(open_page: Open) -> None:
    """Three minutes: from the front door to a position in four taps, to the next hours in six."""
    page = open_page("/", signed_in=False, has_touch=True, is_mobile=True)
    for words in ("I am in pain now", "None of these", "None of these", "None of these",
                  "It eases", "It is all right"):  # fmt: skip
        with page.expect_navigation():
            page.locator("main a", has_text=words).first.tap()
    expect(page.locator("h1")).to_have_text("The next hours")


def test_a_danger_sign_stops_everything_and_a_wrong_tap_is_put_right(open_page: Open) -> None:
    page = open_page("/ease/", signed_in=False, has_touch=True, is_mobile=True)
    page.locator("main a", has_text="Numb or tingly skin").tap()
    expect(page.locator("h1")).to_contain_text("emergency department")
    assert page.locator("main").get_by_text("position").count() == 0
    page.locator("select").select_option("gb")
    page.get_by_role("button", name="Show the number").tap()
    expect(page.get_by_role("link", name="Call 999")).to_be_visible()
    page.get_by_role("link", name="That was a wrong tap").tap()
    expect(page.get_by_role("link", name="None of these")).to_be_visible()


def test_the_whole_check_by_touch_then_paint_then_picture(open_page: Open) -> None:
    page = open_page("/", has_touch=True, is_mobile=True)
    taken = walk_check(page, touch=True)
    assert 20 < taken < 110
    expect(page.locator("h1")).to_have_text("No red flag was found")
    page.goto("/picture/map/")
    spot(page, "left_buttock")
    spot(page, "left_calf")
    page.locator("[name=brush][value=tingle]").tap()
    page.locator("[name=side][value=front]").tap()
    spot(page, "left_little_toe")
    assert page.locator('[data-layer="pain"] input:checked').count() == 2
    assert page.locator('[data-layer="tingle"] input:checked').count() == 1
    with page.expect_navigation():
        page.get_by_role("button", name="Go on").tap()
    page.goto("/picture/result/")
    expect(page.locator("h1")).to_have_text("What it may be")
    assert page.locator(".causes .likely").count() >= 3
    assert page.locator(".picture-body .mark--on").count() >= 3


def test_the_map_by_keyboard_through_its_list(open_page: Open) -> None:
    page = open_page("/picture/map/", viewport=DESK)
    tab_to(page, "Pain: as a list")
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "left_calf":
            break
    box = page.locator('[name=pain_regions][value="left_calf"]')
    before = box.is_checked()
    page.keyboard.press("Space")
    assert box.is_checked() != before
    on = page.locator('[data-spot="left_calf"] [data-mark="pain"].mark--on').count()
    assert bool(on) != before


def test_the_mouse_paints_by_drawing_over_the_body(open_page: Open) -> None:
    page = open_page("/picture/map/", viewport=DESK)
    page.locator("[name=brush][value=numb]").click()
    path = [page.locator(f'[data-spot="right_{name}"] .spot').first.bounding_box()
            for name in ("thigh_back", "knee_back", "calf")]  # fmt: skip
    for number, place in enumerate(path):
        assert place is not None
        page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=4)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    marked = {
        box.get_attribute("value") for box in page.locator("[name=numbness_regions]:checked").all()
    }
    assert {"right_thigh_back", "right_knee_back", "right_calf"} <= marked


def test_without_javascript(open_page: Open) -> None:
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("link", name=re.compile("I am in pain now")).click()
    for _screen in range(3):
        page.get_by_role("link", name="None of these").click()
    page.get_by_role("link", name="It eases").click()
    expect(page.locator("h1")).to_be_visible()
    page.goto("/picture/map/")
    page.locator('label:has([name=pain_regions][value="right_calf"])').click()
    page.get_by_role("button", name="Go on").click()
    page.goto("/picture/map/")
    expect(page.locator('[name=pain_regions][value="right_calf"]')).to_be_checked()
