"""What every function of `care` returns: a value with the reasons that led to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from ischia.protocol.model import Grade, Item, Review

T = TypeVar("T")


class Reason(Struct, frozen=True, kw_only=True):
    """Why: the rule of the protocol, the findings it used, and where the rule comes from."""

    rule: str
    text: str
    findings: tuple[str, ...]
    source: tuple[str, ...]
    grade: Grade
    review: Review


class Decision(Struct, Generic[T], frozen=True):
    """A decided value and its reasons, the weightiest first."""

    value: T
    reasons: tuple[Reason, ...]


def unique(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, in their order. They are few: comparing them is quicker than hashing."""
    found: list[Reason] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)


def reason_of(item: Item, text: str, findings: tuple[str, ...]) -> Reason:
    """The reason that an item of the protocol gives."""
    return Reason(
        rule=item.id,
        text=text,
        findings=findings,
        source=item.source,
        grade=item.grade,
        review=item.review,
    )
