"""`ischia learn`: a few good repetitions become a movement specification."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ischia.cli.common import fail, load, pack_option
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Movement

NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


@click.command("learn", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("recordings", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reps", type=click.IntRange(1, 200), help="How many good ones each holds.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="The YAML file to write."
)
@click.option("--name", default="", help="The id of the movement [the output's name].")
@click.option("--same-person", is_flag=True, help="It will be done by whoever shows it.")
@pack_option
def command(
    recordings: tuple[Path, ...],
    reps: int | None,
    output: Path,
    name: str,
    packs: tuple[Path, ...],
    *,
    same_person: bool,
) -> None:
    """Make a movement specification from RECORDINGS of a movement done well, one person each.

    One person's three repetitions are enough to draw and to count by. Three people or more are
    needed to tell well from badly done for anybody else; with --same-person one is enough.

    Exit codes: 0, 2 bad input.
    """
    from ischia.motion.learn import learn_movement
    from ischia.motion.recording import RecordingError
    from ischia.motion.recording_file import read_recording
    from ischia.motion.specification import movement_yaml

    known = _name(name or output.stem)
    protocol = load(packs)
    try:
        shown = [read_recording(path) for path in recordings]
        movement = learn_movement(protocol, shown, known, repetitions=reps, same_person=same_person)
    except RecordingError as error:
        fail([str(error)])
    _write(output, movement_yaml(movement))
    _tell(movement, output, protocol)


def _name(given: str) -> str:
    known = given.strip().lower().replace("-", "_").replace(" ", "_")
    if not NAME.fullmatch(known):
        fail([f"--name: {given[:60]!r} cannot be an id. Remedy: give one like knee_lift_seated."])
    return known


def _write(output: Path, text: str) -> None:
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        fail([f"{output}: {(error.strerror or 'cannot be written').lower()}. Remedy: check it."])


def _tell(movement: Movement, output: Path, protocol: Protocol) -> None:
    learned = movement.learned
    if learned is None:
        return
    people = "1 person" if learned.people == 1 else f"{learned.people} people"
    click.echo(f"{output}: {movement.id}, from {learned.repetitions} repetitions of {people}")
    click.echo(f"  starts from: {protocol.postures[movement.posture].title.lower()}")
    for span in learned.signal:
        name = span.measure.replace("_", " ")
        click.echo(f"  told by: {name}, from {span.start:.4g} to {span.target:.4g}")
    click.echo(f"  one takes about {learned.seconds:.1f} s")
    click.echo("A clinician should look at it before anybody exercises by it:")
    click.echo(f"  ischia watch RECORDING --spec {output}")
