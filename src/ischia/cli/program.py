"""`ischia program`: today's two sessions, with the reason for every choice."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from ischia.care.answers import AnswerError
from ischia.care.check import Check, Checker
from ischia.care.decision import Decision
from ischia.care.dose import Amount
from ischia.care.program import Plan, Planner, Prescription, Session
from ischia.cli.check import exit_code
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.cli.show_check import make_console, print_disposition
from ischia.exchange.answers_file import facts_of, read_answers_file
from ischia.exchange.program_request import person_of
from ischia.protocol.model import Protocol


@click.command("program", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file")
@json_option
@pack_option
def command(file: str, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """Today's two sessions for a person, and why.

    FILE is YAML or JSON with `answers`, and optionally `diagnosis: {cause, status, by, at}`,
    `stage`, `state: [...]`, `equipment: [...]`, `minutes` and `clearance: {by, at}`; "-" reads
    standard input.

    Without a passing screening there is no program: the reasons say why, and the exit code is the
    screening's (see `ischia check --help`).
    """
    protocol = load(packs)
    checker = Checker(protocol)
    today = date.today()  # noqa: DTZ011
    try:
        request = read_answers_file(file)
        check = checker.check(facts_of(checker, request, today))
        person = person_of(protocol, request, check, today)
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    decision = Planner(protocol).plan(person)
    if as_json:
        from ischia.exchange.program_json import program_json

        write_json(program_json(decision, protocol.version))
    else:
        _print(check, decision, protocol)
    sys.exit(0 if decision.value.sessions or person.cleared else exit_code(check))


def _print(check: Check, decision: Decision[Plan], protocol: Protocol) -> None:
    console = make_console()
    plan = decision.value
    if not plan.sessions:
        print_disposition(console, check, protocol)
        console.print(Text("There is no program now.", style="bold"))
        for reason in decision.reasons[:4]:
            console.print(Text(f"  - {reason.text}"))
        return
    stage, cause = protocol.stages[plan.stage], protocol.causes[plan.cause]
    console.print(Text(f"{stage.title}: {cause.title}", style="bold"))
    for reason in decision.reasons:
        console.print(Text(f"  {reason.text}", style="dim"))
    for session in plan.sessions:
        _print_session(console, session, protocol)
    if plan.avoid:
        console.print(Text("Not now, and why", style="bold"))
        for refusal in plan.avoid:
            title = protocol.exercises[refusal.exercise].title
            console.print(Text(f"  - {title}: {refusal.why}", style="dim"))
    console.print(Text(f"\nLook at this again in {plan.review_in_days} days.", style="bold"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _print_session(console: Console, session: Session, protocol: Protocol) -> None:
    body = Text()
    for item in session.items:
        _write_item(body, item, protocol)
    title = f"{session.slot}, about {round(session.minutes)} minutes"
    console.print(Panel(body, title=title, border_style="cyan"))


def _write_item(body: Text, item: Prescription, protocol: Protocol) -> None:
    exercise = protocol.exercises[item.exercise]
    body.append(f"{exercise.title}", style="bold")
    body.append(f"  {dose_in_words(item.dose)}\n")
    for why in item.why:
        body.append(f"    why: {why}\n", style="dim")
    for name, word in ((item.easier, "easier"), (item.harder, "later")):
        if name:
            body.append(f"    {word}: {protocol.exercises[name].title}\n", style="dim")


def dose_in_words(dose: Amount) -> str:
    """A dose as a person reads it."""
    side = " each side" if dose.per_side else ""
    if dose.minutes:
        times = f"{dose.sets} times " if dose.sets > 1 else ""
        return f"{times}{dose.minutes:g} minutes{side}"
    sets = f"{dose.sets} sets of " if dose.sets > 1 else ""
    hold = f", hold {dose.hold_s} seconds" if dose.hold_s > 1 else ""
    return f"{sets}{dose.reps} times{side}{hold}"
