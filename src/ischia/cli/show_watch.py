"""How `ischia watch` shows what it saw in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from ischia.motion.watching import Judged, Summary
from ischia.protocol.model import Protocol

SIDES = {"left": "left", "right": "right", "both": "both", "unknown": ""}


def progress(judged: Iterator[Judged], number: int) -> Iterator[Judged]:
    """The same, with a bar on standard error while it runs."""
    console = Console(stderr=True)
    yield from track(judged, "Judging", number, console=console, transient=True)


def print_summary(summary: Summary, protocol: Protocol) -> None:
    """One set: every repetition, what was not seen, and the score with its reasons."""
    from ischia.cli.show_check import make_console

    console = make_console()
    console.print(Text(_heading(summary, protocol), style="bold"))
    if summary["repetitions"]:
        console.print(_repetitions(summary, protocol))
    for attempt in summary["incomplete"]:
        share = f"{100 * attempt['share']:.0f} %"
        console.print(f"  Not counted: at {attempt['start_s']:.1f} s, {share} of your usual range.")
    for entry in summary["cannot_see"]:
        until = entry["start_s"] + entry["seconds"]
        console.print(f"  {entry['start_s']:.1f} to {until:.1f} s: {entry['text']}")
    console.print(Text(f"\nJudged {100 * summary['coverage']:.0f} % of the time.", style="dim"))
    _print_score(console, summary)
    for note in summary["notes"]:
        console.print(Text(f"Note: {note}.", style="dim"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _heading(summary: Summary, protocol: Protocol) -> str:
    name = summary["exercise"]
    known = protocol.exercises.get(name)
    title = known.title if known else name or "Movement"
    number = summary["count"]
    return f"{title}: {number} repetition{'' if number == 1 else 's'}"


def _repetitions(summary: Summary, protocol: Protocol) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2))
    for title in ("", "from", "to", "side", "range", "held", "what was seen"):
        table.add_column(title, justify="right" if title in ("", "from", "to", "held") else "left")
    for number, repetition in enumerate(summary["repetitions"], start=1):
        held = repetition.get("hold_s")
        table.add_row(
            str(number),
            f"{repetition['start_s']:.1f} s",
            f"{repetition['end_s']:.1f} s",
            SIDES[repetition["side"]],
            f"{100 * repetition['range']:.0f} %",
            "" if held is None else f"{held:.1f} s",
            _faults(repetition, summary["exercise"], protocol),
        )
    return table


def _faults(repetition: dict[str, Any], exercise: str, protocol: Protocol) -> str:
    return " ".join(
        fault.get("text") or fault_text(fault["fault"], exercise, protocol)
        for fault in repetition["faults"]
    )


def fault_text(fault: str, exercise: str, protocol: Protocol) -> str:
    """The words for a fault: the exercise's own, else the common ones, else its id."""
    known = protocol.exercises.get(exercise)
    own = {each.id: each.text for each in known.faults} if known else {}
    common = {each.id: each.text for each in protocol.common_faults.values()}
    return own.get(fault) or common.get(fault) or fault


def _print_score(console: Console, summary: Summary) -> None:
    if summary["score"] is not None:
        score = f"{summary['score']:.0f} of 100"
        console.print(f"Form score {score}: how it looked, not how good it was.")
    for reason in summary["score_reasons"]:
        console.print(Text(f"  {reason}", style="dim"))


def print_table(judged: list[Judged], protocol: Protocol) -> None:
    """Many sets, one a line, by the names of their files."""
    from ischia.cli.show_check import make_console

    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("recording", "exercise", "counted", "not counted", "faults", "judged", "score"):
        table.add_column(title, justify="left" if title in ("recording", "exercise") else "right")
    for one in judged:
        table.add_row(Path(one.name).name, *_line(one.summary))
    console = make_console()
    console.print(table)
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _line(summary: Summary | None) -> list[str]:
    if summary is None:
        return ["could not be judged"]
    score = summary["score"]
    return [
        summary["exercise"],
        str(summary["count"]),
        str(len(summary["incomplete"])),
        str(len(summary["faults"])),
        f"{100 * summary['coverage']:.0f} %",
        "-" if score is None else f"{score:.0f}",
    ]
