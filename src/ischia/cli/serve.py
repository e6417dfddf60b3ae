"""`ischia serve`: Ischia in the browser, on this computer only."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import cannot_open, data_option, need_web


@click.command("serve", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--port", type=click.IntRange(1, 65535), help="By default 8765, or the next free.")
@click.option("--no-browser", is_flag=True, help="Print the sign-in link only.")
@click.option("--workers", type=click.IntRange(1, 8), help="By default 2, or 1 on a single core.")
@data_option
def command(port: int | None, workers: int | None, data: Path | None, *, no_browser: bool) -> None:
    """Open Ischia in the browser. Only this computer can reach it.

    The record lies in the data folder of your account. Ischia prints a link that signs you in
    once, and opens it. Stop with Ctrl+C; nothing is lost. When Ischia is running already, this
    gives a new link.

    Exit codes: 0, 2 when it cannot start.
    """
    need_web()
    from ischia.web.address import free_port, running
    from ischia.web.boot import boot
    from ischia.web.config import HOST, ConfigError, read_config

    try:
        folder = data or read_config().data
        already = running(folder)
        config = boot(folder, already or f"{HOST}:{free_port(port)}")
        from django.db import DatabaseError

        from ischia.web.server import serve, show_link  # these need the settings

        try:
            if already:
                show_link(already, click.echo, browser=not no_browser)
            else:
                serve(
                    config,
                    click.echo,
                    browser=not no_browser,
                    workers=workers or min(2, os.cpu_count() or 1),
                )
        except DatabaseError as error:
            cannot_open(error)
    except ConfigError as error:
        fail([str(error)])
