"""A person doing an exercise, drawn from its movement specification."""

from __future__ import annotations

from ischia.motion.figure_scene import draw
from ischia.motion.figure_svg import svg_of
from ischia.protocol.model import Protocol


def figure_svg(
    protocol: Protocol, exercise_id: str, *, view: str = "", still: bool = False,
    dark: bool = False, fault: str = "",
) -> str:  # fmt: skip
    """The exercise as an SVG document with a title and a description for screen readers.

    It follows the reader's light or dark setting where style sheets work; `dark` fixes it. `still`
    is for reduced motion: the end of the movement, the start behind it. `fault` shows it done
    wrong. Raises `KeyError` for an exercise without a movement, and for an unknown view or fault.
    """
    drawing = draw(protocol, exercise_id, view=view, fault=fault)
    return svg_of(drawing, still=still, dark=dark, alone=True)
