"""What many tests share by name: the day, the cases, and the shapes of the fixtures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from ischia.care.check import Check
from ischia.population.cases import load_cases

TODAY = date(2026, 3, 1)
CASES = Path(__file__).parent / "cases"

MakePack = Callable[[dict[str, str]], Path]
Decide = Callable[[dict[str, object]], Check]

ALL_CASES = load_cases(CASES)
