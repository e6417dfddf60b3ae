"""`ischia watch`: what a recording of somebody exercising shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.motion.watching import GENERIC, Judged, Plan, Wanted, judge, judge_all
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

ENDINGS = (".npz", ".jsonl")


@click.command("watch", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("recordings", nargs=-1, required=True)
@click.option("--exercise", default="", help="The exercise that is done, by its id.")
@click.option("--spec", default="", help="A movement specification, as `ischia learn` writes it.")
@click.option("--generic", is_flag=True, help="Only count the repetitions of any movement.")
@json_option
@pack_option
def command(
    recordings: tuple[str, ...],
    exercise: str,
    spec: str,
    packs: tuple[Path, ...],
    *,
    generic: bool,
    as_json: bool,
) -> None:
    """Judge RECORDINGS: repetitions, holds, faults, and what could not be seen.

    A recording is a .npz or .jsonl file of landmarks, or "-" for a stream; a folder stands for all
    recordings in it, and many are judged on all cores. Without an option the exercise is the one
    that the recording is labelled with.

    Exit codes: 0, 2 bad input (with many recordings: when any could not be judged).
    """
    if (bool(exercise) + bool(spec) + generic) > 1:
        fail(["--exercise, --spec, --generic: more than one is given. Remedy: give one."])
    names = _names(recordings)
    protocol = load(packs)
    wanted = _wanted(protocol, packs, exercise, spec, generic=generic)
    if len(names) == 1:
        _show_one(judge(names[0], wanted), protocol, as_json=as_json)
    else:
        _show_many(names, wanted, protocol, as_json=as_json)


def _names(recordings: Sequence[str]) -> list[str]:
    """Files as they are, folders as the recordings in them."""
    names: list[str] = []
    for name in recordings:
        path = Path(name)
        if not path.is_dir():
            names.append(name)
            continue
        inside = sorted(str(file) for file in path.iterdir() if file.suffix in ENDINGS)
        if not inside:
            fail([f"{name}: no recording is in this folder. Remedy: give .npz or .jsonl files."])
        names += inside
    return names


def _wanted(
    protocol: Protocol, packs: tuple[Path, ...], exercise: str, spec: str, *, generic: bool
) -> Wanted:
    from ischia.motion.plan import tracker_plan
    from ischia.motion.settings import tracker_settings

    if generic:
        return Wanted({"rep": GENERIC, "settings": tracker_settings(protocol)})
    if spec:
        return Wanted(_spec_plan(protocol, Path(spec)))
    if not exercise:
        return Wanted(packs=packs)
    known = exercise.strip().replace("-", "_").replace(" ", "_").lower()
    if known not in protocol.movements:
        hint = nearest(known, list(protocol.movements))
        fail([f"--exercise: {exercise!r} has no movement{hint}. Remedy: see `ischia exercise`."])
    return Wanted(tracker_plan(protocol, known))


def _spec_plan(protocol: Protocol, path: Path) -> Plan:
    from ischia.motion.plan import plan_of
    from ischia.motion.specification import SpecificationError, read_movement

    try:
        movement = read_movement(path, protocol)
    except SpecificationError as error:
        fail([f"--spec: {error}"])
    return plan_of(protocol, movement, protocol.exercises.get(movement.id))


def _show_one(judged: Judged, protocol: Protocol, *, as_json: bool) -> None:
    if judged.summary is None:
        fail([f"{judged.name}: {judged.error}"])
    if as_json:
        write_json({**judged.summary, "protocol": protocol.version})
        return
    from ischia.cli.show_watch import print_summary

    print_summary(judged.summary, protocol)


def _show_many(names: list[str], wanted: Wanted, protocol: Protocol, *, as_json: bool) -> None:
    from ischia.cli.show_watch import print_table, progress

    found = {judged.name: judged for judged in progress(judge_all(names, wanted), len(names))}
    judged = [found[name] for name in names]
    if as_json:
        content = [one.summary or {"recording": one.name, "error": one.error} for one in judged]
        write_json({"recordings": content, "protocol": protocol.version})
    else:
        print_table(judged, protocol)
    errors = [f"{one.name}: {one.error}" for one in judged if one.summary is None]
    if errors:
        fail(errors)
