"""A person's answers, checked against the findings of the protocol.

Input is what a file, a form or a caller gives: strings, numbers, booleans, lists. Output is `Facts`
with every value in its proper type. All faults are collected and named with a remedy, so that one
look is enough to mend them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from msgspec import Struct

from ischia.care.evaluate import Value
from ischia.protocol.model import SIDES, Finding, Protocol
from ischia.protocol.problems import nearest

_YES_NO: dict[object, str] = {
    "yes": "yes", "no": "no", "unsure": "unsure", "true": "yes", "false": "no",
    True: "yes", False: "no",
}  # fmt: skip
_LONGEST_SHOWN = 60
_MOST_FAULTS = 20
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class AnswerFault(Struct, frozen=True):
    """What is wrong with one field, and what mends it."""

    field: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.field}: {self.fault}. Remedy: {self.remedy}."


class AnswerError(ValueError):
    """The answers cannot be used; `faults` says why."""

    def __init__(self, faults: Iterable[AnswerFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Facts(Struct, frozen=True):
    """Checked answers. `days_old` is the age of the oldest dated one, in days."""

    values: dict[str, Value]
    days_old: int = 0


def read_facts(protocol: Protocol, answers: Mapping[str, object], today: date) -> Facts:
    """Check `answers` ({finding: value} or {finding: {value, at}}). Raises `AnswerError`."""
    values: dict[str, Value] = {}
    faults: list[AnswerFault] = []
    oldest = today
    for key, raw in answers.items():
        if len(faults) >= _MOST_FAULTS:
            faults.append(AnswerFault("answers", "there are more faults", "mend these first"))
            break
        name = key if isinstance(key, str) else shown(key)  # pyright: ignore[reportUnnecessaryIsInstance]
        finding = protocol.findings.get(name)
        if finding is None:
            hint = nearest(name[:_LONGEST_SHOWN], list(protocol.findings))
            remedy = "see `ischia protocol show findings`"
            faults.append(AnswerFault(shown(name), f"there is no such finding{hint}", remedy))
            continue
        try:
            value, at = _value_and_date(name, raw, today)
            if value is not None:
                values[name] = _typed(protocol, finding, value)
                oldest = min(oldest, at or today)
        except AnswerError as error:
            faults.extend(error.faults)
    if faults:
        raise AnswerError(faults)
    return Facts(values, (today - oldest).days)


def read_date(field: str, raw: object, today: date) -> date:
    """An ISO date that is not in the future. Raises `AnswerError`."""
    try:
        day = date.fromisoformat(str(raw) if _DATE.fullmatch(str(raw)) else "")
    except ValueError:
        raise _error(field, f"{shown(raw)} is not a date", "write YYYY-MM-DD") from None
    if day > today:
        raise _error(field, f"{day} is in the future (today is {today})", "correct the date")
    return day


def _value_and_date(name: str, raw: object, today: date) -> tuple[object, date | None]:
    if not isinstance(raw, Mapping):
        return raw, None
    entry: dict[str, object] = {str(key): value for key, value in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    unknown = sorted(entry.keys() - {"value", "at"})
    if unknown or "value" not in entry:
        fault = f"an answer with details has value and at, not {', '.join(unknown) or 'neither'}"
        raise _error(name, fault, "write {value: yes, at: YYYY-MM-DD}")
    at = entry.get("at")
    return entry["value"], None if at is None else read_date(f"{name}.at", at, today)


def _typed(protocol: Protocol, finding: Finding, raw: object) -> Value:
    word = raw.strip().lower() if isinstance(raw, str) else raw
    if word in ("unsure", "not sure"):
        return "unsure"
    if finding.kind == "regions":
        return _regions(protocol, finding, raw)
    if isinstance(word, (list, dict)):
        remedy = _remedy(finding)
        raise _error(finding.id, "a single value is expected, not a list or mapping", remedy)
    if finding.kind == "yes_no":
        if (isinstance(word, (str, bool))) and word in _YES_NO:
            return _YES_NO[word]
        raise _error(finding.id, f"{shown(raw)} is not an answer", _remedy(finding))
    if finding.kind == "number":
        return _number(finding, word)
    choice = next((c for c in finding.choices if c.lower() == word), None)
    if choice is None:
        hint = nearest(shown(word), list(finding.choices))
        raise _error(finding.id, f"{shown(raw)} is not a choice{hint}", _remedy(finding))
    return choice


def _number(finding: Finding, word: object) -> float:
    try:
        number = float(str(word)) if _NUMBER.fullmatch(str(word)) else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise _error(finding.id, f"{shown(word)} is not a number", _remedy(finding))
    if not finding.min <= number <= finding.max:
        raise _error(finding.id, f"{number:g} {finding.unit} is out of range", _remedy(finding))
    return number


def _regions(protocol: Protocol, finding: Finding, raw: object) -> frozenset[str]:
    names = [raw] if isinstance(raw, str) else raw
    if not isinstance(names, (list, tuple, set, frozenset)):
        raise _error(finding.id, f"{shown(raw)} is not a list of regions", _remedy(finding))
    marked: set[str] = set()
    for raw_name in cast("Iterable[object]", names):
        name = raw_name if isinstance(raw_name, str) else shown(raw_name)
        side, _, rest = name.partition("_")
        if name not in protocol.region_names:
            sided = side in SIDES and rest in protocol.regions
            hint = f" ({rest} has no side)" if sided else nearest(name, protocol.region_names)
            remedy = "see `ischia protocol show regions`"
            raise _error(finding.id, f"{shown(name)} is not a body region{hint}", remedy)
        marked.update((name, rest if side in SIDES else name))
    return frozenset(marked)


def _remedy(finding: Finding) -> str:
    if finding.kind == "yes_no":
        return "answer yes, no or unsure"
    if finding.kind == "number":
        return f"give a number from {finding.min:g} to {finding.max:g} ({finding.unit}), or unsure"
    if finding.kind == "choice":
        return f"answer one of {', '.join(finding.choices)}, or unsure"
    return "give a list of region ids, for example [buttock, left_calf]"


def _error(field: str, fault: str, remedy: str) -> AnswerError:
    return AnswerError([AnswerFault(field, fault, remedy)])


def shown(value: object) -> str:
    """A value as it may be printed: quoted, without control characters, and not too long."""
    try:
        text = repr(value)
    except ValueError:  # an integer of thousands of digits
        text = "a very long number"
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
