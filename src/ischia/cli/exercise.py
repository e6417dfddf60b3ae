"""`ischia exercise`: how one exercise is done, how much, for whom, and when not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from ischia.care.dose import amount
from ischia.care.situation import MODIFY, Situations
from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.cli.explain import as_plain
from ischia.cli.program import dose_in_words
from ischia.cli.show_check import make_console
from ischia.protocol.exercise import Exercise
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

_START, _GOAL = 0.0, 1.0
_ACTIONS = {
    "block": "leave it out",
    "clinician": "ask a clinician first",
    "swap": "do another one instead",
    "modify": "change it",
}


@click.command("exercise", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False)
@json_option
@pack_option
def command(name: str | None, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """How the exercise NAME is done. Without a NAME, all of them."""
    protocol = load(packs)
    if name is None:
        for exercise in protocol.exercises.values():
            click.echo(f"{exercise.id:<32} {exercise.title}")
        return
    found = _find(protocol, name)
    if as_json:
        write_json(as_plain(found))
    else:
        _print(protocol, found)
    sys.exit(0)


def _find(protocol: Protocol, name: str) -> Exercise:
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted in protocol.exercises:
        return protocol.exercises[wanted]
    for exercise in protocol.exercises.values():
        if name.strip().lower() in {word.lower() for word in (exercise.title, *exercise.synonyms)}:
            return exercise
    hint = nearest(wanted, list(protocol.exercises))
    return fail([f"{name}: there is no such exercise{hint}. Remedy: see `ischia exercise`."])


def _print(protocol: Protocol, exercise: Exercise) -> None:
    console = make_console()
    console.print(
        Text(exercise.title, style="bold cyan"), Text(", ".join(exercise.synonyms), "dim")
    )
    start, goal = amount(exercise.dose, _START), amount(exercise.dose, _GOAL)
    console.print(Text(f"Start with {dose_in_words(start)}; the goal is {dose_in_words(goal)}.\n"))
    for number, step in enumerate(exercise.steps, 1):
        console.print(Text(f"  {number}. {step}"))
    if exercise.faults:
        console.print(Text("\nWatch for", style="bold"))
    for fault in exercise.faults:
        console.print(Text(f"  - {fault.text} {fault.cue}"))
    console.print(Text("\nStop if", style="bold"))
    for sign in exercise.stop_if:
        console.print(Text(f"  - {protocol.stop_signs[sign].text} {protocol.stop_signs[sign].do}"))
    care = list(_care(protocol, exercise))
    if care:
        console.print(Text("\nTake care with", style="bold"))
    for line in care:
        console.print(Text(f"  - {line}"))
    console.print(Text(f"\nSources: {', '.join(exercise.source)}", style="dim"))


def _care(protocol: Protocol, exercise: Exercise) -> Iterator[str]:
    """What each state means for this exercise: the strictest rule, and changes made for it."""
    situations = Situations(protocol)
    for state in protocol.states.values():
        found = situations.objections(exercise.id, (state.id,))
        said = [o for o in found if o.action != MODIFY or o.reason != state.reason]
        if said:
            first = said[0]
            instead = f": {protocol.exercises[first.swap].title}" if first.swap else ""
            yield f"{state.title}: {_ACTIONS[first.action]}{instead}. {first.reason}"
