"""Why this exercise: what it is for, how well it is known to suit, and how to do it here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ischia.care.situation import Objection
from ischia.protocol.exercise import Exercise, Role
from ischia.protocol.model import Protocol

_ROLE_WORDS = {
    "core": "A main exercise",
    "option": "One of several that suit",
    "later": "One for when things have settled",
    "trial": "One to try out",
    "maintenance": "One that helps to stay well",
}
_GRADE_WORDS = {
    "cause_specific": "described or studied in people with this cause",
    "general_back_pain": "studied in people with back pain in general",
    "clinical_reasoning": "chosen by reasoning, without a study of its own",
}


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
        yield "It stands in for one that does not suit you now."
    if eases:
        yield "Your pain eases in this direction."
    for suit in exercise.suits:
        if suit.cause == cause:
            yield f"{_ROLE_WORDS[suit.role]}, {_GRADE_WORDS[suit.grade]}."
    for change in changes:
        state = protocol.states[change.state]
        if change.reason == state.reason:  # said of a feature, not of this exercise
            yield f"Go gently with this one, because of this: {_lower(state.title)}."
        else:
            yield f"For you: {_lower(change.reason)}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
