"""When the safety questions are asked again, and which of them: the shape of a recheck."""

from __future__ import annotations

from ischia.protocol.base import Item, Words

WEEKLY, BEFORE_SESSION = "weekly", "before_session"
RECHECKS = (WEEKLY, BEFORE_SESSION)


class Recheck(Item, frozen=True, kw_only=True):
    """One occasion. `ask` names its questions (none: every danger question); `keep` says for how
    many days an answer that changes slowly still counts."""

    title: Words
    text: Words
    ask: tuple[str, ...] = ()
    keep: dict[str, int] = {}  # noqa: RUF012 - msgspec copies defaults
