"""Answers from a file or a stream: YAML or JSON, bounded in size, with errors that say what to do.

The shape is `answers: {finding: value}`, and optionally `at: YYYY-MM-DD` (when they were given).
What a program needs besides (diagnosis, states, equipment ...) may stand in the same file; it is
checked by `program_request`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from ischia.care.answers import AnswerError, AnswerFault, Facts, read_date, shown
from ischia.care.check import Checker
from ischia.protocol.plain_yaml import PlainYamlError, read_yaml
from ischia.protocol.problems import nearest

MAX_BYTES = 1_000_000
START = "write `answers:` and below it `finding: value`"
KEYS = (
    "answers", "at", "diagnosis", "stage", "state", "equipment", "minutes", "clearance",
)  # fmt: skip


class AnswersFile(Struct, frozen=True):
    """What a file says, not yet checked against the protocol."""

    answers: dict[str, object]
    at: object = None
    diagnosis: object = None
    stage: object = None
    state: object = None
    equipment: object = None
    minutes: object = None
    clearance: object = None


def read_answers_file(name: str) -> AnswersFile:
    """Read FILE, or standard input when `name` is "-". Raises `AnswerError`."""
    return AnswersFile(**read_form(name, KEYS))  # pyright: ignore[reportArgumentType]


def read_form(name: str, keys: Sequence[str], line: str = "finding") -> dict[str, object]:
    """The content of a file with `answers`, a mapping, and no other keys than `keys`.

    `line` is what a line of the answers names. Raises `AnswerError`.
    """
    content = read_content(name)
    if not isinstance(content, dict):
        raise _error(name, "this holds no answers", f"start with `answers:` and one line a {line}")
    form: dict[str, object] = content  # pyright: ignore[reportUnknownVariableType]
    for key in form:
        if key not in keys:
            hint = nearest(key, keys)
            remedy = f"use {', '.join(keys)}; {line}s go below answers"
            raise _error(_field(key), f"this is not a part of an answers file{hint}", remedy)
    if not isinstance(form.get("answers"), dict):
        fault = "missing" if "answers" not in form else f"not a list of `{line}: value` lines"
        raise _error("answers", fault, f"write `answers:` and below it `{line}: value`")
    return form


def read_content(name: str, start: str = START) -> object:
    """What stands in a YAML or JSON file; `start` tells what to write into an empty one.

    Raises `AnswerError`.
    """
    text = _decode(name, _read_bytes(name), start)
    return _parse_json(name, text) if text.lstrip()[:1] in "{[" else _parse_yaml(name, text)


def facts_of(checker: Checker, file: AnswersFile, today: date) -> Facts:
    """Check a file's answers. Raises `AnswerError`."""
    facts = checker.read(file.answers, today)
    if file.at is None:
        return facts
    days = (today - read_date("at", file.at, today)).days
    return Facts(facts.values, max(days, facts.days_old))


def _read_bytes(name: str) -> bytes:
    if name == "-":
        if not sys.stdin:
            raise _error(name, "standard input is closed", "pipe the answers in, or name a file")
        return _bounded(name, sys.stdin.buffer)
    if "\0" in name:
        raise _error(shown(name), "no file can have this name", "check the file's name")
    try:
        with Path(name).open("rb") as stream:
            return _bounded(name, stream)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise _error(name, f"cannot be opened: {reason}", "check the file's name") from None


def _bounded(name: str, stream: BinaryIO) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        fault = f"larger than {MAX_BYTES:,} bytes, which no person's answers are"
        raise _error(name, fault, "give one person's answers")
    return data


def _decode(name: str, data: bytes, start: str) -> str:
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        fault = f"not UTF-8 text (byte {error.start})"
        raise _error(name, fault, "save the file as UTF-8") from None
    if not text.strip():
        raise _error(name, "empty", start)
    return text


def _parse_yaml(name: str, text: str) -> object:
    try:
        return read_yaml(text).content
    except PlainYamlError as error:
        remedy = "mend that line; see docs/guide/answers-file.md"
        raise _error(f"{name}, line {error.line}", error.message, remedy) from None


def _parse_json(name: str, text: str) -> object:
    try:
        return json.loads(
            text, object_pairs_hook=_unique_keys, parse_constant=_no_constant, parse_int=_number
        )
    except RecursionError:
        raise _error(name, "nested too deeply", "keep to {answers: {finding: value}}") from None
    except json.JSONDecodeError as error:
        place = f"{name}, line {error.lineno}"
        raise _error(place, f"this is not valid JSON: {error.msg}", "mend that line") from None


def _unique_keys(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    content: dict[str, object] = {}
    for key, value in pairs:
        if key in content:
            raise _error(_field(key), "this key stands here twice", "keep one of the two")
        content[key] = value
    return content


def _field(key: str) -> str:
    """A key as it may be printed."""
    return key if key.isidentifier() and key == shown(key)[1:-1] else shown(key)


def _no_constant(word: str) -> object:
    raise _error(word, "this is not a number in JSON", "give a number, or leave the finding out")


def _number(digits: str) -> float:
    return float(digits)


def _error(field: str, fault: str, remedy: str) -> AnswerError:
    return AnswerError([AnswerFault(field, fault, remedy)])
