"""Every kept decision made again from its own input, by the knowledge that made it.

What this software adds to a value does not count as a difference; what it leaves out or changes
does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec
from msgspec import Struct

from ischia.care.answers import AnswerError
from ischia.care.decision import Decision as Decided
from ischia.protocol.problems import ProtocolError
from ischia.record.checks import CheckGiven, check_on
from ischia.record.decisions import ADAPTATION, CHECK, PRACTICE, PROGRAM
from ischia.record.keep import plain
from ischia.record.knowledge import Knowledge, KnowledgeError, knowledge_of
from ischia.record.models import Decision, Person
from ischia.record.practices import adaptation_on, practice_on
from ischia.record.programs import Basis, plan_on


class Difference(Struct, frozen=True):
    """A decision that does not come out as it was kept: where, what was kept, what comes out."""

    decision: int
    kind: str
    protocol: str
    software: str
    where: str
    kept: object
    now: object


def replay(person: Person | None = None) -> Iterator[tuple[Decision, Difference | None]]:
    """Every decision (of one person, or of all), each with its difference, if there is one."""
    rows = Decision.objects.order_by("pk")
    rows = rows if person is None else rows.filter(person=person)
    for row in rows.iterator(200):
        yield row, _difference(row)


def decide_again(by: Knowledge, kind: str, given: Any) -> Decided[Any]:
    """A decision of this kind from its whole input."""
    if kind == CHECK:
        return check_on(by, msgspec.convert(given, CheckGiven))
    if kind == PROGRAM:
        return plan_on(by, msgspec.convert(given, Basis))
    if kind == PRACTICE:
        return practice_on(by, given)
    if kind == ADAPTATION:
        return adaptation_on(by, given)
    raise KnowledgeError(f"this software knows no decision of the kind {kind!r}")


def _difference(row: Decision) -> Difference | None:
    try:
        decided = decide_again(knowledge_of(row.protocol_id), row.kind, row.input)
    except (AnswerError, KnowledgeError, ProtocolError, msgspec.MsgspecError, KeyError) as error:
        return _differs(row, "it cannot be made again", None, str(error))
    now = plain({"value": decided.value, "reasons": decided.reasons})
    found = first_difference({"value": row.value, "reasons": row.reasons}, now)
    return None if found is None else _differs(row, *found)


def _differs(row: Decision, where: str, kept: object, now: object) -> Difference:
    return Difference(row.pk, row.kind, row.protocol_id, row.software, where, kept, now)


def first_difference(
    kept: object, now: object, where: str = ""
) -> tuple[str, object, object] | None:
    """The first place where what was kept is not what comes out now; more may come out now."""
    if isinstance(kept, Mapping) and isinstance(now, Mapping):
        one, other = cast("Mapping[str, object]", kept), cast("Mapping[str, object]", now)
        for key, value in one.items():
            if key not in other:
                return f"{where}.{key}".lstrip("."), value, None
            found = first_difference(value, other[key], f"{where}.{key}".lstrip("."))
            if found is not None:
                return found
        return None
    if isinstance(kept, list) and isinstance(now, list):
        ours, theirs = cast("list[object]", kept), cast("list[object]", now)
        if len(ours) != len(theirs):
            return where, ours, theirs
        pairs = enumerate(zip(ours, theirs, strict=True))
        found = (first_difference(a, b, f"{where}[{n}]") for n, (a, b) in pairs)
        return next(filter(None, found), None)
    return None if kept == now else (where, cast("object", kept), now)
