"""Why this exercise: what it is for, how well it is known to suit, and how to do it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ischia.care.plan import AFTER_FLARE
from ischia.care.sayings import EASES, FOR_YOU, GENTLY, STANDS_IN, basis
from ischia.care.situation import Objection
from ischia.protocol.exercise import Exercise, Role, Stage
from ischia.protocol.model import Protocol

LATER = "later"


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
    yield from (basis(s.role, s.grade) for s in exercise.suits if s.cause == cause)
    for change in changes:
        state = protocol.states[change.state]
        if change.reason == state.reason:  # said of a feature, not of this exercise
            changed = state.how and FOR_YOU.format(reason=_lower(state.how))
            yield changed or GENTLY.format(state=_lower(state.title))
        else:
            yield FOR_YOU.format(reason=_lower(change.reason))


def waits(protocol: Protocol, exercise: Exercise, cause: str, stage: Stage) -> bool:
    """Whether it is one for later, and later is not yet."""
    early = stage.order <= protocol.stages[AFTER_FLARE].order
    return early and any(s.cause == cause and s.role == LATER for s in exercise.suits)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
