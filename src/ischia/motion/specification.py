"""Movement specifications as files of their own: what `ischia learn` writes and `--spec` reads.

The same YAML as in the protocol's `movements`, so that a taught movement can be put into a protocol
pack as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec
import numpy as np

from ischia.protocol.lint_movements import check_specification
from ischia.protocol.load import MAX_FILE_BYTES
from ischia.protocol.model import Protocol
from ischia.protocol.movement import Learned, Movement
from ischia.protocol.plain_yaml import PlainYamlError, read_yaml
from ischia.protocol.problems import explain_shape_error

HOW = "see docs/reference/learn.md, or make one with `ischia learn`"
PLACES = 4  # decimals of learned numbers


class SpecificationError(ValueError):
    """The specification cannot be used. `field` is where, `remedy` what mends it."""

    def __init__(self, field: str, fault: str, remedy: str) -> None:
        self.field, self.fault, self.remedy = field, fault, remedy
        super().__init__(f"{field}: {fault}. Remedy: {remedy}.")


def read_movement(path: Path, protocol: Protocol | None = None) -> Movement:
    """Read a specification; with `protocol`, its names and angles are checked too.

    Raises `SpecificationError` naming the field.
    """
    movement = _decoded(path, _text(path))
    if protocol is not None:
        for fault in check_specification(protocol, movement):
            raise SpecificationError(fault.field or fault.item, fault.text, fault.remedy)
    if movement.learned is not None:
        _check_learned(movement.learned)
    return movement


def movement_yaml(movement: Movement) -> str:
    """The specification as YAML, with short lines for the long lists of numbers."""
    plain = msgspec.to_builtins(movement)
    lines = [line for name, value in plain.items() for line in _lines(name, value, movement)]
    return "\n".join(lines) + "\n"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise SpecificationError(str(path), f"larger than {MAX_FILE_BYTES} bytes", HOW)
        return path.read_text("utf-8")
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise SpecificationError(str(path), reason, "give the file of a specification") from None
    except UnicodeDecodeError:
        raise SpecificationError(str(path), "this is not UTF-8 text", HOW) from None


def _decoded(path: Path, text: str) -> Movement:
    try:
        document = read_yaml(text)
    except PlainYamlError as error:
        raise SpecificationError(f"{path}:{error.line}", error.message, HOW) from None
    if not isinstance(document.content, dict):
        raise SpecificationError(f"{path}:1", "it is not a mapping of fields", HOW)
    try:
        return msgspec.convert(document.content, Movement, strict=False)
    except msgspec.ValidationError as error:
        problem = explain_shape_error(error, Movement, path, document)
        raise SpecificationError(f"{path}:{problem.line}", problem.fault, problem.remedy) from None


def _check_learned(learned: Learned) -> None:
    """Every list as long as it must be, and only numbers that are numbers."""
    width = len(learned.directions)
    for field, found in (("spread", learned.spread), ("weight", learned.weight)):
        if len(found) != width:
            raise SpecificationError(
                f"learned.{field}", f"{len(found)} numbers", f"give {width}, one a direction"
            )
    paths = [row for person in learned.paths for row in person]
    if not paths or any(len(row) != width for row in paths):
        raise SpecificationError("learned.paths", "rows of the wrong length", f"give {width} a row")
    if len({len(person) for person in learned.paths}) != 1:
        raise SpecificationError("learned.paths", "people with different steps", HOW)
    numbers = [*learned.spread, *learned.weight, learned.limit, *np.ravel(paths).tolist()]
    if not all(math.isfinite(number) for number in numbers) or min(learned.spread) <= 0:
        raise SpecificationError("learned", "a number is missing or not above 0", HOW)


def _lines(name: str, value: object, movement: Movement) -> Iterator[str]:
    """One field as lines of YAML; what is empty is left out."""
    if name == "group" or _empty(value):
        return
    if name in ("phases", "rests", "start_rests"):
        yield f"{name}:"
        yield from (f"- {_flow(entry)}" for entry in cast("list[object]", value))
    elif name == "learned" and movement.learned is not None:
        yield "learned:"
        yield from _learned_lines(movement.learned)
    else:
        yield f"{name}: {_flow(value)}"


def _empty(value: object) -> bool:
    return value is None or value in ("", [], (), {})


def _learned_lines(learned: Learned) -> Iterator[str]:
    for name in ("skeleton", "space", "people", "repetitions", "seconds", "limit"):
        yield f"  {name}: {_flow(getattr(learned, name))}"
    yield "  signal:"
    yield from (f"  - {_flow(msgspec.to_builtins(span))}" for span in learned.signal)
    for name in ("directions", "spread", "weight"):
        yield f"  {name}: {_flow(list(getattr(learned, name)))}"
    yield "  paths:"
    for person in learned.paths:
        for number, row in enumerate(person):
            yield f"  {'  -' if number else '- -'} {_flow(list(row))}"


def _flow(value: object) -> str:
    """A value in YAML's flow style; empty fields of a mapping are left out."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value).items()
        kept = [f"{key}: {_flow(one)}" for key, one in fields if not _empty(one)]
        return "{" + ", ".join(kept) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in cast("list[object]", value)) + "]"
    if isinstance(value, float):
        return f"{round(value, PLACES) + 0.0:g}"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = text.replace("_", "").replace(".", "").isalnum() and text.isascii()
    return text if plain else msgspec.json.encode(text).decode()
