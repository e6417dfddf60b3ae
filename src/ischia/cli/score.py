"""`ischia score`: what the answers to an instrument add up to, and whether it changed."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from ischia.care.answers import AnswerError
from ischia.care.decision import Decision
from ischia.care.outcomes import Score, score
from ischia.cli.check import EXIT_CODES
from ischia.cli.common import BAD_INPUT, fail, json_option, load, pack_option, write_json
from ischia.exchange.score_file import read_score_file
from ischia.protocol.instrument import Instrument
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest


@click.command("score", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("instrument")
@click.argument("file")
@json_option
@pack_option
def command(instrument: str, file: str, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """Score the answers to INSTRUMENT, and compare them with the first ones.

    FILE is YAML or JSON with `answers: {item: value}`, and optionally `first: {item: value}`; "-"
    reads standard input. `ischia explain INSTRUMENT` shows its items.

    Exit codes: 0 scored, 2 bad input or too much left out. When an answer opens an alert, the
    alert's own: 20 clinician first, 21 within two weeks, 22 same day, 23 emergency today, 24
    emergency now.
    """
    protocol = load(packs)
    chosen = _instrument(protocol, instrument)
    try:
        form = read_score_file(file, chosen)
    except AnswerError as error:
        fail([str(fault) for fault in error.faults])
    decision = score(chosen, form.answers, form.first)
    if as_json:
        from ischia.exchange.score_json import score_json

        write_json(score_json(decision, protocol.version))
    else:
        _print(decision, chosen, protocol)
    sys.exit(_exit_code(decision.value))


def _instrument(protocol: Protocol, name: str) -> Instrument:
    wanted = name.strip().replace("-", "_").replace(" ", "_").lower()
    if wanted not in protocol.instruments:
        known = list(protocol.instruments)
        hint = nearest(wanted, known)
        fail([f"{name}: there is no such instrument{hint}. Remedy: use one of {', '.join(known)}."])
    return protocol.instruments[wanted]


def _exit_code(result: Score) -> int:
    """An alert outranks everything, also a score that could not be made."""
    if result.disposition is not None:
        return EXIT_CODES[result.disposition]
    return BAD_INPUT if result.value is None else 0


def _print(decision: Decision[Score], instrument: Instrument, protocol: Protocol) -> None:
    from ischia.cli.show_check import make_console

    console = make_console()
    for alert in decision.value.alerts:
        text = Text(f"{alert.text}\n\n")
        text.append(f"How soon: {protocol.dispositions[alert.then].time_frame}")
        console.print(Panel(text, title="Please read this first", border_style="bold red"))
    _print_score(console, decision, instrument)
    console.print(Text("A score is not a diagnosis.", style="dim"))
    console.print(Text(instrument.credit, style="dim"))
    console.print(Text(f"Protocol {protocol.short_version}", style="dim"))


def _print_score(console: Console, decision: Decision[Score], instrument: Instrument) -> None:
    console.print(Text(instrument.title, style="bold"))
    for reason in decision.reasons[len(decision.value.alerts) :]:
        console.print(Text(f"  {reason.text}"))
    console.print(Text(f"  [{'; '.join(instrument.source)}]\n", style="dim"))
