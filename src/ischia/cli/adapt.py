"""`ischia adapt`: how a plan follows a diary, day by day, and why."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.panel import Panel
from rich.text import Text

from ischia.care.adaptation import adapt
from ischia.care.adherence import adherence, weeks_of
from ischia.care.answers import AnswerError
from ischia.care.decision import Decision
from ischia.care.plan import PlanState
from ischia.care.step import amount_words
from ischia.cli.check import EXIT_CODES
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.exchange.diary_file import Diary, read_diary_file
from ischia.protocol.model import Disposition, Protocol

_WORD = re.compile(r"\b[a-z][a-z0-9_]*\b")
_STYLES = {"green": "green", "amber": "yellow", "red": "red", "emergency": "bold white on red"}


@click.command("adapt", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("diary")
@json_option
@pack_option
def command(diary: str, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """How a plan follows what the sessions did, day by day, with the rule behind each change.

    DIARY is YAML or JSON with `start: {stage, cause, state, items: [...]}` and `days: [{sessions:
    [...]}]`; "-" reads standard input.

    Exit codes: 0 when the exercises may go on after the last day; when they are stopped, the code
    of the care that is needed (see `ischia check --help`); 2 bad input.
    """
    protocol = load(packs)
    try:
        read = read_diary_file(diary, protocol)
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    decisions = follow(protocol, read)
    if as_json:
        from ischia.exchange.adapt_json import adapt_json

        after = [decision.value for decision in decisions]
        kept = adherence(weeks_of(protocol, read.start, read.days, after))
        write_json(adapt_json(decisions, kept, protocol.version))
    else:
        _print(decisions, protocol)
    last = decisions[-1].value if decisions else read.start
    sys.exit(EXIT_CODES[last.disposition])


def follow(protocol: Protocol, diary: Diary) -> list[Decision[PlanState]]:
    """The plan after each day."""
    state, decisions = diary.start, list[Decision[PlanState]]()
    for day in diary.days:
        decisions.append(adapt(protocol, state, day))
        state = decisions[-1].value
    return decisions


def _print(decisions: Sequence[Decision[PlanState]], protocol: Protocol) -> None:
    from ischia.cli.show_check import make_console

    console = make_console()
    for decision in decisions:
        state = decision.value
        light = state.light or "no session"
        head = Text(f"Day {state.days}  ", style="bold")
        head.append(f" {light} ", style=_STYLES.get(light, "dim"))
        console.print(head.append(f"  stage: {state.stage}", style="default"))
        for change in state.changes:
            name = f"{change.exercise} " if change.exercise else ""
            line = f"  {name}{change.what}: {change.before} -> {change.after}"
            console.print(Text(_titled(line, protocol)))
        for reason in decision.reasons:
            if reason.rule in protocol.instruments:
                console.print(Panel(Text(reason.text), title="Please read this first"))
                continue
            console.print(Text(f"    why: {reason.text} [{reason.rule}]", style="dim"))
    if decisions:
        _print_plan(decisions[-1].value, protocol)
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _titled(line: str, protocol: Protocol) -> str:
    """The line with the exercises called by their titles."""
    exercises = protocol.exercises
    return _WORD.sub(lambda m: exercises[m[0]].title if m[0] in exercises else m[0], line)


def _print_plan(state: PlanState, protocol: Protocol) -> None:
    from ischia.cli.show_check import make_console

    console = make_console()
    console.print(Text("\nThe plan for the next day", style="bold"))
    if state.disposition is not Disposition.SELF_CARE:
        console.print(Text(f"  None: {protocol.dispositions[state.disposition].headline}."))
    elif not state.due:
        console.print(Text("  Relative rest: positions that ease, and short walks."))
    for item in state.due:
        title = protocol.exercises[item.exercise].title
        dose = amount_words(item.dose)
        console.print(Text(f"  {title}: {dose}, {item.times_a_day} times a day"))
