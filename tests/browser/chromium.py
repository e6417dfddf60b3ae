"""Which Chromium the tests drive, and bringing one where there is none.

The one that ISCHIA_CHROMIUM names, else Playwright's own, else the machine's. Run as a program it
tries to bring one: Playwright's by its own command, or as root Debian's by apt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage")
PATIENCE_S = 600
ASK = """
from playwright.sync_api import sync_playwright
with sync_playwright() as started:
    print(started.chromium.executable_path)
"""
REMEDY = (
    "no Chromium was found. Remedy: `playwright install chromium`, or on Debian and Ubuntu "
    "`apt install chromium`, or name one in ISCHIA_CHROMIUM"
)


def find_chromium() -> str:
    """The path of a Chromium. Raises, with the remedy, when there is none."""
    named = os.environ.get("ISCHIA_CHROMIUM", "")
    path = named or _playwrights_own() or next(filter(None, map(shutil.which, NAMES)), "")
    if not path:
        raise RuntimeError(REMEDY)
    return path


def _playwrights_own() -> str:
    """Its path, asked of a process of its own: a process has but one Playwright at a time."""
    said = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False)
    path = said.stdout.strip()
    return path if path and Path(path).exists() else ""


def bring() -> str:
    """Find one or try what this machine allows; its path, or empty."""
    commands = [[], [sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        commands += [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    for command in commands:
        if command:
            subprocess.run(command, check=False, timeout=PATIENCE_S, stdout=subprocess.DEVNULL)
        try:
            return find_chromium()
        except RuntimeError:
            continue
    return ""


if __name__ == "__main__":
    found = bring()
    print(found or REMEDY)  # noqa: T201
    sys.exit(not found)
