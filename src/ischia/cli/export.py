"""`ischia export`: everything that is kept of a person, as open files."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import data_option, now, open_record, person_option, the_person


@click.command("export", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@person_option
@data_option
def command(folder: Path, who: str, data: Path | None) -> None:
    """Write everything that is kept of a person into FOLDER: JSON, tables, and the knowledge used.

    Exit codes: 0, 2 when it cannot be written.
    """
    open_record(data)
    from ischia.record.export import ExportError, export

    try:
        counts = export(the_person(who), folder, at=now())
    except ExportError as error:
        fail([str(error)])
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))
    click.echo(f"In {folder}; start with READ-ME.txt.")
