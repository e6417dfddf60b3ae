"""A simulation as a person reads it in the terminal: one protocol, or two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table
from rich.text import Text

from ischia.cli.show_check import make_console
from ischia.population.invariants import INVARIANTS
from ischia.population.summary import Summary
from ischia.protocol.model import Protocol

SHOWN_EXERCISES = 10
Row = tuple[str, ...]


def print_simulation(found: Sequence[Summary], protocols: Sequence[Protocol]) -> None:
    """Print the invariants first, then what became of the people."""
    console = make_console()
    first = found[0]
    console.print(
        Text(f"{first.people} virtual people, {first.weeks} weeks, seed {first.seed}", style="bold")
    )
    heads = [protocol.short_version for protocol in protocols]
    names = ["shipped", "with the pack"][: len(found)]
    for title, rows in _parts(found, protocols[-1]):
        table = Table(box=None, pad_edge=False, title=title, title_justify="left")
        table.add_column("")
        for name in names if len(found) > 1 else ("",):
            table.add_column(name, justify="right")
        for row in rows:
            table.add_row(*row)
        console.print(table)
        console.print()
    console.print(Text(_verdict(found)), style="bold")
    console.print(Text(f"Protocol {', with the pack '.join(heads)}", style="dim"))


def _verdict(found: Sequence[Summary]) -> str:
    broken = [each.invariants_broken for each in found]
    if not any(broken):
        return "No invariant broken."
    counts = ", with the pack ".join(str(count) for count in broken)
    return f"Invariants broken: {counts}. These rules must not be used on people."


def _parts(found: Sequence[Summary], protocol: Protocol) -> Iterator[tuple[str, list[Row]]]:
    yield (
        "Must be 0",
        [
            (f"{text} ({name})", *(str(each.invariants[name]) for each in found))
            for name, text in INVARIANTS.items()
        ],
    )
    yield "People", list(_people(found))
    yield (
        "Days",
        [
            *((_spaced(name), *_shares(found, name)) for name in _union(found, "days")),
            ("red days", *(str(each.red_days) for each in found)),
        ],
    )
    yield "What happened", list(_events(found))
    yield (
        "Exercises most often done (sessions)",
        [
            (
                protocol.exercises[name].title if name in protocol.exercises else name,
                *(str(each.exercises.get(name, 0)) for each in found),
            )
            for name in _union(found, "exercises")[:SHOWN_EXERCISES]
        ],
    )


def _people(found: Sequence[Summary]) -> Iterator[Row]:
    for name in _union(found, "first_check"):
        counts = (str(each.first_check.get(name, 0)) for each in found)
        yield f"first check: {_spaced(name)}", *counts
    yield "had a program", *(str(each.with_program) for each in found)
    yield "followed to the end", *(str(each.followed_to_the_end) for each in found)
    for when in ("start", "end"):
        yield f"leg pain at the {when}, mean", *(_number(e.leg_pain[when]) for e in found)
    yield "leg pain clearly better", *(_percent(each.improved_share) for each in found)
    for name in _union(found, "ended_in"):
        counts = (str(each.ended_in.get(name, 0)) for each in found)
        yield f"ended in: {_spaced(name)}", *counts


def _events(found: Sequence[Summary]) -> Iterator[Row]:
    for part, label in (("sessions", "sessions"), ("flares", "flares"), ("stops", "stopped by")):
        for name in _union(found, part):
            counts = (str(getattr(each, part).get(name, 0)) for each in found)
            yield f"{label}: {_spaced(name)}", *counts
    questions = [each.questions for each in found]
    yield "questions of the first check, mean", *(_number(q.danger + q.picture) for q in questions)
    yield "questions after a session", *(str(q.per_session) for q in questions)
    yield "checks again, whole", *(str(q.whole_checks) for q in questions)
    yield "checks again, short", *(str(q.short_checks) for q in questions)


def _union(found: Sequence[Summary], part: str) -> list[str]:
    """The names that occur in either, in the order of the first."""
    return list(dict.fromkeys(name for each in found for name in getattr(each, part)))


def _shares(found: Sequence[Summary], name: str) -> Iterator[str]:
    for each in found:
        days = each.days.get(name, 0)
        yield f"{days} ({100 * days / each.days['all']:.0f} %)"


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.0f} %"
