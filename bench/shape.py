"""How long modules and functions are, so that they stay readable in one sitting."""

from __future__ import annotations

import ast
import statistics
import sys
from pathlib import Path

LONGEST_MODULE = 400


def main() -> int:
    """Print the figures; fail when a module is too long."""
    modules: dict[str, int] = {}
    functions: list[tuple[int, str]] = []
    for path in sorted(Path("src").rglob("*.py")):
        text = path.read_text("utf-8")
        modules[str(path)] = text.count("\n")
        functions.extend(
            ((node.end_lineno or 0) - node.lineno + 1, f"{path}:{node.name}")
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef)
        )
    functions.sort()
    lengths = [length for length, _ in functions]
    print(f"{len(modules)} modules, median {statistics.median(modules.values()):.0f} lines")
    print(f"{len(functions)} functions, median {statistics.median(lengths):.0f} lines,")
    print(f"95 % have at most {lengths[int(0.95 * len(lengths))]}; the longest:")
    for length, name in functions[-3:]:
        print(f"  {length:>4} {name}")
    too_long = [name for name, lines in modules.items() if lines > LONGEST_MODULE]
    for name in too_long:
        print(f"too long: {name} ({modules[name]} lines)")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
