"""What a browser loads and waits for on its first visit to Today: requests, bytes, time.

A real `ischia serve` on a record with a passed check, and Chromium with an empty cache for each
visit, at the size of a phone. Bytes are those on the wire, headers included. The service worker,
which fetches today's sessions for a day without a network once the page is there, is left out.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "web"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "browser"))

from chromium import FLAGS, find_chromium
from playwright.sync_api import Browser, Request, sync_playwright
from running import Served, as_header, free_port

from serve import live_a_day

VISITS, SETTLE_MS = 7, 1000
REQUESTS, SIZE_KB, SHOWN_MS = 10, 150, 500
PHONE = {"width": 390, "height": 844}
SHOWN = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"


class Visit(NamedTuple):
    """One visit: what was asked for with its KB, and the milliseconds until all was there."""

    asked: list[tuple[str, str, float]]
    shown_ms: float

    @property
    def came_kb(self) -> float:
        return sum(kb for _, _, kb in self.asked)


def visit(browser: Browser, home: str, cookies: dict[str, str]) -> Visit:
    """Open Today in a browser that has never been there."""
    context = browser.new_context(base_url=home, viewport=PHONE, service_workers="block")  # pyright: ignore[reportArgumentType]
    for name, value in cookies.items():
        context.add_cookies([{"name": name, "value": value, "url": home}])
    page = context.new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda one: asked.append(one))
    page.goto("/today/", wait_until="load")
    page.wait_for_timeout(SETTLE_MS)
    answered = [(one.resource_type, one.url.removeprefix(home), _kb(one)) for one in asked]
    shown = float(page.evaluate(SHOWN))
    context.close()
    return Visit(answered, shown)


def _kb(one: Request) -> float:
    size = one.sizes()
    return (size["responseBodySize"] + size["responseHeadersSize"]) / 1000


def main() -> int:
    """Measure and print; fail when a target is missed."""
    with (
        tempfile.TemporaryDirectory(prefix="ischia-visit-") as folder,
        sync_playwright() as started,
    ):
        server = Served(Path(folder) / "data", free_port(), DATABASE_URL="")
        try:
            cookies = server.sign_in()
            headers = {"Cookie": as_header(cookies), "X-CSRFToken": cookies["ischia_csrf"],
                       "Content-Type": "application/json"}  # fmt: skip
            live_a_day(server, headers)
            browser = started.chromium.launch(executable_path=find_chromium(), args=[*FLAGS])
            home = f"http://127.0.0.1:{server.port}"
            visits = [visit(browser, home, cookies) for _ in range(VISITS + 1)][1:]
            browser.close()
        finally:
            server.kill()
    last, shown = visits[-1], statistics.median(one.shown_ms for one in visits)
    kinds = Counter(kind for kind, _, _ in last.asked)
    print(f"requests   {len(last.asked):4}      (target {REQUESTS}) "
          + ", ".join(f"{kind} {count}" for kind, count in kinds.items()))  # fmt: skip
    print(f"bytes      {last.came_kb:4.0f} KB   (target {SIZE_KB})")
    print(f"all shown  {shown:4.0f} ms   (target {SHOWN_MS}), median of {VISITS} visits")
    for kind, address, kb in last.asked:
        print(f"  {kb:6.1f} KB  {kind:10} {address}")
    good = len(last.asked) <= REQUESTS and last.came_kb <= SIZE_KB and shown <= SHOWN_MS
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
