"""`ischia export`: everything that is kept of a person, as open files."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import data_option, now, open_record, person_option, the_person


@click.command("export", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("target", type=click.Path(path_type=Path))
@person_option
@data_option
def command(target: Path, who: str, data: Path | None) -> None:
    """Write everything that is kept of a person into TARGET, a new folder or a .zip.

    JSON for programs, tables for a spreadsheet, a FHIR R4 bundle for a clinic, the page for a
    clinician, and the knowledge that decided. `ischia import` takes it into a new Ischia.

    Exit codes: 0, 2 when it cannot be written.
    """
    open_record(data)
    from ischia.exchange.export import ExportError, export_folder, export_zip

    person = the_person(who)
    try:
        if target.suffix.lower() == ".zip":
            with target.open("xb") as file:
                count = export_zip(person, file, at=now())
        else:
            count = export_folder(person, target, at=now())
    except FileExistsError:
        fail([f"{target} is there already. Remedy: choose another name."])
    except ExportError as error:
        fail([str(error)])
    click.echo(f"{count} files in {target}; start with READ-ME.txt.")
