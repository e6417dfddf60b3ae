"""The camera coach in a real browser: a fake camera plays a rendered person, the page counts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import find_chromium
from fake_camera import as_y4m
from playwright.sync_api import BrowserContext, sync_playwright
from running import Served, free_port

CLIP = Path(__file__).parent / "clips" / "bridge.mp4"
LONGEST_S = 120
READY = Path(__file__).parent / "ready_record.py"
IN_CLIP = 2  # repetitions in one run of the clip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("camera") / "data"
    subprocess.run([sys.executable, str(READY), str(data)], check=True, timeout=120)
    server = Served(data, free_port())
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def context(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    video = as_y4m(CLIP, tmp_path_factory.mktemp("clip") / "bridge.y4m")
    fake = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={video}",
    ]
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *fake])
        made = browser.new_context(
            base_url=f"http://127.0.0.1:{served.port}",
            viewport={"width": 390, "height": 844},
            permissions=["camera"],
        )
        made.set_default_timeout(60_000)
        yield made
        browser.close()


def test_the_page_counts_what_the_camera_sees_and_sends_no_picture(
    context: BrowserContext, served: Served
) -> None:
    page = context.new_page()
    wrong: list[str] = []
    sent: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    page.goto(served.link)
    page.goto("/session/morning/")
    root = page.locator("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    page.get_by_role("button", name="Start").click()
    for _ in range(12):
        if page.locator("[data-part=title]").text_content() == "Bridge":
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    assert page.locator("[data-part=title]").text_content() == "Bridge"
    for _ in range(LONGEST_S):
        if int(root.get_attribute("data-camera-count") or 0) >= IN_CLIP:
            break
        page.wait_for_timeout(1000)
    assert int(root.get_attribute("data-camera-count") or 0) >= IN_CLIP
    assert root.get_attribute("data-camera-error") is None
    assert wrong == []
    assert [line for line in sent if not line.split()[1].startswith(served_at(served))] == []
    posted = [line for line in sent if line.startswith("POST") and "/session" in line]
    assert posted == []  # while it looks, nothing is sent at all


def served_at(served: Served) -> tuple[str, ...]:
    return (f"http://127.0.0.1:{served.port}/", "blob:", "data:")
