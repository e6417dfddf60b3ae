"""A drawing as SVG: moving, still, or one instant.

Nothing in it needs a script, and nothing is fetched. A moving drawing is animated by SMIL; whoever
prefers reduced motion is given the still one, which shows the end with the start behind it: by the
page, or by the document itself where it stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor
from xml.sax.saxutils import escape

from ischia.motion.figure_paint import EDGE_OPACITY, OPACITY, PAPER, colours, night_style
from ischia.motion.figure_scene import HEIGHT, WIDTH, Drawing, Frame, Shape

FINE = 4  # paths are written in quarters of a picture unit, as whole numbers
PAUSE_S = 0.7  # between one repetition and the next
LINE_WIDTH = {"spine": 2.6, "nerve": 4, "towel": 9, "wood": 7, "metal": 9, "way": 4}
EDGE_WIDTH = 1.3
CALM_STYLE = (
    "<style>.still{display:none}@media(prefers-reduced-motion:reduce)"
    "{.moving{display:none}.still{display:inline}}</style>"
)
LEAST_WAY = 14.0  # picture units: a shorter way is not worth an arrow
Ring = Sequence[tuple[float, float]]


def svg_of(
    drawing: Drawing, *, still: bool = False, dark: bool = False, alone: bool = False
) -> str:
    """A drawing as an SVG document, moving or still.

    `alone`: a moving one that holds the still one too, and shows that to whoever prefers reduced
    motion. A page that chooses between the two itself does without.
    """
    body = "".join(_still(drawing, dark=dark) if still else _moving(drawing, dark=dark))
    style = "" if dark else night_style()
    if alone and not still:
        calm = "".join(_still(drawing, dark=dark))
        body = f'<g class="moving">{body}</g><g class="still">{calm}</g>'
        style += CALM_STYLE
    name = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.text)}</desc>"
    return f"{_open(name + style, dark=dark)}{body}</g></svg>\n"


def frame_svg(drawing: Drawing, frame: Frame, *, dark: bool = False) -> str:
    """One instant as an SVG document on paper of its own, for pictures."""
    back = f'<rect width="{WIDTH * FINE}" height="{HEIGHT * FINE}" fill="{PAPER[dark]}"/>'
    body = "".join(_instant(drawing, frame, dark=dark))
    return f"{_open(dark=dark, sized=True)}{back}{body}</g></svg>"


def still_svg(drawing: Drawing, *, dark: bool = False) -> str:
    """The still drawing on paper of its own, for pictures."""
    back = f'<rect width="{WIDTH * FINE}" height="{HEIGHT * FINE}" fill="{PAPER[dark]}"/>'
    return f"{_open(dark=dark, sized=True)}{back}{''.join(_still(drawing, dark=dark))}</g></svg>"


def _open(head: str = "", *, dark: bool, sized: bool = False) -> str:
    size = f' width="{WIDTH}" height="{HEIGHT}"' if sized else ""
    warm = colours(dark=dark)["tint"]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"{size} role="img">'
        f'{head}<defs><radialGradient id="warm"><stop offset=".25" stop-color="{warm}"/>'
        f'<stop offset="1" stop-color="{warm}" stop-opacity="0"/></radialGradient></defs>'
        f'<g transform="scale({1 / FINE})">'
    )


def _instant(drawing: Drawing, frame: Frame, *, dark: bool) -> Iterator[str]:
    parts = [frame.shapes[name] for name in drawing.order if name in frame.shapes]
    for shape in (*drawing.behind, *parts, *drawing.before):
        yield element(shape, dark=dark)


def _still(drawing: Drawing, *, dark: bool) -> Iterator[str]:
    end = drawing.frames[drawing.target]
    for shape in drawing.behind:
        yield element(shape, dark=dark)
    if _length(drawing.way) >= LEAST_WAY:
        yield _ghost(drawing, dark=dark)
    for name in drawing.order:
        if name in end.shapes:
            yield element(end.shapes[name], dark=dark)
    for shape in drawing.before:
        yield element(shape, dark=dark)
    if _length(drawing.way) >= LEAST_WAY:
        yield _arrow(drawing.way, dark=dark)


def _ghost(drawing: Drawing, *, dark: bool) -> str:
    first = drawing.frames[0]
    rings = [
        ring
        for name in drawing.order
        if name in first.shapes and not first.shapes[name].line and name != "shadow"
        for ring in first.shapes[name].rings
    ]
    return element(Shape("ghost", "ghost", tuple(rings), edge=False), dark=dark)


def _length(way: Ring) -> float:
    if not way:
        return 0.0
    (x0, y0), (x1, y1) = way[0], way[-1]
    return ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5


def _arrow(way: Ring, *, dark: bool) -> str:
    """The way of what moves most, with a head at its end."""
    (x1, y1) = way[-1]
    x0, y0 = next((p for p in reversed(way) if abs(p[0] - x1) + abs(p[1] - y1) > 14), way[0])
    size = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    ux, uy = (x1 - x0) / size, (y1 - y0) / size
    tip = ((x1 + 7 * ux, y1 + 7 * uy), (x1 - 7 * ux - 7 * uy, y1 - 7 * uy + 7 * ux),
           (x1 - 7 * ux + 7 * uy, y1 - 7 * uy - 7 * ux))  # fmt: skip
    line = Shape("way", "way", (tuple(way),), edge=False, line=True)
    head = Shape("tip", "way", (tip,), edge=False)
    return element(line, dark=dark, dashed=True) + element(head, dark=dark)


def _moving(drawing: Drawing, *, dark: bool) -> Iterator[str]:
    whole = drawing.seconds + PAUSE_S
    keys = ";".join(f"{frame.t / whole:.3f}".rstrip("0").rstrip(".") for frame in drawing.frames)
    for shape in drawing.behind:
        yield element(shape, dark=dark)
    for name in drawing.order:
        shapes = [frame.shapes.get(name) for frame in drawing.frames]
        yield from _moving_part([s for s in shapes if s], keys, whole, dark=dark)
    for shape in drawing.before:
        yield element(shape, dark=dark)


def _moving_part(shapes: Sequence[Shape], keys: str, whole: float, *, dark: bool) -> Iterator[str]:
    paths = [path_of(shape) for shape in shapes]
    moves = len(set(paths)) > 1 and len(paths) == keys.count(";") + 1
    inner = (
        f'<animate attributeName="d" dur="{whole:g}s" repeatCount="indefinite" '
        f'keyTimes="{keys};1" values="{";".join([*paths, paths[-1]])}"/>'
        if moves
        else ""
    )
    yield element(shapes[0], dark=dark, inner=inner)


def element(shape: Shape, *, dark: bool, inner: str = "", dashed: bool = False) -> str:
    """One path, painted: a line is stroked, anything else filled and, with an edge, lined."""
    paint = colours(dark=dark)
    colour = paint[shape.paint]
    faint = OPACITY.get(shape.paint)
    extra = f' opacity="{faint:g}"' if faint else ""
    if shape.line:
        wide = LINE_WIDTH.get(shape.paint, 3) * FINE
        dash = f' stroke-dasharray="{2 * FINE} {8 * FINE}"' if dashed else ""
        look = (
            f'class="fig-l-{shape.paint}" fill="none" stroke="{colour}" stroke-width="{wide:g}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dash}'
        )
    else:
        fill = "url(#warm)" if shape.paint == "tint" else colour
        look = f'class="fig-{shape.paint}" fill="{fill}"'
        if shape.edge:
            look += (
                f' stroke="{paint["line"]}" stroke-opacity="{EDGE_OPACITY:g}" paint-order="stroke"'
                f' stroke-width="{2 * EDGE_WIDTH * FINE:g}" stroke-linejoin="round"'
            )
    return f'<path d="{path_of(shape)}" {look}{extra}>{inner}</path>'


def path_of(shape: Shape) -> str:
    """The commands of a path: whole numbers, each point from the one before."""
    return "".join(_ring(ring, closed=not shape.line) for ring in shape.rings)


def _ring(ring: Ring, *, closed: bool) -> str:
    whole = [(floor(FINE * x + 0.5), floor(FINE * y + 0.5)) for x, y in ring]
    x, y = whole[0]
    steps = " ".join(f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(whole))
    return f"M{x} {y}l{steps}".replace(" -", "-") + ("z" if closed else "")
