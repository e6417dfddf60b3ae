"""The running server itself looks who is due: a real process, a service that cannot be reached."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing
from datetime import UTC, datetime
from http.client import OK
from pathlib import Path
from urllib.parse import urlencode

import pytest
from lived import make_ready
from push_service import PushBrowser
from running import Served, as_header, cookies_of, free_port

WITHIN_S = 60


@pytest.fixture
def served(tmp_path: Path) -> Generator[Served]:
    server = Served(
        make_ready(tmp_path / "data"), free_port(), TZ=noon(), DATABASE_URL="", ISCHIA_DRAW="no"
    )
    yield server
    server.kill()


def noon() -> str:
    """A time zone in which it is about midday, so that no day ends in this test."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def post(served: Served, cookies: dict[str, str], path: str, form: dict[str, str]) -> int:
    headers = {
        "Cookie": as_header(cookies),
        "X-CSRFToken": cookies["ischia_csrf"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return served.ask("POST", path, urlencode(form).encode(), headers).status


def told(served: Served) -> str:
    with closing(sqlite3.connect(served.data / "ischia.sqlite3")) as database:
        [row] = database.execute("SELECT preferences FROM record_person").fetchall()
    [device] = json.loads(row[0])["push"]
    return str(device["told"])


def test_it_is_told_within_a_minute_and_the_server_goes_on(served: Served) -> None:
    cookies = served.sign_in()
    page = served.get("/reminders/", {"Cookie": as_header(cookies)})
    cookies |= cookies_of(page)
    phone = PushBrowser(host="push.invalid")
    assert post(served, cookies, "/reminders/push/", phone.form()) == OK
    assert told(served) == ""
    minute = (datetime.now(UTC).hour * 60 + datetime.now(UTC).minute) % 60
    assert post(served, cookies, "/reminders/", {"morning": f"12:{minute:02d}"}) == 302
    begun = time.monotonic()
    while not told(served) and time.monotonic() - begun < WITHIN_S:
        time.sleep(0.5)
    assert "morning 1" in told(served)
    assert served.get("/alive/").status == OK
    assert served.stop() == 0
