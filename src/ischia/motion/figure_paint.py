"""The colours of the drawing: warm paper and deep sea, for light and for dark pages.

Each shape carries a class and a fill. Where style sheets reach the drawing, the class wins: a page
that holds the SVG itself may paint it by `.fig-skin { fill: ... }`; a file on its own turns dark
with the reader's setting.
"""

from __future__ import annotations

LIGHT = {
    "skin": "#d8a17d", "skin-far": "#b9845f",
    "shirt": "#2b8a87", "shirt-far": "#1e6b6b",
    "shorts": "#1a4256", "shorts-far": "#123140",
    "hair": "#3b2b24", "line": "#12303b", "spine": "#d9f2ec", "tint": "#ffbe45", "nerve": "#f3b23f",
    "shadow": "#3a4a46", "ghost": "#8fa7a6", "way": "#0e6e73",
    "floor": "#ece5d6", "mat": "#cfe0d8", "mat-side": "#a9c4ba",
    "wood": "#cda877", "wood-side": "#a9845a", "wall": "#ece4d4", "wall-side": "#d3c7b0",
    "cloth": "#f2e8d5", "cloth-side": "#d9ccb2", "ball": "#e6d9c2", "metal": "#7d8f93",
    "metal-side": "#5d7076", "water": "#8cc4cf", "towel": "#f0e3cb",
}  # fmt: skip
DARK = LIGHT | {
    "skin": "#d09a77", "skin-far": "#9c6f52",
    "shirt": "#3fa9a3", "shirt-far": "#2c7f7c",
    "shorts": "#5c86a0", "shorts-far": "#436579",
    "hair": "#75584a", "line": "#071219", "shadow": "#02080c", "ghost": "#4d646e", "way": "#7fd8cf",
    "floor": "#14222b", "mat": "#27424b", "mat-side": "#1b3038",
    "wood": "#97795a", "wood-side": "#715a42", "wall": "#1d2d37", "wall-side": "#2c404b",
    "cloth": "#c9bfae", "cloth-side": "#9d9483", "ball": "#b9ad9a", "metal": "#6f8288",
    "metal-side": "#4f6067", "water": "#2f6570", "towel": "#cfc4af",
}  # fmt: skip
PAPER = {False: "#faf7f0", True: "#0b1620"}
OPACITY = {"shadow": 0.14, "tint": 0.95, "water": 0.45, "spine": 0.85, "ghost": 0.30}
EDGE_OPACITY = 0.42


def colours(*, dark: bool) -> dict[str, str]:
    """The fills by name."""
    return DARK if dark else LIGHT


def stylesheet(scope: str = "") -> str:
    """CSS that paints every class from a custom property; for pages that hold the SVG itself."""
    rules = "".join(f"{scope}.fig-{n}{{fill:var(--fig-{n},{c})}}\n" for n, c in LIGHT.items())
    night = "".join(f"--fig-{name}:{c};" for name, c in DARK.items() if c != LIGHT[name])
    return f"{rules}@media(prefers-color-scheme:dark){{:root{{{night}}}}}\n"


def night_style() -> str:
    """The style element of a drawing that stands alone: dark where the reader's page is dark."""
    fills = "".join(f".fig-{n}{{fill:{c}}}" for n, c in DARK.items() if c != LIGHT[n])
    strokes = "".join(f".fig-l-{n}{{stroke:{c}}}" for n, c in DARK.items() if c != LIGHT[n])
    return f"<style>@media(prefers-color-scheme:dark){{{fills}{strokes}}}</style>"
