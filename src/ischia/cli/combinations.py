"""The combination table of `ischia protocol lint --table`: all causes at once, on all cores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from ischia.care.combinations import EVERY_CAUSE, Tally, tally
from ischia.care.program import Planner
from ischia.protocol.lint import load_linted

_MOST_FAULTS = 20
_HEADS = ("cause", "combinations", "with a program", "a reason instead", "neither", "forbidden")


def tally_all(packs: Sequence[Path] = ()) -> list[Tally]:
    """One tally a cause."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(partial(_tally_one, tuple(packs)), EVERY_CAUSE))


def _tally_one(packs: tuple[Path, ...], cause: str) -> Tally:
    return tally(Planner(load_linted(packs)), cause)


def faultless(tallies: Sequence[Tally]) -> bool:
    """Whether every combination has a program or a reason, and nothing forbidden."""
    return not any(t.faults for t in tallies)


def table_lines(tallies: Sequence[Tally]) -> Iterator[str]:
    """The table as it is printed."""
    rows = [_HEADS, *(_row(t) for t in tallies), _row(_together(tallies))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join(cells)
    least = min(t.least for t in tallies)
    yield f"Each program has at least {least} different exercises a day."
    for fault in [fault for t in tallies for fault in t.faults][:_MOST_FAULTS]:
        yield f"  {fault}"


def table_json(tallies: Sequence[Tally]) -> list[object]:
    """The table as JSON."""
    return [msgspec.to_builtins(t) for t in tallies]


def _row(t: Tally) -> tuple[str, ...]:
    numbers = (t.combinations, t.program, t.reason, t.neither, t.contraindicated)
    return (t.cause, *(f"{number:,}" for number in numbers))


def _together(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        cause="all",
        combinations=sum(t.combinations for t in tallies),
        program=sum(t.program for t in tallies),
        reason=sum(t.reason for t in tallies),
        neither=sum(t.neither for t in tallies),
        contraindicated=sum(t.contraindicated for t in tallies),
        least=min(t.least for t in tallies),
        faults=(),
    )
