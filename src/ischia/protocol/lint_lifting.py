"""The part of the lint that reads lifting equations."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

from ischia.protocol.lifting import DurationName, FrequencyRow, GripName, LiftingEquation, TermName
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol

_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hours", get_args(DurationName)),
    ("coupling", get_args(GripName)),
    ("terms", get_args(TermName)),
)


def check_lifting(protocol: Protocol) -> Iterator[Fault]:
    """Tables are whole, in order, and never kinder to harder lifting."""
    for equation in protocol.lifting_equations.values():
        for field, names in _NAMES:
            for name in names:
                if name not in getattr(equation, field):
                    fault = f"{name} is missing"
                    yield Fault("lifting_equations", equation.id, field, fault, "add it")
        for field, fault in _faults_of_tables(equation):
            yield Fault("lifting_equations", equation.id, field, fault, "check the table")


def _faults_of_tables(equation: LiftingEquation) -> Iterator[tuple[str, str]]:
    if not equation.frequency:
        yield "frequency", "the table is empty"
    for row, after in pairwise(equation.frequency):
        if not row.per_minute < after.per_minute:
            yield "frequency", f"the rows are not in order at {after.per_minute:g}"
        if any(more > less for less, more in zip(_cells(row), _cells(after), strict=True)):
            yield "frequency", f"{after.per_minute:g} a minute is kinder than the row before"
    cells = [cell for row in equation.frequency for cell in _cells(row)]
    grips = [cell for grip in equation.coupling.values() for cell in grip.multiplier]
    for field, numbers in (("frequency", cells), ("coupling", grips)):
        if not all(0 <= number <= 1 for number in numbers):
            yield field, "a multiplier is from 0 to 1"


def _cells(row: FrequencyRow) -> tuple[float, ...]:
    return (*row.short, *row.moderate, *row.long)
