"""What is counted while people live: numbers that add up over people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct, field


class Tally(Struct, kw_only=True):
    """Counts of people, days, sessions and questions; sums of pain are in points of 0 to 10.

    `entered` counts what the first check said; `ended` how people were left; `days` where a day was
    spent (a stage, waiting for a clinician, before the program, no current check).
    """

    entered: Counter[str] = field(default_factory=Counter[str])
    ended: Counter[str] = field(default_factory=Counter[str])
    days: Counter[str] = field(default_factory=Counter[str])
    lights: Counter[str] = field(default_factory=Counter[str])
    flares: Counter[str] = field(default_factory=Counter[str])
    stops: Counter[str] = field(default_factory=Counter[str])
    changes: Counter[str] = field(default_factory=Counter[str])
    exercises: Counter[str] = field(default_factory=Counter[str])
    sessions: Counter[str] = field(default_factory=Counter[str])
    questions: Counter[str] = field(default_factory=Counter[str])
    people: Counter[str] = field(default_factory=Counter[str])
    invariants: Counter[str] = field(default_factory=Counter[str])
    pain: dict[str, float] = field(default_factory=dict[str, float])

    def add(self, other: Tally) -> None:
        """Take in another tally."""
        for name in self.__struct_fields__:
            mine: dict[str, float] = getattr(self, name)
            theirs: dict[str, float] = getattr(other, name)
            for key, value in theirs.items():
                mine[key] = mine.get(key, 0) + value


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together, in the order in which they come."""
    everything = Tally()
    for tally in tallies:
        everything.add(tally)
    return everything
