"""The time zone of this computer, by its name; UTC where it cannot be told."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

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
