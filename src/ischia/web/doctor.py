"""What is wrong with this installation, and the line that mends it.

The first half needs nothing but files; the second is asked only where the first finds no fault that
would keep Django from starting.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from ischia.web.address import running
from ischia.web.config import OWNER_FOLDER, OWNER_ONLY, Config
from ischia.web.discover import HERE

NEEDED = ("django", "django_htmx", "csp", "granian", "whitenoise", "platformdirs")
FREE_BYTES = 200_000_000
VENDOR = HERE / "static" / "vendor"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at. `mend` is a line to type, where something can be mended."""

    what: str
    state: Literal["well", "note", "wrong"]
    text: str
    mend: str = ""


def well(what: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(what=what, state="well", text=text)


def wrong(what: str, text: str, mend: str) -> Finding:
    """Something to mend."""
    return Finding(what=what, state="wrong", text=text, mend=mend)


def look_at_files(config: Config) -> Iterator[Finding]:
    """The program's parts, the data folder, the key, the disk."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        yield wrong("program", f"missing: {', '.join(missing)}", "pip install 'ischia[web]'")
    else:
        yield well("program", "everything that the pages need is installed")
    yield from _folder(config.data)
    yield from _private(config.data / "secret.key", OWNER_ONLY, "secret key")
    yield from _private(config.data / "push.key", OWNER_ONLY, "key for messages")
    if config.is_sqlite:
        yield from _private(config.database_file, OWNER_ONLY, "record file")
    yield from _vendor()


def _folder(data: Path) -> Iterator[Finding]:
    if not data.exists():
        text = f"there is no record yet at {data}"
        yield Finding(what="data folder", state="note", text=text, mend="ischia serve")
        return
    if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK):
        yield wrong("data folder", f"{data} cannot be written", f"chmod u+rwx {data}")
        return
    yield from _private(data, OWNER_FOLDER, "data folder")
    free = shutil.disk_usage(data).free
    if free < FREE_BYTES:
        text = f"only {free // 1_000_000} MB are free at {data}"
        yield wrong("disk", text, "free some space: delete what you can spare")
    else:
        yield well("disk", f"{free // 1_000_000_000} GB are free")


def _private(path: Path, mode: int, what: str) -> Iterator[Finding]:
    """Whether only its owner can read it."""
    if not path.exists():
        return
    now = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and now & ~mode:
        text = f"others on this computer can open {path}"
        yield wrong(what, text, f"chmod {mode:o} {path}")
    else:
        yield well(what, f"{path}, for its owner only")


def _vendor() -> Iterator[Finding]:
    if VENDOR.is_dir() and any(VENDOR.iterdir()):
        yield well("pages", "scripts, fonts and icons are in place")
    else:
        text = "scripts, fonts and icons are missing"
        yield wrong("pages", text, "make assets")


def look_inside(config: Config, *, at: datetime) -> Iterator[Finding]:
    """The database, the knowledge, the server. Django must be set up."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        mend = "start PostgreSQL, and check DATABASE_URL"
        if config.is_sqlite:
            mend = f"ischia restore BACKUP --data {config.data}-new"
        yield wrong("database", f"it does not open: {str(error).strip()}", mend)
        return
    yield from _tables(config)
    yield from _knowledge()
    yield from _server(config, at)


def _tables(config: Config) -> Iterator[Finding]:
    from django.db import connection

    from ischia.record.guards import missing_guards
    from ischia.web.prepare import waiting_migrations

    if config.is_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            verdict = str(cursor.fetchone()[0])
            cursor.execute("PRAGMA journal_mode")
            journal = str(cursor.fetchone()[0])
            cursor.execute("PRAGMA synchronous")
            full = cursor.fetchone()[0] == 2
        if verdict != "ok":
            mend = f"ischia restore BACKUP --data {config.data}-new"
            yield wrong("database", f"it is damaged: {verdict}", mend)
            return
        if journal != "wal" or not full:
            text = f"it would not survive a power cut (journal {journal})"
            yield wrong("database", text, "move the data folder to a local disk: ISCHIA_DATA=...")
            return
    waiting = waiting_migrations()
    if waiting:
        yield wrong("database", f"{len(waiting)} updates have not been made", "ischia serve")
        return
    guards = missing_guards()
    if guards:
        text = f"{len(guards)} guards against changes are missing"
        yield wrong("database", text, "ischia serve")
        return
    yield well("database", "whole, up to date and guarded against changes")


def _knowledge() -> Iterator[Finding]:
    from ischia.protocol.problems import ProtocolError
    from ischia.record.knowledge import knowledge, packs

    try:
        protocol = knowledge().protocol
    except ProtocolError as error:
        flags = " ".join(f"--pack {pack}" for pack in packs())
        yield wrong("protocol", str(error.problems[0]), f"ischia protocol lint {flags}".strip())
        return
    yield well("protocol", f"version {protocol.short_version}, {len(packs())} packs")


def _server(config: Config, at: datetime) -> Iterator[Finding]:
    from django.db.models import Max

    from ischia.record.models import Entry

    address = running(config.data)
    if address:
        yield well("server", f"running at http://{address}/")
    else:
        text = "not running"
        yield Finding(what="server", state="note", text=text, mend="ischia serve")
    last = Entry.objects.aggregate(last=Max("received_at"))["last"]
    if last is not None and last > at:
        text = f"the last entry is from {last:%Y-%m-%d %H:%M}, which is in the future"
        yield wrong("clock", text, "set the clock of this computer")
