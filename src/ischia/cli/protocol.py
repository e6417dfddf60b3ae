"""`ischia protocol`: lint, prove, show or compare the knowledge."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.protocol.load import DATA
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

_HELP = {"help_option_names": ["-h", "--help"]}


@click.group("protocol", context_settings=_HELP)
def command() -> None:
    """Lint, prove, show or compare the knowledge."""


@command.command(context_settings=_HELP)
@click.option(
    "--table", is_flag=True, help="Plan for every cause, stage, state and pair of states."
)
@json_option
@pack_option
def lint(packs: tuple[Path, ...], *, table: bool, as_json: bool) -> None:
    """Check that the protocol is whole, sourced, consistent and allowed.

    With --table, also make a program for every cause and stage with no state, each single one and
    each pair, and count how many have a program, how many a reason why not, and how many neither.

    Exit code 1 when there is a problem; each is printed with file, line and remedy.
    """
    from ischia.protocol.lint import items_of
    from ischia.protocol.lint import lint as find_problems

    problems = find_problems(packs)
    if table and not problems:
        _combinations(packs, as_json=as_json)
    elif as_json:
        write_json(
            [
                {"path": str(p.path), "line": p.line, "fault": p.fault, "remedy": p.remedy}
                for p in problems
            ]
        )
    else:
        for problem in problems:
            click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems)} problems", err=True)
        sys.exit(1)
    if not as_json:
        protocol = load(packs)
        items = list(items_of(protocol))
        own = sum(item.review == "project_rule" for _, item in items)
        click.echo(
            f"{len(items)} items from {len(protocol.bibliography)} sources: no problems; "
            f"{own} are our own rules and await clinical sign-off. Protocol {protocol.version}"
        )


def _combinations(packs: tuple[Path, ...], *, as_json: bool) -> None:
    """Print the table of combinations; leave with 1 when one of them is wrong."""
    from ischia.cli.combinations import faultless, table_json, table_lines, tally_all

    tallies = tally_all(packs)
    if as_json:
        write_json(table_json(tallies))
    for line in () if as_json else table_lines(tallies):
        click.echo(line)
    if not faultless(tallies):
        click.echo("some combinations are wrong", err=True)
        sys.exit(1)


@command.command(context_settings=_HELP)
@click.option(
    "--cases",
    type=click.Path(path_type=Path, file_okay=False),
    help="Clinical cases for the mutation run (default: tests/cases of the source tree).",
)
@click.option("--no-mutation", is_flag=True, help="Prove the properties only.")
@json_option
@pack_option
def prove(packs: tuple[Path, ...], cases: Path | None, *, no_mutation: bool, as_json: bool) -> None:
    """Prove that the screening is safe for every possible set of answers.

    Then make each rule wrong in turn and check that a proof or a clinical case notices. Exit code
    1 when a property fails or a mutant survives.
    """
    try:
        from ischia.cli.prove import run_proof
    except ModuleNotFoundError:
        fail(["the proof needs a solver. Remedy: pip install 'ischia[prove]'"])
    protocol = load(packs)
    folder = None if no_mutation else cases or DATA.parents[3] / "tests" / "cases"
    shipped = load(()) if packs else None
    sys.exit(0 if run_proof(protocol, shipped, folder, as_json=as_json) else 1)


@command.command(context_settings=_HELP)
@click.argument("kind", required=False)
@json_option
@pack_option
def show(kind: str | None, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """List the kinds of knowledge, or every item of one KIND."""
    from ischia.cli.explain import as_plain

    protocol = load(packs)
    if kind is None:
        counts = {name: len(getattr(protocol, name)) for name in Protocol.KINDS}
        if as_json:
            write_json({"version": protocol.version, "kinds": counts})
            return
        click.echo(f"Protocol {protocol.version}")
        for name, count in counts.items():
            click.echo(f"  {name:<14} {count:>4}")
        click.echo(
            "See one kind with `ischia protocol show KIND`, one item with `ischia explain ID`."
        )
        return
    if kind not in Protocol.KINDS:
        hint = nearest(kind, list(Protocol.KINDS))
        kinds = ", ".join(Protocol.KINDS)
        fail([f"{kind}: there is no such kind{hint}. Remedy: use one of {kinds}."])
    items = getattr(protocol, kind)
    if as_json:
        write_json({item_id: as_plain(item) for item_id, item in items.items()})
        return
    for item_id, item in items.items():
        text = next(
            (
                str(getattr(item, f))
                for f in ("title", "label", "headline", "text")
                if hasattr(item, f)
            ),
            "",
        )
        click.echo(f"{item_id:<52} {text}")


@command.command(context_settings=_HELP)
@click.argument("pack", type=click.Path(path_type=Path))
@click.argument("other", required=False, type=click.Path(path_type=Path))
@json_option
def diff(pack: Path, other: Path | None, *, as_json: bool) -> None:
    """Compare two protocols item by item: the shipped one with PACK, or PACK with OTHER."""
    from ischia.cli.explain import as_plain

    before = load(()) if other is None else load((pack,))
    after = load((pack,)) if other is None else load((other,))
    changes: list[dict[str, Any]] = []
    for kind in Protocol.KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        for item_id in sorted(old.keys() | new.keys()):
            was = as_plain(old[item_id]) if item_id in old else {}
            now = as_plain(new[item_id]) if item_id in new else {}
            fields = sorted(k for k in was.keys() | now.keys() if was.get(k) != now.get(k))
            if was != now:
                what = "added" if not was else "removed" if not now else "changed"
                values = {k: {"was": was.get(k), "is": now.get(k)} for k in fields}
                changes.append({"kind": kind, "id": item_id, "what": what, "fields": values})
    if as_json:
        write_json({"before": before.version, "after": after.version, "changes": changes})
        return
    click.echo(f"{before.short_version} -> {after.short_version}: {len(changes)} items differ")
    for change in changes:
        click.echo(f"  {change['what']:<8} {change['kind']}/{change['id']}")
        if change["what"] == "changed":
            for field, values in change["fields"].items():
                click.echo(f"    {field}: {values['was']} -> {values['is']}")
