"""A fault that a check of the lint found in one field of one item."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` and `item` name the file, `field` the line in it."""

    kind: str
    item: str
    field: str
    text: str
    remedy: str
