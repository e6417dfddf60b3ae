"""A real Ischia and a real Chromium.

One server for each module, on a data folder of its own; a page of a phone for each test.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

from chromium import FLAGS, find_chromium
from running import Served, free_port
from steps import PATIENCE_MS, PHONE, Open


@pytest.fixture(scope="module")
def chromium() -> Generator[Browser]:
    """The browser. Without one the tests fail and say how to get one."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    server = Served(tmp_path_factory.mktemp("browser") / "data", free_port())
    yield server
    server.kill()


@pytest.fixture(scope="module")
def owner_cookies(served: Served) -> dict[str, str]:
    """The cookies of the one sign-in of this module."""
    return served.sign_in()


@pytest.fixture
def open_page(chromium: Browser, served: Served, owner_cookies: dict[str, str]) -> Generator[Open]:
    """`open_page(path, signed_in=True, **context)`: a page of a fresh browser, a phone unless told
    otherwise. Whatever the page reports as an error, or a request to elsewhere, fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []
    home = f"http://127.0.0.1:{served.port}"

    def open_one(path: str, *, signed_in: bool = True, **settings: object) -> Page:
        given: dict[str, object] = {"viewport": PHONE, "service_workers": "block", **settings}
        context = chromium.new_context(base_url=home, **given)  # pyright: ignore[reportArgumentType]
        contexts.append(context)
        if signed_in:
            for name, value in owner_cookies.items():
                context.add_cookies([{"name": name, "value": value, "url": home}])
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.extend(_wrong(said.type, said.text)))
        page.on("request", lambda sent: wrong.extend(_elsewhere(sent.url, home)))
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not wrong


def _wrong(kind: str, text: str) -> list[str]:
    harmless = "Service Worker" in text or text.startswith("INFO:")  # the pose model says hello
    return [text] if kind == "error" and not harmless else []


def _elsewhere(url: str, home: str) -> list[str]:
    return [] if url.startswith((home, "data:", "blob:")) else [url]
