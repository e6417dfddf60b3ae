"""What the commands share: loading the protocol, failing clearly, and writing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
import msgspec

from ischia.protocol.model import Protocol
from ischia.protocol.problems import ProtocolError

BAD_INPUT = 2

pack_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A protocol pack: a folder that adds or replaces items. May be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def load(packs: Sequence[Path], *, for_check: bool = False) -> Protocol:
    """The protocol with `packs`, or an error that names file, line and remedy, and exit code 2.

    Without packs a check gets only what it needs, and starts sooner.
    """
    from ischia.protocol.lint import load_linted
    from ischia.protocol.load import load_for_check

    try:
        protocol = load_for_check() if for_check and not packs else load_linted(packs)
    except ProtocolError as error:
        fail([str(problem) for problem in error.problems])
    if packs:
        flags = " ".join(f"--pack {pack}" for pack in packs)
        click.echo(f"ischia: using a pack; prove it with: ischia protocol prove {flags}", err=True)
    return protocol


def fail(lines: Sequence[str]) -> NoReturn:
    """Write what is wrong to standard error and leave with exit code 2."""
    for line in lines:
        click.echo(f"ischia: {line}", err=True)
    sys.exit(BAD_INPUT)


def write_json(content: object) -> None:
    """Write readable JSON to standard output."""
    click.echo(msgspec.json.format(msgspec.json.encode(content), indent=2).decode())
