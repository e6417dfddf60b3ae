"""`ischia doctor`: what is wrong with this installation, and the line that mends it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ischia.cli.common import fail, json_option, write_json
from ischia.cli.data import data_option

_MARKS = {"well": ("ok  ", "green"), "note": ("note", "yellow"), "wrong": ("BAD ", "red")}


@click.command("doctor", context_settings={"help_option_names": ["-h", "--help"]})
@data_option
@json_option
def command(data: Path | None, *, as_json: bool) -> None:
    """Look at everything that Ischia needs, and say how to mend what is wrong.

    Changes nothing.

    Exit codes: 0 all is well, 1 something is wrong.
    """
    findings = _look(data)
    if as_json:
        write_json({"findings": findings})
    else:
        for finding in findings:
            mark, colour = _MARKS[finding.state]
            click.secho(f"{mark} ", fg=colour, nl=False)
            click.echo(f"{finding.what}: {finding.text}")
            if finding.mend:
                click.echo(f"       type: {finding.mend}")
    sys.exit(any(finding.state == "wrong" for finding in findings))


def _look(data: Path | None):
    from ischia.cli.data import need_web

    need_web()
    from ischia.web.boot import boot
    from ischia.web.config import ConfigError, read_config
    from ischia.web.doctor import look_at_files, look_inside

    try:
        config = read_config()
        if data is not None:
            from msgspec.structs import replace

            config = replace(config, data=data.absolute())
        findings = list(look_at_files(config))
        fit = config.data.is_dir() and all(f.mend == "" or f.what != "program" for f in findings)
        if fit:
            boot(config.data)
            from django.utils import timezone

            findings += look_inside(config, at=timezone.now())
    except ConfigError as error:
        fail([str(error)])
    return findings
