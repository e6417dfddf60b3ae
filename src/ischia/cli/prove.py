"""Prints the proof and the mutation run as they go."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from ischia.care.proof import Property
from ischia.care.proof import prove as prove_properties
from ischia.cli.common import fail, write_json
from ischia.population.cases import CaseError, load_cases
from ischia.population.mutation import MutationResult, run_mutations
from ischia.protocol.model import Protocol


def run_proof(
    protocol: Protocol, shipped: Protocol | None, cases: Path | None, *, as_json: bool
) -> bool:
    """Prove (with packs, also against the shipped protocol), then mutate: did everything hold?"""
    started = time.perf_counter()
    properties = _prove(protocol, shipped, quiet=as_json)
    proved = time.perf_counter() - started
    result = None if cases is None else _mutate(protocol, cases, quiet=as_json)
    if as_json:
        write_json(_as_json(protocol, properties, result))
    else:
        _summarise(protocol, properties, proved)
    held = all(found.proved for found in properties)
    clean = result is None or not (result.survivors or result.failing_cases)
    return held and clean


def _prove(protocol: Protocol, shipped: Protocol | None, *, quiet: bool) -> list[Property]:
    properties: list[Property] = []
    for found in prove_properties(protocol, shipped):
        properties.append(found)
        if not quiet:
            mark = "proved  " if found.proved else "FAILED  "
            click.echo(f"{mark} {found.statement} ({1000 * found.seconds:.0f} ms)")
            if found.detail:
                click.echo(f"         {found.detail}")
            if found.counterexample:
                click.echo("         These answers break it:")
            for finding, value in found.counterexample.items():
                click.echo(f"           {finding}: {value}")
    return properties


def _mutate(protocol: Protocol, folder: Path, *, quiet: bool) -> MutationResult:
    if not folder.is_dir():
        fail([f"{folder}: no clinical cases there. Remedy: give --cases FOLDER, or --no-mutation."])
    try:
        cases = load_cases(folder)
    except CaseError as error:
        fail([str(error)])
    live = not quiet and sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if live:
            click.echo(f"\rmutating rule {done} of {total}", nl=done == total, err=True)

    result = run_mutations(protocol, cases, progress)
    if not quiet:
        for name in result.failing_cases:
            click.echo(f"FAILED   the case {name} does not come out as its source says")
        for survivor in result.survivors:
            mutant = survivor.mutant
            click.echo(f"SURVIVED {mutant.original.id}: {mutant.change}")
            click.echo(f"         no case like: {survivor.example}")
        noticed = result.mutants - len(result.survivors)
        click.echo(
            f"mutation score {100 * result.score:.1f} %: {noticed} of {result.mutants} wrong rules "
            f"noticed by {len(cases)} cases and the guarantees "
            f"({result.equivalent} more changes make no difference to anybody)"
        )
    return result


def _summarise(protocol: Protocol, properties: list[Property], seconds: float) -> None:
    failed = sum(not found.proved for found in properties)
    click.echo(
        f"{len(properties) - failed} properties proved, {failed} failed, in {seconds:.1f} s, "
        f"on {len(protocol.red_flags)} rules. Protocol {protocol.short_version}"
    )


def _as_json(
    protocol: Protocol, properties: list[Property], result: MutationResult | None
) -> dict[str, object]:
    return {
        "protocol": protocol.version,
        "properties": properties,
        "mutation": result
        and {
            "mutants": result.mutants,
            "equivalent": result.equivalent,
            "failing_cases": result.failing_cases,
            "score": result.score,
            "survivors": [
                {"rule": s.mutant.original.id, "change": s.mutant.change, "example": s.example}
                for s in result.survivors
            ],
        },
    }
