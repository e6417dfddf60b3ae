"""`ischia figure`: an exercise, drawn from its movement specification."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, get_args

import click

from ischia.cli.common import fail, load, pack_option
from ischia.protocol.model import Protocol
from ischia.protocol.movement import View
from ischia.protocol.problems import nearest

if TYPE_CHECKING:
    from ischia.motion.figure_scene import Drawing

PICTURES = (".svg", ".png", ".gif")
VIEWS: tuple[str, ...] = get_args(View)


@click.command("figure", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("exercise", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help=".svg, .png or .gif.")
@click.option("--view", type=click.Choice(VIEWS), help="From where; the clearest if not given.")
@click.option("--fault", default="", help="Show it done wrong: the id of one of its faults.")
@click.option("--still", is_flag=True, help="An SVG that does not move.")
@click.option("--dark", is_flag=True, help="For dark pages.")
@click.option("--sheet", is_flag=True, help="All exercises (or the one's faults) on one picture.")
@pack_option
def command(
    exercise: str | None, output: Path | None, view: str | None, fault: str,
    packs: tuple[Path, ...], *, still: bool, dark: bool, sheet: bool,
) -> None:  # fmt: skip
    """Draw EXERCISE. Without -o the SVG is written to standard output."""
    protocol = load(packs)
    if exercise is None and not sheet:
        fail(["name an exercise. Remedy: see `ischia exercise`, or use --sheet for all of them."])
    if exercise is not None:
        _check(protocol, exercise, fault)
    if sheet:
        content = _sheet(protocol, exercise, view or "", dark=dark)
        output = output or Path("movements.png" if exercise is None else f"{exercise}.png")
    else:
        assert exercise is not None  # noqa: S101 - checked above
        content = _one(protocol, exercise, output, view or "", fault, still=still, dark=dark)
    if output is None:
        sys.stdout.write(content.decode())
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        fail([f"{output}: {error.strerror}. Remedy: name a file that can be written."])
    click.echo(f"Written: {output}")


def _check(protocol: Protocol, exercise: str, fault: str) -> None:
    if exercise not in protocol.movements:
        hint = nearest(exercise, list(protocol.movements))
        fail([f"{exercise}: there is no such exercise{hint}. Remedy: see `ischia exercise`."])
    known = protocol.movements[exercise].faults
    if fault and fault not in known:
        shown = ", ".join(known) or "none"
        fail([f"{fault}: {exercise} has no such fault that can be drawn. Remedy: use {shown}."])


def _one(
    protocol: Protocol, exercise: str, output: Path | None, view: str, fault: str,
    *, still: bool, dark: bool,
) -> bytes:  # fmt: skip
    from ischia.motion.figure_scene import draw
    from ischia.motion.figure_svg import svg_of

    kind = ".svg" if output is None else output.suffix.lower()
    if kind not in PICTURES:
        fail([f"{output}: cannot write {kind or 'that'}. Remedy: use {', '.join(PICTURES)}."])
    drawing = draw(protocol, exercise, view=view, fault=fault)
    if kind == ".svg":
        return svg_of(drawing, still=still, dark=dark, alone=True).encode()
    images = _images()
    return images.png(drawing, dark=dark) if kind == ".png" else images.gif(drawing, dark=dark)


def _sheet(protocol: Protocol, exercise: str | None, view: str, *, dark: bool) -> bytes:
    from ischia.motion.figure_scene import draw

    if exercise is None:
        drawings = [draw(protocol, name, view=view) for name in protocol.movements]
    else:
        drawings = [_fault_drawing(protocol, exercise, fault, view) for fault in
                    ("", *protocol.movements[exercise].faults)]  # fmt: skip
    return _images().sheet(drawings, dark=dark)


def _fault_drawing(protocol: Protocol, exercise: str, fault: str, view: str) -> Drawing:
    from dataclasses import replace

    from ischia.motion.figure_scene import draw

    drawing = draw(protocol, exercise, view=view, fault=fault)
    known = {each.id: each.text for each in protocol.exercises[exercise].faults}
    return replace(drawing, title=known.get(fault, drawing.title))


def _images() -> ModuleType:
    try:
        from ischia.motion import figure_image
    except ImportError as error:
        fail([f"pictures need {error.name}. Remedy: pip install 'ischia[motion]'."])
    return figure_image
