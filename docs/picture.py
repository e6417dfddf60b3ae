"""Draws docs/images/check.svg: a check as the terminal shows it, without any remote font."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

import ischia
from ischia.cli.show_check import show_check
from ischia.population.cases import load_cases, run_case

HERE = Path(__file__).parent
CASE = "disc_herniation/self_report_s1_man_33"
PAPER = TerminalTheme(
    (250, 248, 243),
    (22, 34, 46),
    [
        (22, 34, 46),
        (178, 62, 52),
        (32, 120, 90),
        (150, 110, 30),
        (30, 80, 130),
        (130, 60, 120),
        (15, 110, 115),
        (90, 90, 90),
    ],
)


def main() -> None:
    """Write the picture from a clinical case of the test suite."""
    protocol = ischia.load_protocol()
    checker = ischia.Checker(protocol)
    cases = load_cases(HERE.parent / "tests" / "cases")
    console = Console(record=True, width=96, file=io.StringIO(), force_terminal=True)
    show_check(console, run_case(checker, cases[CASE]), protocol)
    svg = console.export_svg(title="ischia check", theme=PAPER)
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    (HERE / "images" / "check.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    main()
