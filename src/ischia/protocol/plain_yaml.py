"""Read YAML as plain text, lists and mappings, safely and with line numbers.

Every scalar stays a string ("no" is "no", not False; "010" is not eight), because the place that
knows the type of a value does the conversion. Aliases (YAML bombs), duplicate keys, tags, and
nesting or sizes that no honest file needs are refused before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20
MAX_EVENTS = 200_000

Path = tuple[str | int, ...]
Plain = str | list["Plain"] | dict[str, "Plain"] | None


class PlainYamlError(ValueError):
    """The text is not YAML that we accept. `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file, and the line on which each path into it starts."""

    content: Plain
    lines: dict[Path, int]


def read_yaml(text: str) -> Document:
    """Parse one YAML document. Raises `PlainYamlError` with the line."""
    try:
        builder = _Builder(yaml.parse(text, Loader=Parser))
        return Document(builder.document(), builder.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise PlainYamlError(
            f"this is not valid YAML: {problem}", mark.line + 1 if mark else 1
        ) from None


class _Builder:
    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.seen = 0
        self.lines: dict[Path, int] = {}

    def next(self) -> Any:
        event = next(self.events)
        self.seen += 1
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise PlainYamlError("YAML aliases (*name) are not accepted; write it out", line)
        if getattr(event, "anchor", None):
            raise PlainYamlError("YAML anchors (&name) are not accepted; write it out", line)
        if getattr(event, "tag", None):
            raise PlainYamlError(f"YAML tags ({event.tag}) are not accepted; remove it", line)
        if self.seen > MAX_EVENTS:
            raise PlainYamlError("this file has far more entries than it needs", line)
        return event

    def document(self) -> Plain:
        self.next()  # stream start
        if isinstance(self.next(), yaml.StreamEndEvent):
            return None
        content = self.node(self.next(), (), 0)
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            line = event.start_mark.line + 1
            raise PlainYamlError("there is more than one YAML document (---); keep one", line)
        return content

    def node(self, event: Any, path: Path, depth: int) -> Plain:
        line = event.start_mark.line + 1
        self.lines[path] = line
        if depth > MAX_DEPTH:
            raise PlainYamlError(f"nested more than {MAX_DEPTH} levels deep", line)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def sequence(self, path: Path, depth: int) -> Plain:
        items: list[Plain] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Path, depth: int) -> Plain:
        pairs: dict[str, Plain] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent):
                raise PlainYamlError("a key must be a plain word", line)
            key = str(event.value)
            if key in pairs:
                raise PlainYamlError(f"{key!r} stands here twice; keep one", line)
            pairs[key] = self.node(self.next(), (*path, key), depth + 1)
        return pairs


def _scalar(event: Any) -> str | None:
    plain = not event.style
    if plain and event.value in ("", "~", "null"):
        return None
    return str(event.value)
