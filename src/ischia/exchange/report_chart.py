"""Pain by week as a small drawing: leg as a full line, back as a broken one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from django.utils.translation import gettext as _

from ischia.exchange.words import day_in_words
from ischia.record.story import DAYS, Story

WIDTH, HEIGHT = 360, 132
LEFT, RIGHT, TOP, BOTTOM = 24, 52, 8, 20
HIGHEST = 10
NAME_HEIGHT = 10
MARKS = (0, 5, 10)
FONTS = "Atkinson Hyperlegible, Liberation Sans, DejaVu Sans, sans-serif"
INK, FAINT, LEG, BACK, REST = "#10232d", "#c9c1b2", "#0e626b", "#6b4a12", "#f3d9cf"


def pain_chart(story: Story) -> str:
    """An SVG drawing; empty before there is a week with pain told."""
    weeks = story.weeks
    leg, back = [week.leg for week in weeks], [week.back for week in weeks]
    if not any(value is not None for value in (*leg, *back)):
        return ""
    first, last = day_in_words(weeks[0].start), day_in_words(weeks[-1].start)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="{FONTS}" font-size="9">',
        *(_flare(story, flare.start, flare.end) for flare in story.flares),
        *(_mark(value) for value in MARKS),
        _text(LEFT, HEIGHT - 5, first),
        _text(WIDTH - RIGHT, HEIGHT - 5, last, anchor="end") if len(weeks) > 1 else "",
        _line("chart-leg", LEG, "", leg),
        _line("chart-back", BACK, "4 3", back),
        _name("chart-leg", _("leg"), leg, back),
        _name("chart-back", _("back"), back, leg),
        "</svg>",
    ]
    return "".join(parts)


def _x(place: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place / max(count - 1, 1))


def _y(value: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / HIGHEST)


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "chart-ink") -> str:
    fill = {"chart-leg": LEG, "chart-back": BACK}.get(kind, INK)
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place} fill="{fill}">{escape(text)}</text>'


def _mark(value: int) -> str:
    y = _y(value)
    line = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"'
    drawn = f'<line class="chart-faint" {line} stroke="{FAINT}" stroke-width="0.7"/>'
    return drawn + _text(LEFT - 5, y + 3, str(value), anchor="end")


def _flare(story: Story, start: date, end: date) -> str:
    """Days of relative rest, as a stripe."""
    first, count = story.weeks[0].start, len(story.weeks)
    a, b = ((day - first).days / DAYS for day in (start, end))
    x = max(_x(a, count), LEFT)
    wide = max(min(_x(b, count), WIDTH - RIGHT) - x, 1.5)
    if x > WIDTH - RIGHT:
        return ""
    box = f'x="{x:.1f}" y="{TOP}" width="{wide:.1f}" height="{HEIGHT - TOP - BOTTOM}"'
    return f'<rect class="chart-rest" {box} fill="{REST}"/>'


def _line(kind: str, colour: str, dash: str, values: Sequence[float | None]) -> str:
    """Broken where nothing was told; a single week is a dot."""
    drawn: list[str] = []
    for run in _runs(values):
        points = " ".join(f"{_x(place, len(values)):.1f},{_y(value):.1f}" for place, value in run)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        drawn.append(
            f'<polyline class="{kind}" points="{points}" fill="none" stroke="{colour}" '
            f'stroke-width="1.8" stroke-linejoin="round"{dashes}/>'
        )
        if len(run) == 1:
            x, y = points.split(",")
            drawn.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="2.2" fill="{colour}"/>')
    return "".join(drawn)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def _name(kind: str, name: str, mine: Sequence[float | None], other: Sequence[float | None]) -> str:
    """The name at the end of its line, moved off the other's."""
    told = [value for value in mine if value is not None]
    if not told:
        return ""
    rest = [value for value in other if value is not None]
    y = _y(told[-1]) + 3
    if rest and abs(_y(rest[-1]) + 3 - y) < NAME_HEIGHT:
        above = told[-1] > rest[-1] or (told[-1] == rest[-1] and kind == "chart-leg")
        y += -NAME_HEIGHT / 2 if above else NAME_HEIGHT / 2
    return _text(WIDTH - RIGHT + 5, y, name, kind=kind)
