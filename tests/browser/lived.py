"""What a person does in a session, and what the record then holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect
from running import Served

READY = Path(__file__).parent / "ready_record.py"
MOST_ITEMS = 15


def make_ready(data: Path) -> Path:
    """A data folder with the record of somebody who may exercise."""
    subprocess.run([sys.executable, str(READY), str(data)], check=True, timeout=300)
    return data


def start(page: Page, slot: str = "morning") -> None:
    """Say how it hurts and start."""
    page.goto(f"/session/{slot}/")
    page.wait_for_selector("[data-session][data-ready]")
    choose(page, "before", "leg", 4)
    choose(page, "before", "zone", 3)
    page.locator("[data-part=before] [type=submit]").click()
    page.wait_for_selector("[data-session][data-now=play]")


def choose(page: Page, part: str, name: str, value: object) -> None:
    page.locator(f'[data-part={part}] label:has(input[name={name}][value="{value}"])').click()


def skip_all(page: Page) -> None:
    """To the end by the arrow key, as with a remote control."""
    for _ in range(MOST_ITEMS):
        if page.locator("[data-session]").get_attribute("data-now") != "play":
            break
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(80)
    expect(page.locator("[data-screen=after]")).to_be_visible()


def tell_after(page: Page, danger: str = "no") -> None:
    choose(page, "after", "leg", 3)
    choose(page, "after", "danger", danger)
    page.locator("[data-part=after] [type=submit]").click()


def count(served: Served, kind: str) -> int:
    """How many entries of this kind the record holds."""
    with closing(sqlite3.connect(served.data / "ischia.sqlite3", timeout=30)) as record:
        row = record.execute("select count(*) from record_entry where kind = ?", (kind,))
        return int(row.fetchone()[0])
