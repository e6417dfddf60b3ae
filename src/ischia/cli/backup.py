"""`ischia backup`: everything that is kept, in one checked file."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import data_option, now, open_record


@click.command("backup", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
def command(file: Path, data: Path | None) -> None:
    """Write everything that is kept to FILE (a zip), and read it back to be sure.

    Works while Ischia is running. Keep the file as you would keep the record: it is not encrypted.

    Exit codes: 0, 2 when it cannot be made.
    """
    open_record(data)
    from ischia.record.backup import BackupError, backup

    try:
        manifest = backup(file, at=now(), software=version("ischia"))
    except BackupError as error:
        fail([str(error)])
    rows = sum(table.rows for table in manifest.tables)
    click.echo(f"{rows} rows in {file}, read back and found whole.")
    click.echo(f"To use it: ischia restore {file} --data NEW_FOLDER")
