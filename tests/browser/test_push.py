"""Messages to the browser: switched on and off by a tap, shown as sent, leading to Today."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from chromium import FLAGS, find_chromium
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright
from push_service import PushBrowser
from running import Served
from steps import PATIENCE_MS, PHONE

WITHIN_S = 20
# What a browser does that has a push service; a headless one has none.
SUBSCRIBES = """
const given = %s;
let now = null;
PushManager.prototype.getSubscription = async () => now;
PushManager.prototype.subscribe = async (wanted) => {
  const { userVisibleOnly, applicationServerKey } = wanted;
  if (!userVisibleOnly || applicationServerKey.length !== 65) throw new Error("wrong");
  now = { endpoint: given.endpoint, toJSON: () => ({ endpoint: given.endpoint, keys: given }),
          unsubscribe: async () => { now = null; return true; } };
  return now;
};
"""
# A look too early would take away what is on its way to the screen.
COUNTS = """() => {
  const show = self.registration.showNotification.bind(self.registration);
  self.counted = 0;
  self.registration.showNotification = async (...given) => {
    await show(...given);
    self.counted += 1;
  };
}"""
SHOWN = """navigator.serviceWorker.ready.then((r) => r.getNotifications())
  .then((all) => all.map((one) => [one.title, one.body, one.data.to]))"""


@pytest.fixture(scope="module")
def started() -> Generator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def context(
    started: Playwright, served: Served, owner_cookies: dict[str, str], tmp_path: Path
) -> Generator[BrowserContext]:
    """A phone with a profile of its own, which allows messages."""
    home = f"http://127.0.0.1:{served.port}"
    made = started.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=find_chromium(),
        args=[*FLAGS],
        base_url=home,
        viewport=PHONE,
        permissions=["notifications"],
    )
    made.set_default_timeout(PATIENCE_MS)
    for name, value in owner_cookies.items():
        made.add_cookies([{"name": name, "value": value, "url": home}])
    yield made
    made.close()


def installed(context: BrowserContext) -> Page:
    """The page of the reminders, with the service worker at work."""
    page = context.pages[0]
    page.goto("/reminders/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.service_workers[0].evaluate(COUNTS)
    return page


def deliver(page: Page, served: Served, message: str) -> None:
    """What the browser does when its push service brings something."""
    client: Any = page.context.new_cdp_session(page)
    found: list[str] = []

    def note(said: dict[str, list[dict[str, str]]]) -> None:
        found.extend(one["registrationId"] for one in said["registrations"])

    client.on("ServiceWorker.workerRegistrationUpdated", note)
    client.send("ServiceWorker.enable")
    wait_for(page, lambda: bool(found))
    origin = f"http://127.0.0.1:{served.port}"
    given = {"origin": origin, "registrationId": found[0], "data": message}
    client.send("ServiceWorker.deliverPushMessage", given)


def shown(page: Page, many: int = 1) -> list[list[str]]:
    """What is to be seen, once so many have been shown."""
    worker = page.context.service_workers[0]
    wait_for(page, lambda: worker.evaluate("self.counted") >= many)
    return page.evaluate(SHOWN)


def wait_for(page: Page, so: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_S
    while not so():
        assert time.monotonic() < until
        page.wait_for_timeout(50)


def test_it_is_shown_as_sent_and_a_newer_one_takes_its_place(
    context: BrowserContext, served: Served
) -> None:
    page = installed(context)
    sent = {"title": "Time for your exercises", "body": "Ready?", "to": "/today/", "lang": "en"}
    deliver(page, served, json.dumps(sent).ljust(512))
    assert shown(page) == [["Time for your exercises", "Ready?", "/today/"]]
    deliver(page, served, json.dumps({**sent, "body": "Once more"}))
    assert shown(page, 2) == [["Time for your exercises", "Once more", "/today/"]]


def test_what_cannot_be_read_shows_something_neutral(
    context: BrowserContext, served: Served
) -> None:
    page = installed(context)
    deliver(page, served, "not JSON")
    assert shown(page) == [["Ischia", "", "/today/"]]


@pytest.mark.parametrize(
    ("to", "leads"), [("/today/", "/today/"), ("https://elsewhere.example/", "/")]
)
def test_a_tap_on_it_leads_to_today_and_nowhere_else(
    context: BrowserContext, served: Served, to: str, leads: str
) -> None:
    page = installed(context)
    deliver(page, served, json.dumps({"title": "t", "to": to}))
    shown(page)
    worker = context.service_workers[0]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    worker.evaluate(
        """async () => {
          WindowClient.prototype.focus = async function () { return this; }; // needs a real tap
          const [notification] = await self.registration.getNotifications();
          self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }"""
    )
    home = f"http://127.0.0.1:{served.port}"
    wait_for(page, lambda: bool(asked))
    assert asked[0] == f"{home}{leads}"
    left = "async () => (await self.registration.getNotifications()).length"
    assert worker.evaluate(left) == 0  # the page itself is on its way


def test_one_tap_switches_it_on_and_one_off(context: BrowserContext) -> None:
    phone = PushBrowser()
    context.add_init_script(SUBSCRIBES % json.dumps(phone.form()))
    elsewhere: list[str] = []
    context.on("request", lambda request: elsewhere.append(request.url))
    page = installed(context)
    page.get_by_role("button", name="Switch on for this device").click()
    expect(page.get_by_text("It is on for this device")).to_be_visible()
    told = page.evaluate("fetch('/reminders/').then(a => a.text())")
    assert phone.endpoint in told
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch on for this device")).to_be_visible()
    assert phone.endpoint not in page.evaluate("fetch('/reminders/').then(a => a.text())")
    assert all("127.0.0.1" in url for url in elsewhere)


def test_what_the_server_refuses_is_not_called_on(context: BrowserContext) -> None:
    form = {**PushBrowser().form(), "auth": "short"}
    context.add_init_script(SUBSCRIBES % json.dumps(form))
    page = installed(context)
    page.get_by_role("button", name="Switch on for this device").click()
    expect(page.get_by_text("Nothing was switched on")).to_be_visible()


def test_a_browser_that_refuses_is_told_where_to_allow_it(
    context: BrowserContext, served: Served
) -> None:
    context.clear_permissions()
    page = installed(context)
    page.get_by_role("button", name="Switch on for this device").click()
    expect(page.get_by_text("does not allow messages")).to_be_visible()
