"""Pictures for the documentation: every exercise as it is drawn, and the motion page's plot.

Made anew with each build and not kept in the repository.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from io import StringIO
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: small arrays gain nothing

from protocol_words import plain, spaced

from ischia.motion.figure_scene import draw
from ischia.motion.figure_svg import svg_of
from ischia.protocol.model import Protocol

DOCS = Path(__file__).parent
MOTION_PAGE = DOCS / "reference" / "motion.md"
FIGURES = "figures"
COLUMNS, WIDE = 3, 230
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
PLOT = "bridge.svg"


def exercises_drawn(protocol: Protocol) -> Iterator[str]:
    """The contact sheet: each exercise still, linked to the moving figure."""
    yield "# All exercises\n"
    yield "Each picture is drawn from the exercise's movement specification, the same that the"
    yield "camera checks: the end of the movement, the start behind it as a shadow, and a dotted"
    yield "arrow along the way. Warm patches show where a muscle works or is stretched. Follow a"
    yield "picture to see it move; `ischia figure ID --view front` shows it from another side.\n"
    known = {name: protocol.exercises[name] for name in protocol.movements}
    for kind in dict.fromkeys(exercise.kind for exercise in known.values()):
        yield f"## {spaced(kind).capitalize()}\n"
        cells = [_cell(name, e.title) for name, e in known.items() if e.kind == kind]
        yield "| " * COLUMNS + "|"
        yield "|:-:" * COLUMNS + "|"
        for row in batched(cells):
            yield "| " + " | ".join(row) + " |"
        yield ""


def _cell(name: str, title: str) -> str:
    picture = f"![{plain(title)}]({FIGURES}/{name}.svg){{ width={WIDE} loading=lazy }}"
    return f"[{picture}]({FIGURES}/{name}-moving.svg)<br>{plain(title)}<br>`{name}`"


def batched(cells: list[str]) -> Iterator[list[str]]:
    """Rows of a table, the last one filled up."""
    for first in range(0, len(cells), COLUMNS):
        row = cells[first : first + COLUMNS]
        yield row + [""] * (COLUMNS - len(row))


def draw_figures(protocol: Protocol, folder: Path) -> None:
    """Write `figures/ID.svg` and `figures/ID-moving.svg` of every movement into `folder`."""
    figures = folder / FIGURES
    figures.mkdir(parents=True, exist_ok=True)
    for name in protocol.movements:
        drawing = draw(protocol, name)
        (figures / f"{name}.svg").write_text(svg_of(drawing, still=True), "utf-8")
        (figures / f"{name}-moving.svg").write_text(svg_of(drawing, alone=True), "utf-8")


def run_page(page: Path, folder: Path) -> str:
    """Run the Python of a page, block after block, inside `folder`; what it prints."""
    printed = StringIO()
    names: dict[str, object] = {}
    with chdir(folder), redirect_stdout(printed):
        for block in CODE.findall(page.read_text("utf-8")):
            exec(compile(block, page.name, "exec"), names)  # noqa: S102 - our own page
    return printed.getvalue()


def draw_plot(folder: Path) -> None:
    """Write `bridge-angles.svg`, the plot that the motion page ends with."""
    with tempfile.TemporaryDirectory() as workshop:
        run_page(MOTION_PAGE, Path(workshop))
        plot = (Path(workshop) / PLOT).read_bytes()
    (folder / "bridge-angles.svg").write_bytes(plot)


if __name__ == "__main__":
    sys.exit("run docs/generate.py")
