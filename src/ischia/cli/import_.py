"""`ischia import`: one's own export put into an Ischia that keeps nothing yet."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import cannot_open, data_option, now, open_data


@click.command("import", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("export", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--different-too",
    is_flag=True,
    help="Import even if this Ischia decides some things differently.",
)
@data_option
def command(export: Path, data: Path | None, *, different_too: bool) -> None:
    """Put EXPORT, a folder or zip that `ischia export` or the page My data made, into a new Ischia.

    Everything is checked before anything is kept, and every decision is made again. All of it is
    imported, or nothing.

    Exit codes: 0, 2 when it cannot be imported.
    """
    config = open_data(data, new=True)
    from django.db import DatabaseError

    from ischia.record.import_ import ArchiveError, import_export, read_source
    from ischia.web.account.links import the_owner
    from ischia.web.prepare import prepare_database

    try:
        checked = read_source(export)
        prepare_database(config, at=now())
        done = import_export(checked, owner=the_owner(at=now()), different_too=different_too)
    except ArchiveError as error:
        fail([str(error)])
    except DatabaseError as error:
        cannot_open(error)
    click.echo(f"{done.entries} entries, {done.decisions} decisions, {done.protocols} protocols.")
    click.echo(f"Every decision was made again; {len(done.differences)} came out differently.")
    click.echo("To use it: ischia serve" + (f" --data {data}" if data else ""))
