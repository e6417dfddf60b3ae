"""`ischia explain`: what a term, rule, cause, finding or source means, with its sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click
import msgspec
from rich.console import Console
from rich.text import Text

from ischia.cli.common import fail, json_option, load, pack_option, write_json
from ischia.exchange.check_json import citation
from ischia.protocol.condition import Condition, findings_of, write_condition
from ischia.protocol.model import Item, Protocol, Source
from ischia.protocol.problems import nearest

_HIDDEN = {"id", "source", "grade", "review", "group"}


@click.command("explain", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("term")
@json_option
@pack_option
def command(term: str, packs: tuple[Path, ...], *, as_json: bool) -> None:
    """Explain TERM: a finding, red flag, cause, feature, tool, root, instrument or source.

    Several kinds may use one word; all of them are shown.
    """
    from ischia.cli.show_check import make_console

    protocol = load(packs)
    wanted = term.strip().replace(" ", "_").replace("-", "_").lower()
    found = [(kind, item) for kind, item in everything(protocol) if item.id.lower() == wanted]
    if not found:
        ids = sorted({item.id for _, item in everything(protocol)})
        hint = nearest(wanted, ids)
        fail([f"{term}: nothing here has this name{hint}. Remedy: see `ischia protocol show`."])
    if as_json:
        write_json([{"item": kind, **as_plain(item)} for kind, item in found])
        return
    console = make_console()
    for kind, item in found:
        _print_item(console, protocol, kind, item)


def everything(protocol: Protocol) -> Iterator[tuple[str, Item | Source]]:
    """Every item of every kind."""
    for kind in Protocol.KINDS:
        for item in getattr(protocol, kind).values():
            yield kind, item


def as_plain(item: Item | Source) -> dict[str, object]:
    """An item as plain JSON values, without empty fields."""
    values = {field: _plain(getattr(item, field)) for field in item.__struct_fields__}
    return {key: value for key, value in values.items() if value not in ("", [], {}, None, False)}


def _plain(value: object) -> object:
    """Conditions as they are written, everything else as JSON has it."""
    if isinstance(value, Condition):
        return write_condition(value)
    if isinstance(value, msgspec.Struct):
        return {field: _plain(getattr(value, field)) for field in value.__struct_fields__}
    if isinstance(value, tuple):
        return [_plain(part) for part in cast("tuple[object, ...]", value)]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in cast("dict[str, object]", value).items()}
    return value


def _print_item(console: Console, protocol: Protocol, kind: str, item: Item | Source) -> None:
    console.print(Text(f"{item.id}", style="bold cyan"), Text(f"({kind.replace('_', ' ')})", "dim"))
    if isinstance(item, Source):
        console.print(Text(f"  {citation(item)}"))
        console.print(Text(f"  What was taken: {item.taken} Read: {item.read.replace('_', ' ')}."))
        users = [f"{k}/{i.id}" for k, i in everything(protocol) if _cites(i, item.id)]
        console.print(Text(f"  Used by: {', '.join(users)}\n", style="dim"))
        return
    for key, value in as_plain(item).items():
        if key not in _HIDDEN:
            console.print(Text(f"  {key}: ", style="dim").append(_shown(value), style="default"))
    own = "our own rule, for clinical sign-off" if item.review == "project_rule" else "as published"
    console.print(Text(f"  evidence: {item.grade.replace('_', ' ')}; {own}"))
    for key in item.source:
        console.print(Text(f"  [{key}] {citation(protocol.bibliography[key])}", style="dim"))
    for rule in protocol.red_flags.values():
        if kind == "findings" and item.id in findings_of(rule.when):
            console.print(Text(f"  used by the red flag {rule.id} ({rule.then})"))
    if kind == "causes":
        for feature in protocol.features.values():
            if feature.about == item.id:
                console.print(Text(f"  {_ratios(feature.label, feature.present, feature.absent)}"))
    console.print()


def _ratios(label: str, present: object, absent: object) -> str:
    def one(ratio: object) -> str:
        value = getattr(ratio, "ratio", None)
        return "-" if value is None else f"x{value:g}"

    return f"{label}: {one(present)} when present, {one(absent)} when absent"


def _cites(item: Item | Source, key: str) -> bool:
    return isinstance(item, Item) and key in item.source


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
