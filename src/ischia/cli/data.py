"""What the commands on the kept record share: the data folder, Django made ready, whose record."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ischia.cli.common import fail

if TYPE_CHECKING:
    from ischia.record.models import Person
    from ischia.web.config import Config

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data folder. By default ISCHIA_DATA, or your account's own.",
)
person_option = click.option(
    "--person", "who", default="", help="Whose record: a name or an id, where there are several."
)


def need_web() -> None:
    """Leave with exit code 2 where only the core is installed."""
    if importlib.util.find_spec("django") is None:
        fail(["the record and the pages are not installed. Remedy: pip install 'ischia[web]'."])


def open_data(data: Path | None, *, new: bool = False) -> Config:
    """Django set up on a data folder that is there (or, when `new`, may be made)."""
    need_web()
    from ischia.web.boot import boot
    from ischia.web.config import ConfigError, read_config

    try:
        folder = data or read_config().data
        if not new and not folder.is_dir():
            fail([f"there is no record at {folder}. Remedy: --data FOLDER, or first: ischia serve"])
        return boot(folder)
    except ConfigError as error:
        fail([str(error)])


def open_record(data: Path | None) -> Config:
    """As `open_data`, with the tables up to date."""
    config = open_data(data)
    from django.db import DatabaseError

    from ischia.web.prepare import waiting_migrations

    try:
        waiting = waiting_migrations()
    except DatabaseError as error:
        cannot_open(error)
    if waiting:
        fail([f"the record at {config.data} needs an update. Remedy: ischia serve"])
    return config


def cannot_open(error: Exception) -> NoReturn:
    """Leave with exit code 2 where the database does not open."""
    said = str(error).strip().splitlines()[0]
    fail([f"the record cannot be opened: {said}. Remedy: ischia doctor"])


def the_person(who: str) -> Person:
    """The one person kept here, or the one that is named."""
    from ischia.record.models import Person

    people = list(Person.objects.order_by("created_at"))
    found = [p for p in people if who.lower() in (p.display_name.lower(), str(p.pk))]
    chosen = found if who else people
    if len(chosen) == 1:
        return chosen[0]
    known = ", ".join(f"{p.display_name or 'unnamed'} ({p.pk})" for p in people) or "nobody"
    return fail([f"whose record? There is: {known}. Remedy: --person ID"])


def now() -> datetime:
    """The time, with its zone. Commands are where a clock may be read."""
    return datetime.now(UTC)


Writer = Callable[[str], None]
