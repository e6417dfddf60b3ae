"""The session page with its camera: frames a second, and how long from a picture to what is said.

A real `ischia serve`, a headless Chromium whose fake camera plays a rendered person, the full model
on the processor. What is said of a fault comes with the first picture after the fault has lasted
its minimum: at the latest the gap to the next picture and the lag of that picture later.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "browser"))

from chromium import FLAGS, find_chromium
from fake_camera import as_y4m
from lived import make_ready
from playwright.sync_api import Page, sync_playwright
from running import Served, free_port

CLIP = Path(__file__).parent.parent / "tests" / "browser" / "clips" / "bridge.mp4"
WARM_S, MEASURED_S, LOOK_MS = 5.0, 30.0, 50
FRAMES_S, CUE_MS = 12, 300
FAKE = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def shown(page: Page) -> tuple[int, float]:
    """The pictures looked at so far, and the lag of the last in milliseconds."""
    data = page.locator("[data-session]").evaluate("e => ({...e.dataset})")
    return int(data.get("cameraFrames", 0)), float(data.get("cameraLag", 0))


def measured(page: Page) -> tuple[float, list[float]]:
    """Frames a second, and the lags that were seen, in milliseconds."""
    begun, first = time.monotonic(), shown(page)[0]
    lags: list[float] = []
    last = first
    while time.monotonic() - begun < MEASURED_S:
        page.wait_for_timeout(LOOK_MS)
        frames, lag = shown(page)
        if frames != last:
            lags.append(lag)
            last = frames
    return (last - first) / (time.monotonic() - begun), lags


def main() -> int:
    """Measure and print; fail when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="ischia-camera-") as folder, sync_playwright() as play:
        server = Served(make_ready(Path(folder) / "data"), free_port())
        try:
            film = as_y4m(CLIP, Path(folder) / "clip.y4m")
            args = [*FLAGS, *FAKE, f"--use-file-for-fake-video-capture={film}"]
            browser = play.chromium.launch(executable_path=find_chromium(), args=args)
            home = f"http://127.0.0.1:{server.port}"
            context = browser.new_context(base_url=home, permissions=["camera"])
            for name, value in server.sign_in().items():
                context.add_cookies([{"name": name, "value": value, "url": home}])
            page = context.new_page()
            page.goto("/session/morning/")
            page.wait_for_selector("[data-session][data-ready]")
            page.locator("[data-do=camera]").click()
            page.wait_for_selector("[data-session][data-camera=on]", timeout=120_000)
            page.locator("[data-part=before] [type=submit]").click()
            page.wait_for_timeout(WARM_S * 1000)
            rate, lags = measured(page)
            model = page.locator("[data-session]").get_attribute("data-camera-model")
            browser.close()
        finally:
            server.kill()
    median, worst = statistics.median(lags), sorted(lags)[int(0.95 * len(lags))]
    cue = 1000 / rate + worst
    print(f"session page with camera, headless, {model} model, {MEASURED_S:.0f} s")
    print(f"  {'frames a second':34}{rate:8.1f}   goal at least {FRAMES_S}")
    print(f"  {'picture to answer, median':34}{median:8.0f} ms")
    print(f"  {'picture to answer, 95 of 100':34}{worst:8.0f} ms")
    print(f"  {'next picture and its answer':34}{cue:8.0f} ms   goal at most {CUE_MS}")
    return int(rate < FRAMES_S or cue > CUE_MS)


if __name__ == "__main__":
    sys.exit(main())
