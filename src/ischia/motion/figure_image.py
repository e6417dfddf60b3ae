"""A drawing as pictures: PNG, animated GIF, and a contact sheet of many exercises.

Needs `resvg-py` and Pillow (`pip install ischia[motion]`).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from ischia.motion.figure_paint import PAPER
from ischia.motion.figure_scene import HEIGHT, WIDTH, Drawing
from ischia.motion.figure_svg import PAUSE_S, frame_svg, still_svg

COLUMNS = 4
LABEL_SHARE = 0.1  # of a tile's width: the height of the line below it
INK = {False: "#12303b", True: "#e8f1ef"}
GIF_COLOURS = 128


def picture(svg: str, width: int) -> Image.Image:
    """An SVG document as a picture, `width` pixels wide."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))
    return Image.open(io.BytesIO(data)).convert("RGB")


def png(drawing: Drawing, *, width: int = WIDTH, dark: bool = False) -> bytes:
    """The still drawing as PNG."""
    return _saved(picture(still_svg(drawing, dark=dark), width), "PNG")


def gif(drawing: Drawing, *, width: int = WIDTH // 2, dark: bool = False) -> bytes:
    """One repetition as an animated GIF that goes on for ever."""
    frames = [picture(frame_svg(drawing, f, dark=dark), width) for f in drawing.frames]
    times = [frame.t for frame in drawing.frames]
    waits = [b - a for a, b in pairwise(times)] + [PAUSE_S]
    shared = frames[drawing.target].quantize(GIF_COLOURS)
    first, *rest = (frame.quantize(palette=shared, dither=Image.Dither.NONE) for frame in frames)
    out = io.BytesIO()
    first.save(
        out, "GIF", save_all=True, append_images=rest, loop=0, optimize=True,
        duration=[max(20, round(wait * 1000)) for wait in waits],
    )  # fmt: skip
    return out.getvalue()


def sheet(
    drawings: Sequence[Drawing], *, tile: int = 300, columns: int = COLUMNS, dark: bool = False
) -> bytes:
    """The still drawings side by side with their titles, as PNG."""
    label = round(tile * LABEL_SHARE)
    high = tile * HEIGHT // WIDTH + label
    rows = -(-len(drawings) // columns)
    whole = Image.new("RGB", (tile * columns, high * rows), PAPER[dark])
    font = ImageFont.load_default(label * 0.55)
    pen = ImageDraw.Draw(whole)
    for number, drawing in enumerate(drawings):
        left, top = number % columns * tile, number // columns * high
        whole.paste(picture(still_svg(drawing, dark=dark), tile), (left, top))
        middle = (left + tile / 2, top + high - label / 2)
        pen.text(middle, drawing.title, fill=INK[dark], font=font, anchor="mm")
    return _saved(whole, "PNG")


def _saved(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, optimize=True)
    return out.getvalue()
