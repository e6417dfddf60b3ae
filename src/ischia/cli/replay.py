"""`ischia replay`: make every kept decision again, and find no difference."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ischia.cli.common import json_option, write_json
from ischia.cli.data import data_option, open_record

SHOWN = 20


@click.command("replay", context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> None:
    """Make every kept decision again, from its own input and by the knowledge that made it.

    Exit codes: 0 no difference, 1 a difference, 2 bad input.
    """
    open_record(data)
    from ischia.record.replay import Difference, replay

    count, differences = 0, list[Difference]()
    for _, difference in replay():
        count += 1
        if difference is not None:
            differences.append(difference)
    if as_json:
        write_json({"decisions": count, "differences": differences})
    else:
        for found in differences[:SHOWN]:
            click.echo(f"decision {found.decision} ({found.kind}, by software {found.software}):")
            click.echo(f"  {found.where}\n    kept: {found.kept}\n    now:  {found.now}")
        click.echo(f"{count} decisions made again, {len(differences)} differences.")
    sys.exit(bool(differences))
