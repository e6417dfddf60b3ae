"""The picture as the page shows it: names beside the estimates, questions for a clinician."""

from __future__ import annotations

from msgspec import Struct

from ischia.care.differential import CauseEstimate
from ischia.protocol.model import Cause, Finding, Protocol, Root
from ischia.record.shown import CheckView


class Shown(Struct, frozen=True):
    """A cause, how it stands, and the mimics that "something else" consists of most."""

    cause: Cause
    estimate: CauseEstimate
    mimics: tuple[Cause, ...]


def causes_of(protocol: Protocol, view: CheckView) -> list[Shown]:
    """Every cause, the likeliest first, in the order of the differential."""
    return [
        Shown(
            protocol.causes[estimate.cause],
            estimate,
            tuple(protocol.causes[name] for name in estimate.mimics if name in protocol.causes),
        )
        for estimate in view.differential
    ]


def roots_of(protocol: Protocol, view: CheckView) -> list[Root]:
    """The nerve roots that cannot be told apart; none while nothing tells."""
    return [protocol.roots[name] for name in view.roots.pattern]


def could_add(protocol: Protocol, view: CheckView, of_first: int) -> list[Finding]:
    """What a clinician could examine to tell the first causes apart, and has not told us."""
    first = (protocol.causes[estimate.cause] for estimate in view.differential[:of_first])
    names = dict.fromkeys(name for cause in first for name in cause.could_add)
    open_ones = (name for name in names if name not in view.answers and name in protocol.findings)
    return [protocol.findings[name] for name in open_ones]
