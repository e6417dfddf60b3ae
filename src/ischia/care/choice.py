"""Why this exercise: what it is for, how well it is known to suit, and how to do it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ischia.care.sayings import EASES, FOR_YOU, GENTLY, GRADE_WORDS, ROLE_WORDS, STANDS_IN
from ischia.care.situation import Objection
from ischia.protocol.exercise import Exercise, Role
from ischia.protocol.model import Protocol


def why(
    protocol: Protocol,
    cause: str,
    role: Role,
    exercise: Exercise,
    eases: bool,  # noqa: FBT001
    changes: Iterable[Objection],
) -> Iterator[str]:
    """The reasons for one choice. `eases` says that the person's pain eases in its direction."""
    if exercise.id in role.candidates:
        if said := role.why_for.get(exercise.id, role.why):
            yield said
    elif not eases:
        yield STANDS_IN
    if eases:
        yield EASES
    for suit in exercise.suits:
        if suit.cause == cause:
            yield f"{ROLE_WORDS[suit.role]}, {GRADE_WORDS[suit.grade]}."
    for change in changes:
        state = protocol.states[change.state]
        if change.reason == state.reason:  # said of a feature, not of this exercise
            yield GENTLY.format(state=_lower(state.title))
        else:
            yield FOR_YOU.format(reason=_lower(change.reason))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
