"""Pages about programs: one printed for each cause, and the table of all combinations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner
from protocol_words import plain, table

from ischia.cli import front_door
from ischia.cli.combinations import tally_all
from ischia.protocol.model import Protocol

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "tests" / "examples"
COLUMNS = "80"


def printed(path: Path) -> str:
    """What `ischia program` prints for a file, without the line that names the version."""
    result = CliRunner().invoke(front_door, ["program", str(path)], env={"COLUMNS": COLUMNS})
    if result.exit_code:
        raise RuntimeError(f"{path}: {result.output}")
    lines = [line.rstrip() for line in result.stdout.splitlines()]
    return "\n".join(line for line in lines if not line.startswith("Protocol ")).rstrip()


def example_programs(protocol: Protocol) -> Iterator[str]:
    """A program for each cause, as it is printed."""
    yield "# A program for each cause\n"
    yield "What `ischia program` prints for the files in `tests/examples/`. All of these people"
    yield "have finished the safety questions. Yours comes from your own answers.\n"
    for path in sorted(EXAMPLES.glob("*.yaml")):
        cause = next((c for c in protocol.causes if c in path.read_text("utf-8")), "unknown")
        yield f"## {plain(protocol.causes[cause].title)}\n"
        yield f"```\nischia program tests/examples/{path.name}\n```\n"
        yield f"```text\n{printed(path)}\n```\n"


def combinations(protocol: Protocol) -> Iterator[str]:
    """How many combinations have a program, a reason, or neither."""
    tallies = tally_all()
    yield "# All combinations\n"
    yield f"For every cause, at each of the {len(protocol.stages)} stages, with no state, with each"
    states = f"{len(protocol.states)} [states](../protocol-kinds.md)"
    yield f"of the {states} and with each pair of them, a"
    yield "program is made with the usual things at hand. *A reason instead* means that no exercise"
    yield "is left that is right for all of it, and that a clinician is asked to choose. What is"
    yield "*forbidden* is read from the protocol again, not taken from the planner. The same is"
    yield "printed by `ischia protocol lint --table`.\n"
    heads = ("cause", "combinations", "with a program", "a reason instead", "neither", "forbidden")
    rows = [
        (
            plain(protocol.causes[t.cause].title), f"{t.combinations:,}", f"{t.program:,}",
            f"{t.reason:,}", f"{t.neither:,}", f"{t.contraindicated:,}",
        )
        for t in tallies
    ]  # fmt: skip
    yield from table(heads, rows)
    least = min(t.least for t in tallies)
    yield f"\nThe shortest of these programs holds {least} different exercises a day."
