"""The back button of the browser, in the middle of the safety questions."""

from __future__ import annotations

from playwright.sync_api import expect
from steps import Open, answer


def test_back_goes_one_question_back_and_a_slip_is_put_right(open_page: Open) -> None:
    page = open_page("/check/")
    first = page.url
    asked: list[str] = []
    for _ in range(3):
        asked.append(page.url)
        answer(page)
    assert len(set(asked)) == 3
    page.go_back()
    assert page.url == asked[2]
    page.go_back()
    page.go_back()
    assert page.url == first
    answer(page, {"saddle_numbness": "yes"})
    expect(page.locator("h1")).to_contain_text("emergency department")
    page.goto("/picture/result/")
    expect(page.locator("h1")).to_contain_text("emergency department")
    page.locator("a[href='/check/ask/saddle_numbness/']").click()
    expect(page.locator(".choice--said")).to_contain_text("Yes")
    answer(page, {"saddle_numbness": "no"})
    assert "/check/ask/" in page.url
    assert page.url not in asked


def test_two_tabs_keep_one_answer_each_and_lose_none(open_page: Open) -> None:
    one, two = open_page("/check/ask/fever/"), open_page("/check/ask/diabetes/")
    answer(one, {"fever": "no"})
    answer(two, {"diabetes": "no"})
    for page, finding in ((one, "diabetes"), (two, "fever")):
        page.goto(f"/check/ask/{finding}/")
        expect(page.locator(".choice--said")).to_contain_text("No")
