"""Pages of people who have lived with it: a flare, a season, recovered. Axe, both looks, narrow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from barriers import violations
from playwright.sync_api import Browser, Page
from running import Served, free_port
from steps import PATIENCE_MS

MAKER = Path(__file__).with_name("lived_record.py")
EVERYWHERE = ("/today/", "/today/check-in/", "/today/told/", "/program/", "/progress/", "/report/")
PAGES = {
    "flare": (*EVERYWHERE, "/progress/staying-well/", "/questionnaire/gad_7/"),
    "season": (
        *EVERYWHERE, "/my-data/", "/my-data/erase/", "/daily_living/driving/", "/questionnaire/",
        "/daily_living/habits/", "/learn/spinal_stenosis/", "/learn/staying_well/",
    ),
    "recovered": (*EVERYWHERE, "/progress/staying-well/", "/session/morning/", "/reminders/"),
}  # fmt: skip
CUT_OFF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", params=PAGES)
def lived(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[tuple[str, Served, dict[str, str]]]:
    life, data = str(request.param), tmp_path_factory.mktemp(str(request.param)) / "data"
    subprocess.run([sys.executable, str(MAKER), str(data), life], check=True, timeout=300)
    server = Served(data, free_port())
    yield life, server, server.sign_in()
    server.kill()


def opened(
    chromium: Browser, lived: tuple[str, Served, dict[str, str]], **settings: object
) -> Iterator[Page]:
    """Each page of this life; one that is not there fails the test."""
    life, server, cookies = lived
    home = f"http://127.0.0.1:{server.port}"
    context = chromium.new_context(base_url=home, service_workers="block", **settings)  # pyright: ignore[reportArgumentType]
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": home}])
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    for path in PAGES[life]:
        answer = page.goto(path, wait_until="domcontentloaded")
        assert answer is not None
        assert answer.ok, path
        yield page
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    chromium: Browser, lived: tuple[str, Served, dict[str, str]], scheme: str
) -> None:
    pages = opened(chromium, lived, color_scheme=scheme)
    assert [one for page in pages for one in violations(page)] == []


def test_nothing_is_cut_off_on_a_narrow_screen(
    chromium: Browser, lived: tuple[str, Served, dict[str, str]]
) -> None:
    pages = opened(chromium, lived, viewport={"width": 320, "height": 640})
    assert [page.url for page in pages if page.evaluate(CUT_OFF) > 0] == []
