"""The time zone of this computer, by its name, and its country; UTC where it cannot be told."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

LOCALTIME = Path("/etc/localtime")


def local_zone() -> str:
    """The name that the operating system goes by."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = str(LOCALTIME.resolve()).partition("zoneinfo/")[2] if LOCALTIME.is_symlink() else ""
    for name in (named, linked):
        if is_zone(name):
            return name
    return "UTC"


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    try:
        return bool(name) and name in available_timezones() and bool(ZoneInfo(name))
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=1)
def likely_country() -> str:
    """The country of this computer's time zone, as in ISO 3166 but small; empty if it has none.

    Only ever a suggestion in a list: a time zone may have been left as it came.
    """
    return _countries().get(local_zone(), "")


def _countries() -> dict[str, str]:
    """The zones that lie in one country, from the zone table of the system, where it has one."""
    for folder in TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            lines = table.read_text("utf-8").splitlines()
            rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
            return {row[2]: row[0].lower() for row in rows}
    return {}
