"""What the first visit to Today costs a browser that has never been there."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from lived import make_ready
from playwright.sync_api import Request
from running import Served, free_port
from steps import Open

REQUESTS, SIZE_B = 10, 150_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """A server on the record of somebody who has done the check."""
    server = Served(make_ready(tmp_path_factory.mktemp("visit") / "data"), free_port())
    yield server
    server.kill()


def test_today_needs_few_requests_and_shows_every_figure(open_page: Open) -> None:
    page = open_page("about:blank")
    asked: list[Request] = []
    page.on("requestfinished", lambda one: asked.append(one))
    page.goto("/today/", wait_until="networkidle")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.wait_for_timeout(500)
    figures = page.locator("img.figure")
    assert figures.count() >= 4
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        assert figure.evaluate("image => image.complete && image.naturalWidth > 0")
    sizes = [one.sizes() for one in asked]
    came = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert len(asked) <= REQUESTS, [one.url for one in asked]
    assert came <= SIZE_B
