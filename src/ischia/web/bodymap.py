"""The body map: the protocol's regions on the drawing, with what is marked on them.

One mark for each finding that takes regions: pain, tingling, numbness. Each has its own pattern, so
that it is never told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from msgspec import Struct

from ischia.protocol.model import Finding, Protocol
from ischia.web.bodyshape import ARM, BACK, FRONT, NERVE, PLACES, smooth, straight, trunk

LEFT, RIGHT = "left_", "right_"
MARKS = {"pain_regions": "pain", "tingling_regions": "tingle", "numbness_regions": "numb"}


class Spot(Struct, frozen=True):
    """One region on one view. `marks` names those that are on it."""

    value: str
    title: str
    path: str
    on_arm: bool
    marks: tuple[str, ...] = ()


class View(Struct, frozen=True):
    """The body from one side. `left` says on which side of the picture its left is."""

    name: str
    title: str
    trunk: str
    arms: tuple[str, ...]
    nerve: tuple[str, ...]
    spots: tuple[Spot, ...]
    left: str


class Layer(Struct, frozen=True):
    """One finding to be marked: the brush, and its list of regions."""

    finding: Finding
    mark: str
    title: str
    marked: frozenset[str]


def map_findings(protocol: Protocol) -> list[Finding]:
    """What is marked on the map, in the order of the brushes."""
    return [protocol.findings[name] for name in MARKS if name in protocol.findings]


def layers(protocol: Protocol, answers: Mapping[str, object]) -> list[Layer]:
    """The brushes with what was marked with them before."""
    titles = {"pain": _("Pain"), "tingle": _("Tingling"), "numb": _("Numbness")}
    return [
        Layer(finding, MARKS[finding.id], titles[MARKS[finding.id]], marked(answers, finding.id))
        for finding in map_findings(protocol)
    ]


def marked(answers: Mapping[str, object], finding: str) -> frozenset[str]:
    """The regions that an answer names."""
    said = answers.get(finding)
    given = cast("Iterable[str]", said) if isinstance(said, list | tuple | frozenset) else ()
    return frozenset(given)


class Row(Struct, frozen=True):
    """A region in the list, with its sides."""

    label: str
    places: tuple[tuple[str, str], ...]


def rows(protocol: Protocol) -> list[Row]:
    """Every region for the list: (value, side in words)."""
    both = ((LEFT, _("left")), (RIGHT, _("right")))
    return [
        Row(r.label, tuple((s + r.id, t) for s, t in both) if r.paired else ((r.id, _("here")),))
        for r in protocol.regions.values()
    ]


def views(protocol: Protocol, layered: list[Layer]) -> list[View]:
    """Both views with their marks; the back first, where most of it is felt."""
    titles = {BACK: pgettext("view", "Back"), FRONT: pgettext("view", "Front")}
    left = {BACK: "start", FRONT: "end"}
    names = {value: _title(row.label, side) for row in rows(protocol) for value, side in row.places}
    return [
        View(
            name=name,
            title=titles[name],
            trunk=trunk(),
            arms=tuple(smooth(ARM, side=side, closed=True) for side in (1, -1)),
            nerve=tuple(
                smooth(line, side=side, closed=False) for line in NERVE[name] for side in (1, -1)
            ),
            spots=tuple(
                Spot(value, names[value], path, on_arm, _marks(layered, value))
                for value, path, on_arm in _paths(name)
                if value in names
            ),
            left=left[name],
        )
        for name in (BACK, FRONT)
    ]


def _title(label: str, side: str) -> str:
    return f"{label}, {side}"


def _marks(layered: list[Layer], value: str) -> tuple[str, ...]:
    return tuple(layer.mark for layer in layered if value in layer.marked)


@lru_cache(maxsize=2)
def _paths(view: str) -> tuple[tuple[str, str, bool], ...]:
    """Every region of a view: its value, its outline, and whether it is the arm."""
    found: list[tuple[str, str, bool]] = []
    for region, places in PLACES.items():
        if view not in places:
            continue
        points, arm = places[view], region == "arm"
        if any(x < 0 for x, _y in points):
            found.append((region, straight(points, side=1), arm))
            continue
        for start, sign in ((LEFT, 1), (RIGHT, -1)):
            side = sign if view == FRONT else -sign
            path = smooth(points, side=side, closed=True) if arm else straight(points, side=side)
            found.append((start + region, path, arm))
    return tuple(found)
