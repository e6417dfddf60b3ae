"""`ischia report`: one page for a clinician, as a PDF or a page of its own."""

from __future__ import annotations

from pathlib import Path

import click

from ischia.cli.common import fail, json_option, write_json
from ischia.cli.data import data_option, now, open_record, person_option, the_person

KINDS = (".pdf", ".html")


@click.command("report", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("ischia-report.pdf"),
    show_default=True,
    help="The file to make: .pdf or .html.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@json_option
@person_option
@data_option
def command(output: Path, who: str, data: Path | None, *, force: bool, as_json: bool) -> None:
    """One page to take to a clinician: course, safety check, what it may be, program, questions.

    It is made on this computer and sent nowhere. With --json its content is written instead.

    Exit codes: 0, 2 when it cannot be made.
    """
    if output.suffix.lower() not in KINDS:
        fail([f"{output} is of no known kind. Remedy: end it in .pdf or .html"])
    if output.exists() and not force and not as_json:
        fail([f"{output} is there already. Remedy: another name, or --force"])
    open_record(data)
    from ischia.exchange.report import report_of

    at = now()
    made = report_of(the_person(who), at)
    if as_json:
        write_json(made)
        return
    if output.suffix.lower() == ".pdf":
        from ischia.exchange.report_pdf import report_pdf

        content = report_pdf(made, at=at)
    else:
        from ischia.web.report.alone import report_page

        content = report_page(made).encode()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    click.echo(f"{output}: one page for a clinician. Nothing was sent anywhere.")
