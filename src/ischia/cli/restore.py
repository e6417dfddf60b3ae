"""`ischia restore`: a backup put into a data folder that keeps nothing yet."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import cannot_open, data_option, now, open_data


@click.command("restore", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@data_option
def command(file: Path, data: Path | None) -> None:
    """Put the backup FILE into a data folder or database that keeps nothing yet.

    The backup is checked first; all of it is restored, or nothing. It may come from SQLite and go
    to PostgreSQL, or the other way.

    Exit codes: 0, 2 when it cannot be restored.
    """
    config = open_data(data, new=True)
    from django.db import DatabaseError

    from ischia.record.backup import BackupError, check, restore
    from ischia.web.prepare import prepare_database

    try:
        check(file)
        prepare_database(config, at=now())
        manifest = restore(file)
    except BackupError as error:
        fail([str(error)])
    except DatabaseError as error:
        cannot_open(error)
    rows = sum(table.rows for table in manifest.tables)
    click.echo(f"{rows} rows restored, made {manifest.made_at:%Y-%m-%d %H:%M}.")
    click.echo("To be sure that nothing differs: ischia replay")
