"""`ischia simulate`: virtual people live with the real rules, and what became of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click

from ischia.cli.common import fail, json_option, load, write_json
from ischia.population.cluster import ClusterError, on_cluster
from ischia.population.simulation import (
    MOST_PEOPLE,
    MOST_WEEKS,
    Experiment,
    Run,
    on_cores,
    simulate,
)
from ischia.population.summary import Summary, summary

BROKEN, INTERRUPTED = 1, 130


@click.command("simulate", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--people", default=1000, show_default=True, help="How many virtual people.")
@click.option("--weeks", default=12, show_default=True, help="For how long.")
@click.option("--seed", default=1, show_default=True, help="The same seed, the same people.")
@click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A protocol pack to compare with the shipped protocol, on the same people. "
    "Several are laid one over the other.",
)
@click.option("--cores", type=int, help="Processes to use (default: all cores).")
@click.option("--dask", metavar="ADDRESS", help="Use the Dask cluster whose scheduler is there.")
@json_option
def command(
    people: int,
    weeks: int,
    seed: int,
    packs: tuple[Path, ...],
    cores: int | None,
    dask: str | None,
    *,
    as_json: bool,
) -> None:
    """Let virtual people live with the real rules, and watch from outside that they are safe.

    Their pain follows the published course of sciatica, with bad patches, missed sessions, missed
    answers and danger signs; every assumption is in the protocol (`ischia protocol show
    assumptions`). It says what the rules do, not what happens to real people.

    Exit codes: 0 no invariant broken, 1 at least one broken, 2 bad input.
    """
    faults = _faults(people, weeks, seed, cores)
    if faults:
        fail(faults)
    shipped = load(())
    protocols = (shipped, load(packs)) if packs else (shipped,)
    experiment = Experiment(
        people=people, weeks=weeks, seed=seed, shipped=shipped, protocols=protocols
    )
    try:
        with _progress(people) as advance:
            tallies = simulate(experiment, _runner(cores, dask), advance)
    except ClusterError as error:
        fail([str(error)])
    except BrokenProcessPool:
        fail(["a worker process was ended, perhaps for want of memory. Remedy: fewer --cores."])
    except KeyboardInterrupt:
        click.echo("ischia: stopped; nothing was kept.", err=True)
        sys.exit(INTERRUPTED)
    found = [
        summary(protocol.version, people, weeks, seed, tally)
        for protocol, tally in zip(protocols, tallies, strict=True)
    ]
    if as_json:
        write_json(_as_json(found, packs))
    else:
        from ischia.cli.show_simulation import print_simulation

        print_simulation(found, [shipped, *protocols[1:]])
    sys.exit(BROKEN if any(each.invariants_broken for each in found) else 0)


def _faults(people: int, weeks: int, seed: int, cores: int | None) -> list[str]:
    """What is wrong with the numbers, each with its remedy."""
    limits = (
        ("--people", people, 1, MOST_PEOPLE),
        ("--weeks", weeks, 1, MOST_WEEKS),
        ("--seed", seed, 0, 2**63 - 1),
        ("--cores", 1 if cores is None else cores, 1, 1024),
    )
    return [
        f"{name} {value}: not possible. Remedy: give a number from {low} to {high}."
        for name, value, low, high in limits
        if not low <= value <= high
    ]


def _runner(cores: int | None, dask: str | None) -> Run:
    if dask is not None:
        return on_cluster(dask)
    return on_cores(cores or available_cores())


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress(people: int) -> Generator[Callable[[int], None]]:
    """A bar on standard error, where somebody looks at it."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from ischia.cli.show_check import make_console

    console = make_console(on_stderr=True)
    columns = (TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("people", total=people)
        yield lambda done: progress.update(task, completed=done)


def _as_json(found: list[Summary], packs: tuple[Path, ...]) -> object:
    """The shipped protocol's numbers; with a pack, the pack's beside them."""
    if len(found) == 1:
        return found[0]
    from msgspec import to_builtins

    return {
        **to_builtins(found[0]),
        "compared": {"packs": [str(pack) for pack in packs], **to_builtins(found[1])},
    }
