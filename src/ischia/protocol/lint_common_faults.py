"""The lint of faults that any exercise can have: what they name exists."""

from __future__ import annotations

from collections.abc import Iterator

from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

KIND = "common_faults"


def check_common_faults(protocol: Protocol) -> Iterator[Fault]:
    """The parameter of the limit exists, and some kind of movement is meant."""
    for common in protocol.common_faults.values():
        if common.under not in protocol.parameters:
            fault = f"there is no parameter {common.under}"
            hint = nearest(common.under, list(protocol.parameters))
            yield Fault(KIND, common.id, "under", fault + hint, "name a parameter")
        if not common.reps:
            yield Fault(KIND, common.id, "reps", "no kind of movement", "name at least one")
