"""`ischia erase`: a person's whole record taken out, with the proof that it is gone."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail
from ischia.cli.data import data_option, now, open_record, person_option, the_person

WORD = "erase"


@click.command("erase", context_settings={"help_option_names": ["-h", "--help"]})
@person_option
@data_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(who: str, data: Path | None, *, yes: bool) -> None:
    """Erase everything that is kept of a person. It cannot be undone.

    Copies that Ischia made by itself in the data folder are destroyed too. Backups and exports that
    you made elsewhere are yours to destroy.

    Exit codes: 0 erased, 1 not erased, 2 bad input.
    """
    config = open_record(data)
    from ischia.record.erase import count, erase, older_copies

    person = the_person(who)
    found = count(person.pk)
    click.echo(f"{person}: {found['entries']} entries and {found['decisions']} decisions.")
    if not yes and click.prompt(f"Type {WORD} to erase them for ever", default="") != WORD:
        click.echo("Nothing was erased.")
        raise click.exceptions.Exit(1)
    proof = erase(person, at=now(), copies=older_copies(config.data))
    if not proof.complete:
        fail([f"this is left: {proof.after}, {proof.found}. Remedy: ischia doctor"])
    click.echo(f"Erased. Left of {proof.person}: {proof.after}.")
    if proof.found is not None:
        click.echo(f"Searched the database's files for {proof.looked_for} ids and texts: no trace.")
    if proof.copies:
        click.echo(f"{proof.copies} older copies in {config.data / 'backups'} are destroyed too.")
