"""What the report is made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext
from msgspec import Struct


class Row(Struct, frozen=True, kw_only=True):
    """One line: what it is about, and what is so. `small` adds to it in small print."""

    head: str
    text: str = ""
    small: str = ""


class Section(Struct, frozen=True, kw_only=True):
    """A heading with its lines. `lead` stands before them, `note` after; `alarm` marks danger."""

    title: str
    rows: tuple[Row, ...] = ()
    lead: str = ""
    note: str = ""
    alarm: bool = False

    @property
    def says(self) -> str:
        """All lines as one text."""
        return "; ".join(f"{row.head}: {row.text}" for row in self.rows)


def first_of(rows: Sequence[Row], most: int) -> tuple[tuple[Row, ...], str]:
    """The first lines, and in words how many are left out."""
    left = len(rows) - most
    if left <= 0:
        return tuple(rows), ""
    words = ngettext("%(n)d more is in Ischia.", "%(n)d more are in Ischia.", left) % {"n": left}
    return tuple(rows[:most]), words


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters, with the sign that there is more."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
