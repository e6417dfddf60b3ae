"""`ischia check`: decide on a file of answers, or ask one question at a time."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from ischia.care.answers import AnswerError
from ischia.care.check import Check, Checker
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.exchange.answers_file import facts_of, read_answers_file
from ischia.protocol.model import Disposition, Protocol

INCOMPLETE = 25
EXIT_CODES = {
    Disposition.SELF_CARE: 0,
    Disposition.CLINICIAN_FIRST: 20,
    Disposition.WITHIN_TWO_WEEKS: 21,
    Disposition.SAME_DAY: 22,
    Disposition.EMERGENCY_TODAY: 23,
    Disposition.EMERGENCY_NOW: 24,
}


def exit_code(check: Check) -> int:
    """The disposition's code. Care that is due today outranks incompleteness; nothing less does."""
    screening = check.screening.value
    reached = screening.disposition
    stale = reached is Disposition.SELF_CARE and not screening.current
    if reached is None or stale:
        return INCOMPLETE
    urgent = reached.urgency >= Disposition.SAME_DAY.urgency
    return EXIT_CODES[reached] if screening.complete or urgent else INCOMPLETE


@click.command("check", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", required=False)
@json_option
@pack_option
def command(file: str | None, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """Is it safe to exercise, what may the cause be, and what should be asked next?

    FILE is YAML or JSON with `answers: {finding: value}`; "-" reads standard input. Without a
    FILE, Ischia asks, one question at a time.

    Exit codes: 0 self care, 20 clinician first, 21 within two weeks, 22 same day, 23 emergency
    today, 24 emergency now, 25 incomplete (or too old), 2 bad input.
    """
    protocol = load(packs, for_check=True)
    checker = Checker(protocol)
    check = _ask(checker, on_stderr=as_json) if file is None else _from_file(checker, file)
    if as_json:
        from ischia.exchange.check_json import check_json

        write_json(check_json(check, protocol))
    else:
        _print(check, protocol)
    sys.exit(exit_code(check))


def _from_file(checker: Checker, file: str) -> Check:
    try:
        facts = facts_of(checker, read_answers_file(file), date.today())  # noqa: DTZ011
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    return checker.check(facts)


def _ask(checker: Checker, *, on_stderr: bool) -> Check:
    from ischia.cli.ask import ask

    return ask(checker, on_stderr=on_stderr)


def _print(check: Check, protocol: Protocol) -> None:
    from ischia.cli.show_check import print_check

    print_check(check, protocol)
