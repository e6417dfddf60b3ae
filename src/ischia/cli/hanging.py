"""A console on which a line that is too long goes on under its own words, not under its number."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.text import Text

_LEAD = re.compile(r" *(?:- |\d+\. )?")
_LEAST = 20  # below this width nothing hangs


class HangingConsole(Console):
    """Prints texts with hanging indents."""

    def print(self, *objects: Any, **kwargs: Any) -> None:
        """As `Console.print`."""
        super().print(*(_hung(self, one) for one in objects), **kwargs)


def _hung(console: Console, one: Any) -> Any:
    return hanging(console, one, console.width) if isinstance(one, Text) else one


def hanging(console: Console, text: Text, width: int) -> Text:
    """The text with its long lines broken, each going on where its words began."""
    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        found = _LEAD.match(line.plain)
        lead = found.end() if found else 0
        if line.cell_len <= width or width - lead < _LEAST:
            lines.append(line)
            continue
        head, rest = line.divide([lead])
        first, *more = rest.wrap(console, width - lead)
        lines.append(head + first)
        lines.extend(Text(" " * lead) + part for part in more)
    for line in lines:
        line.rstrip()
    return Text("\n", end=text.end, style=text.style).join(lines)
