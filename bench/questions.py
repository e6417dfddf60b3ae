"""How many questions the interview needs, against asking everything, on the same virtual people.

The conclusion is what to do, the leading cause and its band (`population.agreement`), and must be
the same for every person of every seed; nothing was tuned on any of them. Also counted: how often
the band of another cause would still have moved, which the interview does not wait for.

    python bench/questions.py [SEEDS [PEOPLE]]
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from msgspec import Struct

from ischia.care.check import Check, Checker
from ischia.care.evaluate import Value
from ischia.population.agreement import Interviewed, asked_everything, conclusion, interviewed
from ischia.population.anyone import Anyone
from ischia.population.people import People
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

SEEDS, PEOPLE, CONTRARY = 5, 400, 100


class Pair(Struct, frozen=True):
    """A person whose interview stopped, and the same person asked everything."""

    stopped: Interviewed
    everything: Interviewed

    @property
    def today(self) -> bool:
        """Whether they are to be seen today, so that the cause is not asked about."""
        reached = self.stopped.check.screening.value.disposition
        return reached is not None and reached.urgency >= Disposition.SAME_DAY.urgency

    @property
    def differs(self) -> bool:
        """Whether asking everything changes the conclusion."""
        return conclusion(self.stopped.check) != conclusion(self.everything.check)


def bands(check: Check) -> dict[str, str]:
    """The band of every cause."""
    return {estimate.cause: estimate.band for estimate in check.differential.value}


def virtual_people(seed: int, people: int) -> tuple[list[Pair], int]:
    """People who answer as their cause has it; and for how many of them it came first."""
    protocol = load_protocol()
    checker, cast = Checker(protocol), People(protocol, seed)
    pairs: list[Pair] = []
    right = 0
    for _ in range(people):
        person = cast.draw()

        def answer(finding: str, answers: dict[str, Value] = person.answers) -> Value:
            return answers.get(finding, "unsure")

        stopped = interviewed(checker, answer)
        pair = Pair(stopped, asked_everything(checker, stopped, answer, protocol.findings))
        right += not pair.today and stopped.check.differential.value[0].cause == person.cause
        pairs.append(pair)
    return pairs, right


def contrary_people(seed: int, people: int) -> list[Pair]:
    """People who answer anything, and contradict themselves."""
    protocol = load_protocol()
    checker = Checker(protocol)
    pairs: list[Pair] = []
    for number in range(people):
        person = Anyone(protocol, seed * 1_000_000 + number)
        stopped = interviewed(checker, person)
        everything = asked_everything(checker, stopped, person, person.order())
        pairs.append(Pair(stopped, everything))
    return pairs


def measure(people: int, seed: int) -> tuple[str, bool]:
    """One row of the table, and whether any conclusion differs."""
    pairs, right = virtual_people(seed, people)
    contrary = contrary_people(seed, CONTRARY)
    of_cause = [pair for pair in pairs if not pair.today]
    moved = sum(bands(p.stopped.check) != bands(p.everything.check) for p in of_cause)
    differ, differ_contrary = (sum(pair.differs for pair in group) for group in (pairs, contrary))
    picture = sorted(pair.stopped.picture for pair in of_cause)
    cells = [
        f"{seed}",
        f"{len(of_cause)} of {people}",
        f"{_median([pair.stopped.danger for pair in of_cause])}",
        f"{_median(picture)} ({picture[int(0.9 * len(picture))]})",
        f"{_mean([pair.stopped.danger + pair.stopped.picture for pair in of_cause])}",
        f"{_mean([pair.everything.danger + pair.everything.picture for pair in of_cause])}",
        f"{differ} of {people}",
        f"{differ_contrary} of {len(contrary)}",
        f"{moved}",
        f"{right}",
    ]
    return _row(cells), differ + differ_contrary > 0


def _median(counts: Sequence[int]) -> str:
    return f"{statistics.median(counts):.0f}"


def _mean(counts: Sequence[int]) -> str:
    return f"{statistics.mean(counts):.1f}"


def _row(cells: Sequence[str]) -> str:
    return " ".join(cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True))


_HEADINGS = (
    "seed",
    "about cause",
    "danger",
    "picture (90 %)",
    "all asked",
    "everything",
    "differ",
    "contrary differ",
    "other bands",
    "cause first",
)
_LEGEND = """\
danger, picture: median questions of those asked about the cause, and what 90 % need at most
all asked, everything: mean questions when the interview stops, and when nothing is left out
differ: conclusions that asking everything changes; contrary: of people who contradict themselves
other bands: people in whom the band of a cause that does not lead would still have moved
cause first: people whose cause, by the protocol's own numbers, leads"""
_WIDTHS = [max(11, len(heading)) for heading in _HEADINGS]


def main(seeds: int = SEEDS, people: int = PEOPLE) -> int:
    """Print a row for each seed; fail when any conclusion differs."""
    started = time.perf_counter()
    print(_row(_HEADINGS))
    failed = False
    with ProcessPoolExecutor(min(os.cpu_count() or 1, seeds)) as pool:
        for row, differs in pool.map(partial(measure, people), range(1, seeds + 1)):
            print(row, flush=True)
            failed = failed or differs
    print(_LEGEND)
    print(f"{time.perf_counter() - started:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
