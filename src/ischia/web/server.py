"""The server of personal mode: one process beside its parent, on the loopback address only.

`serve` prepares what is needed, prints a one-time sign-in link, opens it, and serves until it is
stopped. Asked for a second time it serves nothing, and gives a new link to the one that runs.
"""

from __future__ import annotations

import json
import os
import sys
import time
import webbrowser
from collections.abc import Callable
from importlib import import_module
from subprocess import DEVNULL, Popen
from threading import Event, Lock, Thread
from typing import Any

from django.db import connections
from django.urls import get_resolver
from django.utils import timezone
from granian.constants import Interfaces
from granian.server.mp import MPServer

from ischia.record.knowledge import knowledge
from ischia.web.account.links import make_link, the_owner
from ischia.web.address import mark_of, running
from ischia.web.config import Config
from ischia.web.prepare import prepare_database, prepare_static
from ischia.web.reminders.push import sender_of
from ischia.web.reminders.rounds import keep_telling

Say = Callable[[str], None]
PATIENCE_S = 60


def sign_in_link(address: str) -> str:
    """A new one-time link for the owner."""
    now = timezone.now()
    return f"http://{address}/signin/{make_link(the_owner(at=now), at=now)}/"


def show_link(address: str, say: Say, *, browser: bool) -> None:
    """Print the link, and open it."""
    link = sign_in_link(address)
    say(f"Ischia is at {link}")
    say("The link signs you in once, within 15 minutes. For a new one: ischia serve")
    if browser:
        webbrowser.open(link)


def draw_ahead(config: Config) -> None:
    """Draw the figures while nobody waits, in a process of its own: a thread must not be running
    when the workers are forked, and what drawing needs in memory goes when it is done."""
    if config.draw_ahead:
        Popen([sys.executable, "-m", "ischia.web.figure"], stdout=DEVNULL, stderr=DEVNULL)


class Server(MPServer):
    """Granian that says when its workers are there: only then may threads run beside it."""

    after_start: Callable[[], None]
    quiet: Lock  # held while a worker is made again, and while reminders are sent: never both

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        super()._spawn_workers(spawn_target, target_loader)  # pyright: ignore[reportUnknownMemberType]
        Thread(target=self.after_start, daemon=True).start()

    def _respawn_workers(self, *args: Any, **more: Any) -> None:
        with self.quiet:
            super()._respawn_workers(*args, **more)  # pyright: ignore[reportUnknownMemberType]


def serve(config: Config, say: Say, *, browser: bool, workers: int = 1) -> None:
    """Serve until stopped. The settings must already name the address of `config`."""
    prepare_database(config, at=timezone.now())
    prepare_static(config)
    warm_up()
    address = f"{config.host}:{config.port}"
    server = Server(
        "ischia.web.wsgi:application",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        respawn_failed_workers=True,
        websockets=False,
        log_level="warning",  # pyright: ignore[reportArgumentType]
    )

    def after_start() -> None:
        mark = {"address": address, "pid": os.getpid()}
        mark_of(config.data).write_text(json.dumps(mark), "ascii")
        until = time.monotonic() + PATIENCE_S
        while not running(config.data) and time.monotonic() < until:
            time.sleep(0.05)
        show_link(address, say, browser=browser)
        let_go()
        draw_ahead(config)
        keep_telling(lambda: sender_of(config), stopped, server.quiet, after=let_go)

    stopped = Event()
    server.quiet = Lock()
    server.after_start = after_start
    try:
        server.serve()
    finally:
        stopped.set()
        mark_of(config.data).unlink(missing_ok=True)


def warm_up() -> None:
    """Read the pages' code and the knowledge now: the workers share what is there when they are
    made, and the first page does not wait for it. The database is left to them."""
    import_module("ischia.web.wsgi")
    get_resolver().reverse_dict  # noqa: B018 - reads every journey's addresses and views
    _ = knowledge().checker, knowledge().planner, knowledge().recheck
    let_go()


def let_go() -> None:
    """Close every connection, and the pool with its threads: the workers make their own."""
    for connection in connections.all():
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
