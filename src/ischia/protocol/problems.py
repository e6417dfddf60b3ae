"""What is wrong with a protocol file, where, and what mends it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec

from ischia.protocol.plain_yaml import Document


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the protocol. `line` counts from 1; 0 means the file as a whole."""

    path: Path
    line: int
    fault: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.fault}. Remedy: {self.remedy}."


class ProtocolError(ValueError):
    """The protocol cannot be used; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def nearest(word: str, known: Sequence[str]) -> str:
    """` (did you mean X?)`, or nothing when no known word is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


_STEP = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")


def explain_shape_error(
    error: msgspec.ValidationError, shape: type, path: Path, document: Document
) -> Problem:
    """Turn msgspec's message into file, line, fault and remedy; name the allowed keys."""
    message, _, where = str(error).partition(" - at `$")
    steps: list[str | int] = []
    for name, index in _STEP.findall(where.rstrip("`")):
        steps.append(name or (0 if index == "..." else int(index)))
    unknown = re.search(r"unknown field `(\w+)`", message)
    if unknown:
        owner = _shape_at(shape, steps)
        allowed = sorted(field.name for field in msgspec.structs.fields(owner))
        allowed = [name for name in allowed if name != "group"]
        steps.append(unknown[1])
        fault = f"{unknown[1]!r} is not a field here{nearest(unknown[1], allowed)}"
        return Problem(path, _line(document, steps), fault, f"use one of: {', '.join(allowed)}")
    dotted = ".".join(str(step) for step in steps)
    fault = f"{dotted}: {message}" if dotted else message
    return Problem(path, _line(document, steps), fault, "correct the value or add the field")


def _line(document: Document, steps: Sequence[str | int]) -> int:
    for end in range(len(steps), -1, -1):
        if tuple(steps[:end]) in document.lines:
            return document.lines[tuple(steps[:end])]
    return 1


def _shape_at(shape: type, steps: Sequence[str | int]) -> type:
    """The struct that the path `steps` inside `shape` leads to."""
    current: Any = shape
    for step in steps:
        if (
            isinstance(step, str)
            and isinstance(current, type)
            and issubclass(current, msgspec.Struct)
        ):
            current = get_type_hints(current)[step]
        else:
            current = (
                get_args(current)[-1] if get_args(current)[-1] is not ... else get_args(current)[0]
            )
        if not isinstance(current, type) or get_args(current):
            structs = [arg for arg in get_args(current) if _is_struct(arg)]
            current = structs[0] if structs and type(None) in get_args(current) else current
    if not _is_struct(current):
        inner = [arg for arg in get_args(current) if _is_struct(arg)]
        return inner[0] if inner else shape
    return current


def _is_struct(candidate: object) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, msgspec.Struct)
