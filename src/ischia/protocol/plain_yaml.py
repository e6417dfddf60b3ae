"""Read YAML as plain text, lists and mappings, safely and with line numbers.

Every scalar stays a string ("no" is "no", not False; "010" is not eight), because the place that
knows the type of a value does the conversion. Aliases (YAML bombs), duplicate keys, tags, and
nesting or sizes that no honest file needs are refused before anything is built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20
MAX_NODES = 100_000

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
    parser = Parser(text)
    try:
        builder = _Builder(parser)
        return Document(builder.document(), builder.lines)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise PlainYamlError(
            f"this is not valid YAML: {problem}", mark.line + 1 if mark else 1
        ) from None
    finally:
        parser.dispose()


class _Builder:
    """Reads the parser's events. Comparing exact types instead of classes halves its time."""

    def __init__(self, parser: Any) -> None:
        self.get_event = parser.get_event
        self.seen = 0
        self.lines: dict[Path, int] = {}

    def document(self) -> Plain:
        self.get_event()  # stream start
        if type(self.get_event()) is yaml.StreamEndEvent:
            return None
        content = self.node(self.get_event(), (), 0)
        self.get_event()  # document end
        event = self.get_event()
        if type(event) is not yaml.StreamEndEvent:
            line = event.start_mark.line + 1
            raise PlainYamlError("there is more than one YAML document (---); keep one", line)
        return content

    def node(self, event: Any, path: Path, depth: int) -> Plain:
        kind = type(event)  # pyright: ignore[reportUnknownVariableType]
        line = self.lines[path] = event.start_mark.line + 1
        self.seen += 1
        if kind is yaml.AliasEvent or event.anchor or event.tag or self.seen > MAX_NODES:
            raise PlainYamlError(_refusal(event), line)
        if depth > MAX_DEPTH:
            raise PlainYamlError(f"nested more than {MAX_DEPTH} levels deep", line)
        if kind is yaml.ScalarEvent:
            return _scalar(event)
        if kind is yaml.SequenceStartEvent:
            return self.sequence(path, depth)
        return self.mapping(path, depth)

    def sequence(self, path: Path, depth: int) -> Plain:
        items: list[Plain] = []
        while type(event := self.get_event()) is not yaml.SequenceEndEvent:
            items.append(self.node(event, (*path, len(items)), depth + 1))
        return items

    def mapping(self, path: Path, depth: int) -> Plain:
        pairs: dict[str, Plain] = {}
        while type(event := self.get_event()) is not yaml.MappingEndEvent:
            line = event.start_mark.line + 1
            if type(event) is yaml.AliasEvent or event.anchor or event.tag:
                raise PlainYamlError(_refusal(event), line)
            if type(event) is not yaml.ScalarEvent:
                raise PlainYamlError("a key must be a plain word", line)
            key: str = event.value
            if key in pairs:
                raise PlainYamlError(f"{key!r} stands here twice; keep one", line)
            pairs[key] = self.node(self.get_event(), (*path, key), depth + 1)
        return pairs


def _refusal(event: Any) -> str:
    if type(event) is yaml.AliasEvent:
        return "YAML aliases (*name) are not accepted; write it out"
    if event.anchor:
        return "YAML anchors (&name) are not accepted; write it out"
    if event.tag:
        return f"YAML tags ({event.tag}) are not accepted; remove it"
    return "this file has far more entries than it needs"


def _scalar(event: Any) -> str | None:
    plain = not event.style
    if plain and event.value in ("", "~", "null"):
        return None
    return str(event.value)
