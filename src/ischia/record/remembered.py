"""What one page has read of a record already, so that it is read once.

Only within `remembering`, which a page opens around itself. Whoever is about to keep something
(`alone`) reads afresh, and what was read before is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def remembering() -> Generator[None]:
    """Within this, what is read is remembered."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


@contextmanager
def afresh() -> Generator[None]:
    """Within this nothing is remembered, and afterwards nothing from before it is."""
    known = _known.get()
    token = _known.set(None)
    try:
        yield
    finally:
        _known.reset(token)
        if known is not None:
            known.clear()


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What was read under this key, read now if it was not."""
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return cast("T", known[key])
