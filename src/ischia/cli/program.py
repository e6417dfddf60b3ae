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
from ischia.care.sayings import EVIDENCE, GRADE_WORDS, ROLE_WORDS, basis
from ischia.cli.check import EXIT_CODES, exit_code
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.cli.hanging import hanging
from ischia.cli.show_check import make_console, print_disposition
from ischia.exchange.answers_file import facts_of, read_answers_file
from ischia.exchange.program_request import person_of
from ischia.protocol.model import Disposition, Protocol

NO_EXERCISE_LEFT = EXIT_CODES[Disposition.CLINICIAN_FIRST]
CLEARED = (
    "Your answers raised this warning. You say that a clinician has cleared you since. If anything "
    "is new or worse, do not start, and do what it says:"
)
SHORT_BASIS = {
    basis(role, grade): f"{words} (evidence: {EVIDENCE[grade]})."
    for role, words in ROLE_WORDS.items()
    for grade in GRADE_WORDS
}
BORDERS = 4  # columns that the frame of a session takes
MOST_REASONS = 4
MAY_HURT = "how_much_may_hurt"
AT_ONCE, IN_THE_LEG = "common", "leg_pain_spreads"  # the stop signs that hold for every exercise


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
    screening's (see `ischia check --help`). When no exercise is right for all that limits a person
    it is 20, clinician first.
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
    if decision.value.sessions and not check.screening.value.allows_exercise:  # it was cleared
        decision = Decision(decision.value, (*check.screening.reasons, *decision.reasons))
    if as_json:
        from ischia.exchange.program_json import program_json

        write_json(program_json(decision, protocol.version))
    else:
        _print(check, decision, protocol)
    sys.exit(0 if decision.value.sessions else exit_code(check) or NO_EXERCISE_LEFT)


def _print(check: Check, decision: Decision[Plan], protocol: Protocol) -> None:
    console = make_console()
    plan = decision.value
    if not plan.sessions:
        if check.screening.value.allows_exercise:  # nothing urgent, but nothing fits
            console.print(Text(protocol.dispositions[Disposition.CLINICIAN_FIRST].headline))
            reasons = (decision.reasons[-1], *decision.reasons[:-1])
        else:
            print_disposition(console, check, protocol)
            reasons = decision.reasons[:MOST_REASONS]
        console.print(Text("There is no program now.", style="bold"))
        for reason in reasons:
            console.print(Text(f"  - {reason.text}"))
        return
    stage, cause = protocol.stages[plan.stage], protocol.causes[plan.cause]
    of = f"stage {stage.order} of {len(protocol.stages)}"
    console.print(Text(f"Your program: {stage.title} ({of})", style="bold"))
    console.print(Text(f"For: {cause.title}\n", style="bold"))
    warned = check.screening.reasons if not check.screening.value.allows_exercise else ()
    if warned:
        console.print(Text(CLEARED, style="bold"))
        print_disposition(console, check, protocol)
    for reason in decision.reasons[len(warned) :]:
        aim = "The aim: " if reason.rule in protocol.stages else ""
        console.print(Text(f"  {aim}{reason.text}"))
    seen: set[str] = set()
    for session in plan.sessions:
        _print_session(console, session, protocol, seen)
        seen.update(item.exercise for item in session.items)
    _print_left_out(console, plan, protocol)
    _print_footer(console, plan, protocol)


def _print_left_out(console: Console, plan: Plan, protocol: Protocol) -> None:
    if plan.avoid:
        console.print(Text("Left out, and why", style="bold"))
    for refusal in plan.avoid:
        title = protocol.exercises[refusal.exercise].title
        console.print(Text(f"  - {title}: {refusal.why}", style="dim"))


def _print_footer(console: Console, plan: Plan, protocol: Protocol) -> None:
    console.print(Text("How much it may hurt", style="bold"))
    console.print(Text(f"  {protocol.education[MAY_HURT].text}"))
    console.print(Text("When to stop", style="bold"))
    for name in (IN_THE_LEG, AT_ONCE):
        sign = protocol.stop_signs[name]
        console.print(Text(f"  - {sign.text} {sign.do}"))
    again = f"\nMake a new program in {plan.review_in_days} days: it goes by how you are then."
    console.print(Text(again, style="bold"))
    first = protocol.exercises[plan.sessions[0].items[0].exercise].title
    console.print(Text(f'How each is done: ischia exercise NAME, as in "{first}"', style="dim"))
    meanings = "; ".join(f'"{EVIDENCE[grade]}", {words}' for grade, words in GRADE_WORDS.items())
    console.print(Text(f"Evidence: {meanings}.", style="dim"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _print_session(console: Console, session: Session, protocol: Protocol, seen: set[str]) -> None:
    body = Text()
    for number, item in enumerate(session.items, 1):
        exercise = protocol.exercises[item.exercise]
        body.append(f"{number}. {exercise.title}: ", style="bold")
        body.append(f"{dose_in_words(item.dose)}\n")
        if item.exercise in seen:
            body.append("   as before\n", style="dim")
        else:
            _write_why(body, item, protocol)
    body.rstrip()
    body = hanging(console, body, console.width - BORDERS)
    minutes = max(1, round(session.minutes))
    title = f"{session.slot.capitalize()}, about {minutes} minute{'s' if minutes > 1 else ''}"
    console.print(Panel(body, title=title, border_style="cyan"))


def _write_why(body: Text, item: Prescription, protocol: Protocol) -> None:
    reasons = " ".join(SHORT_BASIS.get(line, line) for line in item.why)
    body.append(f"   why: {reasons}\n", style="dim")
    ways = [
        f"{word}: {protocol.exercises[name].title}"
        for name, word in ((item.easier, "too hard? try"), (item.harder, "later"))
        if name
    ]
    if ways:
        body.append(f"   {'; '.join(ways)}\n", style="dim")


def dose_in_words(dose: Amount) -> str:
    """A dose as a person reads it."""
    side = " each side" if dose.per_side else ""
    if dose.minutes:
        times = f"{dose.sets} times " if dose.sets > 1 else ""
        return f"{times}{dose.minutes:g} minutes{side}"
    sets = f"{dose.sets} sets of " if dose.sets > 1 else ""
    hold = f", hold {dose.hold_s} seconds" if dose.hold_s > 1 else ""
    rest = f", {dose.rest_s} seconds of rest between the sets" if sets and dose.rest_s else ""
    return f"{sets}{dose.reps} times{side}{hold}{rest}"
