"""The camera coach in a real browser: a fake camera plays a rendered person, the page counts."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import FLAGS, find_chromium
from fake_camera import as_y4m, seconds_of
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
SLOW = """
const Whole = window.Worker;
window.Worker = class extends Whole {
  addEventListener(type, heard) {
    super.addEventListener(type, (event) => {
      if (event.data?.type === "seen") event.data.cost.pose += 500;
      heard(event);
    });
  }
};
"""
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


def bridge_with_camera(page: Page, *, record: bool = False) -> None:
    """Start the session with the camera on, and go on to the bridge."""
    page.goto("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    if record:
        page.locator("[data-do=record]").click()
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
    first = wait_for_count(page, IN_CLIP)
    began = time.monotonic()
    assert first >= IN_CLIP
    last = wait_for_count(page, 3 * IN_CLIP)
    runs = (time.monotonic() - began) / seconds_of(CLIPS / "bridge.mp4")
    assert last - first <= IN_CLIP * (runs + 1)  # no more than were there to be seen
    assert page.locator("[data-session]").get_attribute("data-camera-error") is None
    assert wrong == []
    assert [line for line in sent if not line.split()[1].startswith(served_at(served))] == []
    posted = [line for line in sent if line.startswith("POST") and "/session" in line]
    assert posted == []  # while it looks, nothing is sent at all


def test_before_the_start_the_page_says_whether_it_sees_enough(
    filmed: Callable[[str], BrowserContext],
) -> None:
    page = filmed("bridge").new_page()
    page.goto("/session/morning/")
    page.wait_for_selector("[data-session][data-ready]")
    page.locator("[data-do=camera]").click()
    page.wait_for_selector("[data-session][data-camera=on]")
    page.wait_for_function(
        "() => document.querySelector('[data-part=camera-note]').textContent.includes('see')"
    )
    assert page.locator("[data-session]").get_attribute("data-now") == "before"
    assert page.locator("[data-session]").get_attribute("data-camera-count") is None


def test_what_was_seen_is_saved_only_if_asked_and_can_be_watched_again(
    filmed: Callable[[str], BrowserContext], served: Served, tmp_path: Path
) -> None:
    page = filmed("bridge").new_page()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method))
    bridge_with_camera(page, record=True)
    counted = wait_for_count(page, IN_CLIP)
    page.get_by_role("button", name="End the session here").click()
    link = page.locator("[data-part=recordings] a", has_text="Bridge")
    with page.expect_download() as saved:
        link.click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.name.endswith("-bridge.jsonl")
    ischia = str(Path(sys.executable).with_name("ischia"))
    watched = subprocess.run([ischia, "watch", str(file), "--exercise", "bridge", "--json"],
                             capture_output=True, text=True, check=False)  # fmt: skip
    assert watched.returncode == 0, watched.stderr
    assert abs(len(json.loads(watched.stdout)["repetitions"]) - counted) <= 1
    assert "POST" not in sent


def test_nothing_is_offered_to_be_saved_where_it_was_not_asked_for(
    filmed: Callable[[str], BrowserContext],
) -> None:
    page = filmed("bridge").new_page()
    bridge_with_camera(page)
    wait_for_count(page, 1)
    page.get_by_role("button", name="End the session here").click()
    page.wait_for_selector("[data-screen=after]:not([hidden])")
    assert page.locator("[data-part=recordings]").is_hidden()


def test_the_camera_works_without_a_network_after_one_visit(
    filmed: Callable[[str], BrowserContext],
) -> None:
    """It was never switched on while there was one."""
    context = filmed("bridge")
    page = context.new_page()
    page.goto("/today/")
    page.wait_for_selector("body[data-kept=yes][data-kept-later=yes]", state="attached")
    context.set_offline(True)
    bridge_with_camera(page)
    assert wait_for_count(page, 1) >= 1
    assert page.locator("[data-session]").get_attribute("data-camera-error") is None
    context.set_offline(False)


def test_a_device_that_is_far_too_slow_falls_back_to_the_timer(
    filmed: Callable[[str], BrowserContext],
) -> None:
    """Its worker is made to take half a second for each picture."""
    context = filmed("bridge")
    page = context.new_page()
    page.add_init_script(SLOW)
    bridge_with_camera(page)
    root = page.locator("[data-session]")
    page.wait_for_selector("[data-session]:not([data-camera])", timeout=LONGEST_S * 1000)
    assert root.get_attribute("data-now") == "play"
    told = page.locator("[data-part=camera-status], [data-part=camera-note]").all_text_contents()
    assert any("too slow" in text for text in told), told
    page.keyboard.press("ArrowRight")  # and the session goes on
    page.wait_for_timeout(500)
    assert root.get_attribute("data-paused") == "false"


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
