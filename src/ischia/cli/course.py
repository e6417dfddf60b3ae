"""`ischia course`: how it goes, beside the published course, and how much was done."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ischia.care.adherence import Adherence, Walking, adherence, walking
from ischia.care.answers import AnswerError
from ischia.care.course import CourseView, compare
from ischia.care.decision import Decision
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.exchange.course_file import CourseFile, read_course_file
from ischia.protocol.model import Protocol

_WORDS = {
    "below": "below the band",
    "within": "within the band",
    "above": "above the band",
    "not_compared": "",
}


@click.command("course", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file")
@json_option
@pack_option
def command(file: str, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """How leg pain and function go, beside the published course; what was done and walked.

    FILE is YAML or JSON with `scores: {nrs_leg: {week: points}, rmdq_24: {week: points}}`, with
    `weeks: [{planned, done, rested, walked_minutes}]`, or with both; "-" reads standard input.

    The band is drawn for groups of people in studies. It is no forecast for one person.

    Exit codes: 0, 2 bad input.
    """
    protocol = load(packs)
    try:
        read = read_course_file(file, protocol)
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    views = views_of(protocol, read)
    kept = adherence(read.weeks) if read.weeks else None
    walked = walking(protocol, read.weeks) if read.weeks else None
    if as_json:
        from ischia.exchange.course_json import course_json

        write_json(course_json(views, kept, walked, protocol.version))
    else:
        _print(views, kept, walked, protocol)


def views_of(protocol: Protocol, read: CourseFile) -> list[Decision[CourseView]]:
    """Each instrument that has scores, beside its course."""
    return [
        compare(course, read.scores[course.instrument])
        for course in protocol.courses.values()
        if course.instrument in read.scores
    ]


def _print(
    views: list[Decision[CourseView]],
    kept: Adherence | None,
    walked: Decision[Walking] | None,
    protocol: Protocol,
) -> None:
    from ischia.cli.show_check import make_console

    console = make_console()
    for decision in views:
        _print_course(console, decision, protocol)
    if kept is not None:
        _print_kept(console, kept)
    if walked is not None:
        _print_walked(console, walked.value)
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _print_course(console: Console, decision: Decision[CourseView], protocol: Protocol) -> None:
    view = decision.value
    instrument = protocol.instruments[view.instrument]
    console.print(Text(instrument.title, style="bold"))
    table = Table(box=None, padding=(0, 3, 0, 2))
    for heading in ("week", "you", "in the studies", ""):
        table.add_column(heading, header_style="dim")
    for step in view.steps:
        low = "" if step.low is None else f"{step.low:.1f} to "
        band = "-" if step.high is None else f"{low or 'up to '}{step.high:.1f}"
        table.add_row(f"{step.week:g}", f"{step.score:g}", band, _WORDS[step.place])
    console.print(table)
    main, *rest = decision.reasons
    console.print(Text(f"\n  {main.text}"))
    for reason in rest:
        console.print(Text(f"  - {reason.text}", style="dim"))
    console.print(Text(f"  [{'; '.join(main.source)}]\n", style="dim"))


def _print_kept(console: Console, kept: Adherence) -> None:
    console.print(Text("What was done", style="bold"))
    if kept.share is None:
        console.print(Text("  Nothing was planned.\n"))
        return
    rest = f", and {kept.rested:g} kept as rest" if kept.rested else ""
    done = f"  {kept.done:g} of {kept.planned:g} sessions{rest}: {100 * kept.share:.0f} %"
    console.print(Text(done + _points(kept.change, 100, " points since the first week") + "\n"))


def _print_walked(console: Console, view: Walking) -> None:
    if view.last is None:
        return
    console.print(Text("Walking", style="bold"))
    change = _points(view.change, 1, " minutes since the first week")
    of = f"of the {view.goal_minutes:g} that walking grows towards"
    console.print(Text(f"  {view.last:g} minutes in the last week, {of}{change}\n"))


def _points(change: float | None, times: float, unit: str) -> str:
    return "" if change is None else f" ({times * change:+.0f}{unit})"
