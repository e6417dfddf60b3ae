"""Where a person stands after all that screening has found: what still waits for a clinician.

Whatever a check found that stops exercise stays so until a clinician's clearance covers it, even
when a later answer is milder; only a slip that was corrected is taken back. A clearance covers a
rule for as long as every check goes on finding it: what came back, or is new, is not covered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct


class Found(Struct, frozen=True):
    """What one check found: the rules that fired."""

    at: datetime
    day: date
    rules: frozenset[str]


class Cleared(Struct, frozen=True):
    """A clearance, and the rules that it covers."""

    at: datetime
    covers: frozenset[str]


class Standing(Struct, frozen=True):
    """The rules that wait for a clinician, with the day each was first found; those covered."""

    waiting: dict[str, date]
    covered: frozenset[str]

    def clears(self, rules: Iterable[str]) -> bool:
        """Whether a clinician has looked at all of these."""
        return not self.waiting and self.covered.issuperset(rules)


def stand(events: Iterable[Found | Cleared]) -> Standing:
    """Fold the events, in any order, into where the person stands."""
    waiting: dict[str, date] = {}
    covered: frozenset[str] = frozenset()
    for event in sorted(events, key=lambda event: event.at):
        if isinstance(event, Cleared):
            covered |= event.covers
            waiting = {rule: day for rule, day in waiting.items() if rule not in event.covers}
        else:
            covered &= event.rules
            for rule in event.rules - covered:
                waiting.setdefault(rule, event.day)
    return Standing(waiting, covered)
