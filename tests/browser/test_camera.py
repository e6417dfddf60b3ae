"""The camera coach in a real browser: a fake camera plays a rendered person, the page counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import FLAGS, find_chromium
from fake_camera import as_y4m
from lived import make_ready
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from running import Served, free_port
from steps import PATIENCE_MS, PHONE

from ischia.protocol.load import load_protocol

CLIPS = Path(__file__).parent / "clips"
LONGEST_S = 120
IN_CLIP = 2  # repetitions in one run of either clip
TOO_LOW = "too_low"
SWAP = """async () => {
  const { urls } = JSON.parse(document.getElementById("session-data").textContent);
  const worker = new Worker(urls.camera.worker, { type: "module" });
  const ask = (message, moved) => new Promise((done) => {
    worker.onmessage = ({ data }) => done([data.type, data.model ?? data.reason].join(" ").trim());
    worker.postMessage({ urls: urls.camera, ...message }, moved ?? []);
  });
  const said = [];
  for (const model of ["full", "lite"]) said.push(await ask({ type: "open", model }));
  const bitmap = await createImageBitmap(new ImageData(64, 48));
  said.push(await ask({ type: "look", bitmap, t: 1 }, [bitmap]));
  worker.terminate();
  return said;
}"""
LISTEN = """() => {
  const said = document.querySelector("[data-part=said]");
  window.heard = [];
  new MutationObserver(() => window.heard.push(said.textContent)).observe(said, {childList: true});
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Served(make_ready(tmp_path_factory.mktemp("camera") / "data"), free_port())
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="module")
def cookies(served: Served) -> dict[str, str]:
    """The link is good for one time only."""
    return served.sign_in()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def filmed(
    playwright: Playwright, served: Served, cookies: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[str], BrowserContext]]:
    """`filmed(clip)`: a phone whose camera sees this clip, over and over."""
    browsers: list[Browser] = []

    def film(clip: str) -> BrowserContext:
        video = as_y4m(CLIPS / f"{clip}.mp4", tmp_path / f"{clip}.y4m")
        fake = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={video}",
        ]
        path = find_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *fake])
        browsers.append(browser)
        made = browser.new_context(
            base_url=f"http://127.0.0.1:{served.port}", viewport=PHONE, permissions=["camera"]
        )
        for name, value in cookies.items():
            made.add_cookies(
                [{"name": name, "value": value, "url": f"http://127.0.0.1:{served.port}"}]
            )
        made.set_default_timeout(PATIENCE_MS)
        return made

    yield film
    for browser in browsers:
        browser.close()


def bridge_with_camera(page: Page) -> None:
    """Start the session with the camera on, and go on to the bridge."""
    page.goto("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    page.get_by_role("button", name="Start").click()
    for _ in range(12):
        if page.locator("[data-part=title]").text_content() == "Bridge":
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
    assert page.locator("[data-part=title]").text_content() == "Bridge"


def wait_for_count(page: Page, wanted: int) -> int:
    """The repetitions that the camera has counted, once there are as many as wanted."""
    root = page.locator("[data-session]")
    for _ in range(LONGEST_S):
        if int(root.get_attribute("data-camera-count") or 0) >= wanted:
            break
        page.wait_for_timeout(1000)
    return int(root.get_attribute("data-camera-count") or 0)


def test_the_page_counts_what_the_camera_sees_and_sends_no_picture(
    filmed: Callable[[str], BrowserContext], served: Served
) -> None:
    page = filmed("bridge").new_page()
    wrong: list[str] = []
    sent: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    bridge_with_camera(page)
    assert wait_for_count(page, IN_CLIP) >= IN_CLIP
    assert page.locator("[data-session]").get_attribute("data-camera-error") is None
    assert wrong == []
    assert [line for line in sent if not line.split()[1].startswith(served_at(served))] == []
    posted = [line for line in sent if line.startswith("POST") and "/session" in line]
    assert posted == []  # while it looks, nothing is sent at all


def test_a_slow_device_gets_the_lighter_model(filmed: Callable[[str], BrowserContext]) -> None:
    page = filmed("bridge").new_page()
    page.goto("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    assert page.evaluate(SWAP) == ["open full", "open lite", "seen"]


@pytest.mark.parametrize(("clip", "heard"), [("bridge_fault", True), ("bridge", False)])
def test_a_fault_is_cued_and_only_a_fault(
    filmed: Callable[[str], BrowserContext], clip: str, heard: bool
) -> None:
    """In one clip the hips stay too low in the first repetition of two; in the other in none."""
    fault = next(f for f in load_protocol().exercises["bridge"].faults if f.id == TOO_LOW)
    page = filmed(clip).new_page()
    page.goto("/session/morning/")
    bridge_with_camera(page)
    page.evaluate(LISTEN)
    wait_for_count(page, 2 * IN_CLIP)  # the first may have begun before the page looked
    said = page.evaluate("window.heard")
    assert (fault.cue in said) == heard, said


def served_at(served: Served) -> tuple[str, ...]:
    return (f"http://127.0.0.1:{served.port}/", "blob:", "data:")
