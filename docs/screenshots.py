"""Takes a picture of every page: phone and desktop, light and dark, into docs/images/pages/.

A real `ischia serve` on a record made for it, a real Chromium. Small on purpose: webp, at the size
of the screen, the first screen of each page.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
sys.path[:0] = [str(TESTS / "browser"), str(TESTS / "web")]

from chromium import FLAGS, find_chromium  # noqa: E402
from running import Served, free_port  # noqa: E402
from steps import DESK, PHONE  # noqa: E402

from ischia.protocol.load import load_protocol  # noqa: E402

READY = TESTS / "browser" / "ready_record.py"
LIVED = TESTS / "browser" / "lived_record.py"
TARGET = HERE / "images" / "pages"
PAGE = HERE / "guide" / "pages.md"
DRAWN = """() => [...document.images].every(
  image => image.complete || !image.checkVisibility()
    || image.getBoundingClientRect().top > innerHeight)"""
SETTLES_MS = 400  # charts draw themselves
SCHEMES = ("light", "dark")
QUALITY = 78
PATIENCE_MS = 120_000
PICTURES_MS = 15_000
FIGURES_WITHIN_S = 900
WIDTH = 640  # of a picture; a desktop page is shrunk to it
STRANGER = {
    "start": ("/", "The first page"),
    "ease-signs": ("/ease/", "Ease now: danger signs first"),
    "ease-emergency": ("/ease/help/between_the_legs/saddle_numbness/", "A danger sign"),
    "ease-position": ("/ease/position/on_the_back_legs_up/", "Find a position"),
    "ease-movement": ("/ease/move/on_the_front/", "A first movement"),
    "ease-next": ("/ease/next/?with=on_the_front", "The next hours"),
    "country-and-look": ("/preferences/", "Language, country and look"),
    "design": ("/design/", "The design system"),
}
OWN = {
    "start-again": ("/", "Coming back"),
    "check-question": ("/check/ask/saddle_numbness/", "The check: one question a screen"),
    "check-result": ("/check/result/", "The result of the check"),
    "body-map": ("/picture/map/", "Where do you feel it?"),
    "picture": ("/picture/result/", "What it may be"),
    "diagnosis": ("/diagnosis/", "What a clinician said"),
    "clearance": ("/diagnosis/clearance/", "A clinician has looked"),
    "today": ("/today/", "Today"),
    "program": ("/program/", "The program"),
    "session": ("/session/morning/", "A session begins"),
    "session-play": ("/session/morning/", "In a session"),
    "session-hurts": ("/session/morning/", "A session: this hurts"),
    "session-after": ("/session/morning/", "After a session"),
    "driving": ("/daily_living/driving/", "In the car"),
    "sleep": ("/daily_living/sleep/", "In bed"),
}
BEGIN = "[data-part=before] [type=submit]"
CLICKS = {  # what is pressed before the picture is taken
    "session-play": (BEGIN,),
    "session-hurts": (BEGIN, "[data-do=hurts]"),
    "session-after": (BEGIN, "[data-do=stop]"),
}
NEW = {
    "new-today": ("/today/", "A new person: Today"),
    "new-progress": ("/progress/", "A new person: progress"),
    "reminders": ("/reminders/", "Reminders"),
    "learn": ("/learn/", "Learn"),
    "lesson": ("/learn/disc_herniation/", "A lesson"),
    "words": ("/learn/words/", "What the words mean"),
    "more": ("/more/", "More"),
    "my-data": ("/my-data/", "My data"),
    "erase": ("/my-data/erase/", "Erasing"),
}
FLARE = {
    "flare-today": ("/today/", "A flare: Today"),
    "flare-told": ("/today/told/", "A flare: what changes"),
    "flare-program": ("/program/", "A flare: the program"),
    "flare-daily-living": ("/daily_living/", "A flare: breaks"),
}
YEAR = {
    "year-today": ("/today/", "After a year: Today"),
    "check-in": ("/today/check-in/", "The morning check-in"),
    "exercise": ("/program/exercise/walking/", "An exercise"),
    "year-progress": ("/progress/", "After a year: progress"),
    "questionnaires": ("/questionnaire/", "Questionnaires"),
    "questionnaire": ("/questionnaire/rmdq_24/", "A questionnaire"),
    "report": ("/report/", "The page for a clinician"),
    "set-up": ("/today/set-up/", "Time and equipment"),
}
RECOVERED = {
    "recovered-today": ("/today/", "Recovered: Today"),
    "recovered-progress": ("/progress/", "Recovered: progress"),
    "staying-well": ("/progress/staying-well/", "Staying well"),
    "daily-living": ("/daily_living/", "Daily living"),
    "desk": ("/daily_living/workstation/", "At a desk"),
    "lifting": ("/daily_living/lifting/", "Lifting"),
    "habits": ("/daily_living/habits/", "Small habits"),
}
LIVES = {"flare": FLARE, "year": YEAR, "recovered": RECOVERED}
LEG = {
    "pain": ("lower_back", "left_buttock", "left_thigh_back", "left_calf"),
    "tingle": ("left_foot_outer", "left_little_toe"),
    "numb": ("left_sole",),
}


def main() -> int:
    """Every page, four pictures each, and the page of the documentation that shows them."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        figures = Path(folder) / "ready" / "figures"
        with _serving(Path(folder) / "ready", [str(READY)]) as (home, server):
            _wait_for_figures(server.data)
            cookies = server.sign_in()
            _live(browser, home, cookies)
            _take_all(browser, home, {}, STRANGER)
            _take_all(browser, home, cookies, OWN)
        with _serving(Path(folder) / "new", [], figures) as (home, server):
            _take_all(browser, home, server.sign_in(), NEW)
        for life, pages in LIVES.items():
            with _serving(Path(folder) / life, [str(LIVED), life], figures) as (home, server):
                _take_all(browser, home, server.sign_in(), pages)
    PAGE.write_text(_documentation(), "utf-8")
    sizes = [file.stat().st_size for file in TARGET.glob("*.webp")]
    print(f"{len(sizes)} pictures, {sum(sizes) / 1e6:.1f} MB, in {TARGET}")
    return 0


@contextmanager
def _serving(
    data: Path, maker: Sequence[str], figures: Path | None = None
) -> Generator[tuple[str, Served]]:
    """A server on a record that `maker` fills, with figures that were drawn before."""
    if figures is not None:
        shutil.copytree(figures, data / "figures")
    if maker:
        subprocess.run([sys.executable, maker[0], str(data), *maker[1:]], check=True)  # noqa: S603
    server = Served(data, free_port())
    try:
        yield f"http://127.0.0.1:{server.port}", server
    finally:
        server.kill()


def _wait_for_figures(data: Path) -> None:
    """The server draws them ahead at leisure; a picture without its figure shows nothing."""
    wanted = 2 * len(load_protocol().movements)
    until = time.monotonic() + FIGURES_WITHIN_S
    while len(list(data.glob("figures/*/[!.]*.svg.gz"))) < wanted and time.monotonic() < until:
        time.sleep(1)


def _until(page: Page, said: str) -> None:
    """Asks again and again: the pages allow no code from outside, so nothing can watch in them."""
    until = time.monotonic() + PICTURES_MS / 1000
    while not page.evaluate(said) and time.monotonic() < until:
        page.wait_for_timeout(100)


def _take_all(
    browser: Browser, home: str, cookies: dict[str, str], pages: dict[str, tuple[str, str]]
) -> None:
    for scheme in SCHEMES:
        for device, size in (("phone", PHONE), ("desk", DESK)):
            page = _page(browser, home, cookies, viewport=size, color_scheme=scheme)
            for name, (path, _title) in pages.items():
                answer = page.goto(path)
                if answer is None or not answer.ok:
                    raise RuntimeError(f"{path} does not open")
                if path != "/" and urlsplit(page.url).path != urlsplit(path).path:
                    raise RuntimeError(f"{path} leads to {page.url}: the picture would be wrong")
                for button in CLICKS.get(name, ()):
                    page.locator(button).click()
                page.wait_for_timeout(SETTLES_MS)
                _until(page, DRAWN)
                _keep(page.screenshot(), f"{name}-{device}-{scheme}")
            page.context.close()


def _live(browser: Browser, home: str, cookies: dict[str, str]) -> None:
    """A record to show: a leg that was painted and a check without a red flag."""
    page = _page(browser, home, cookies, viewport=DESK)
    page.goto("/picture/map/")
    for mark, names in LEG.items():
        page.locator(f"[name=brush][value={mark}]").click()
        for name in names:
            page.locator(f'[data-spot="{name}"] .spot').first.click(force=True)
    page.get_by_role("button", name="Go on").click()
    page.goto("/check/ask/leg_pain_below_knee/")
    page.locator("button.choice[value=yes]").click()
    page.context.close()


def _page(browser: Browser, home: str, cookies: dict[str, str], **settings: object) -> Page:
    context = browser.new_context(base_url=home, service_workers="block", **settings)  # pyright: ignore[reportArgumentType]
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": home}])
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def _keep(picture: bytes, name: str) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    if image.width > WIDTH:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)))
    image.save(TARGET / f"{name}.webp", quality=QUALITY, method=6)


def _documentation() -> str:
    """The page that shows them: phone in light and dark, then the desktop."""
    lines = ["# Every page", "", "Made by `make screenshots`; do not edit.", ""]
    for name, (path, title) in {**STRANGER, **OWN, **NEW, **FLARE, **YEAR, **RECOVERED}.items():
        lines += [f"## {title}", "", f"`{path}`", ""]
        for device in ("phone", "desk"):
            for scheme in SCHEMES:
                alt = f"{title}, {'on a phone' if device == 'phone' else 'on a desktop'}, {scheme}"
                width = 200 if device == "phone" else 330
                file = f"../images/pages/{name}-{device}-{scheme}.webp"
                lines.append(f'![{alt}]({file}){{ width="{width}" loading=lazy }}')
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
