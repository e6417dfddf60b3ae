"""The condition language of the protocol: when does a rule, a feature or a question apply?

A condition is written in YAML as one of

    saddle_numbness                              the answer is yes
    {finding: age_years, at_least: 70}           a number (at_least, at_most, above, below)
    {finding: sex, is: [male]}                   a choice, or a yes/no answer other than yes
    {finding: pain_regions, includes: [calf]}    any of these body regions is marked
    {tool: sugioka_2008, at_least: 7}            the score of a published tool
    {all: [...]}  {any: [...]}  {at_least: 2, of: [...]}

There is no "not". Every operator can only become truer when one of its parts does, so a rule
built from dangers is monotone by construction; `care.proof` proves it again for what was loaded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Number = float


class ConditionError(ValueError):
    """A condition that cannot be read; the text names the fault and the remedy."""


class Condition:
    """The base of the six forms below."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Test(Condition):
    """One finding compared with a value; `op` is is, includes, at_least, at_most, above, below."""

    __test__ = False  # not a pytest class

    finding: str
    op: str
    values: tuple[str, ...] = ()
    number: Number = 0.0


@dataclass(frozen=True, slots=True)
class ToolTest(Condition):
    """A published tool's score compared with its cut-off, in the tool's own points."""

    tool: str
    at_least: Number


@dataclass(frozen=True, slots=True)
class All(Condition):
    """Every part."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(Condition):
    """At least one part."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast(Condition):
    """At least `count` parts."""

    count: int
    of: tuple[Condition, ...]


NUMBER_OPS = ("at_least", "at_most", "above", "below")
LIST_OPS = ("is", "includes")
_FORMS = (
    "a finding's id; {finding, is|includes|at_least|at_most|above|below}; {tool, at_least}; "
    "{all: [...]}; {any: [...]}; {at_least: N, of: [...]}"
)


def parse_condition(raw: object) -> Condition:
    """Turn the YAML form into a `Condition`. Raises `ConditionError`."""
    if isinstance(raw, str):
        return Test(raw, "is", ("yes",))
    if not isinstance(raw, dict):
        raise ConditionError(f"a condition must be {_FORMS}")
    form: dict[str, object] = {str(key): value for key, value in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    keys = set(form)
    if keys == {"all"}:
        return All(_parts(form["all"]))
    if keys == {"any"}:
        return Any(_parts(form["any"]))
    if keys == {"at_least", "of"}:
        parts = _parts(form["of"])
        count = _number(form["at_least"])
        if not count.is_integer() or not 1 <= count <= len(parts):
            raise ConditionError(f"at_least: {count:g} cannot be met by {len(parts)} parts")
        return AtLeast(int(count), parts)
    if keys == {"tool", "at_least"}:
        return ToolTest(str(form["tool"]), _number(form["at_least"]))
    if "finding" in keys and len(keys) == 2:
        return _parse_test(str(form["finding"]), (keys - {"finding"}).pop(), form)
    raise ConditionError(f"a condition with the keys {sorted(keys)} is unknown; write {_FORMS}")


def _parse_test(finding: str, op: str, form: dict[str, object]) -> Test:
    if op in NUMBER_OPS:
        return Test(finding, op, number=_number(form[op]))
    if op in LIST_OPS:
        values = tuple(str(value) for value in _as_list(form[op]))
        if not values:
            raise ConditionError(f"{op}: names nothing, so it could never hold")
        return Test(finding, op, values)
    raise ConditionError(f"{op!r} is not a comparison; use one of {(*LIST_OPS, *NUMBER_OPS)}")


def _parts(raw: object) -> tuple[Condition, ...]:
    if not isinstance(raw, list) or not raw:
        raise ConditionError("all, any and of take a list with at least one condition")
    return tuple(parse_condition(part) for part in _as_list(raw))  # pyright: ignore[reportUnknownArgumentType]


def _as_list(raw: object) -> list[object]:
    return list(raw) if isinstance(raw, list) else [raw]  # pyright: ignore[reportUnknownArgumentType]


def _number(raw: object) -> Number:
    try:
        number = float(str(raw))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ConditionError(f"{raw!r} is not a number")
    return number


def write_condition(condition: Condition) -> object:
    """The YAML form of a condition: the inverse of `parse_condition`."""
    match condition:
        case Test(finding, "is", ("yes",)):
            return finding
        case Test(finding, op, values, number):
            return {"finding": finding, op: number if op in NUMBER_OPS else list(values)}
        case ToolTest(tool, at_least):
            return {"tool": tool, "at_least": at_least}
        case All(of):
            return {"all": [write_condition(part) for part in of]}
        case Any(of):
            return {"any": [write_condition(part) for part in of]}
        case AtLeast(count, of):
            return {"at_least": count, "of": [write_condition(part) for part in of]}
        case _:
            raise TypeError(f"no such form of condition: {condition!r}")


def leaves(condition: Condition) -> Iterator[Test | ToolTest]:
    """The comparisons of a condition, in the order they are written."""
    if isinstance(condition, (Test, ToolTest)):
        yield condition
    for part in parts_of(condition):
        yield from leaves(part)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The parts of a compound condition; none of a comparison."""
    return condition.of if isinstance(condition, (All, Any, AtLeast)) else ()


def findings_of(condition: Condition) -> tuple[str, ...]:
    """The ids of the findings a condition reads, each once, in order."""
    return tuple(dict.fromkeys(x.finding for x in leaves(condition) if isinstance(x, Test)))


T = TypeVar("T")


def fold(
    condition: Condition,
    leaf: Callable[[Test | ToolTest], T],
    every: Callable[[Sequence[T]], T],
    some: Callable[[Sequence[T]], T],
    count: Callable[[int, Sequence[T]], T],
) -> T:
    """Interpret a condition in any algebra: closures to decide, solver terms to prove."""
    if isinstance(condition, (Test, ToolTest)):
        return leaf(condition)
    parts = [fold(part, leaf, every, some, count) for part in parts_of(condition)]
    if isinstance(condition, All):
        return every(parts)
    if isinstance(condition, AtLeast):
        return count(condition.count, parts)
    return some(parts)
