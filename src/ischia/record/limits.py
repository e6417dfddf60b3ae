"""What a person's facts rule out, remembered: it takes a while to work out, and seldom changes."""

from __future__ import annotations

from threading import Lock

from ischia.care.person import Person
from ischia.care.start import Refused, refused
from ischia.record.knowledge import Knowledge

Limits = tuple[Refused, int]
MOST = 256

_known: dict[str, Limits] = {}
_lock = Lock()


def limits_of(by: Knowledge, person: Person) -> Limits:
    """The exercises to avoid, always and by stage, and the highest load level."""
    facts = (by.protocol.version, person.cause, person.states, sorted(person.equipment or ("?",)),
             person.cleared, sorted((name, str(value) if not isinstance(value, frozenset)
                                     else str(sorted(value)))
                                    for name, value in person.answers.items()))  # fmt: skip
    key = repr(facts)
    if key not in _known:
        limits = refused(by.planner, person), by.planner.ceiling(person)
        with _lock:
            if len(_known) >= MOST:
                _known.clear()
            _known[key] = limits
    return _known[key]
