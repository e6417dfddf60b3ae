"""Ischia: support for people with sciatica and their clinicians.

    import ischia
    decision = ischia.check({"age_years": 38, "sex": "male", "leg_pain_below_knee": "yes"})
    decision.screening.value.allows_exercise, decision.next_question

`check` decides on one person's answers. For many people, make one `Checker` and reuse it. Answers
that cannot be used raise `AnswerError`; a protocol that cannot be used raises `ProtocolError`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from ischia.care.answers import AnswerError, AnswerFault
from ischia.care.check import Check, Checker
from ischia.care.decision import Decision, Reason
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition, Protocol
from ischia.protocol.problems import ProtocolError


def check(
    answers: Mapping[str, object], *, packs: Sequence[Path] = (), today: date | None = None
) -> Check:
    """Is it safe, what is it likely to be, what should be asked next, and why?

    `answers` maps finding ids to values ("yes", 38, ["calf"]) or to {"value": ..., "at": "date"}.
    """
    checker = _checker(tuple(packs))
    return checker.check(checker.read(answers, today or date.today()))  # noqa: DTZ011


@lru_cache(maxsize=4)
def _checker(packs: tuple[Path, ...]) -> Checker:
    from ischia.protocol.lint import load_linted  # the lint is only needed for packs

    return Checker(load_linted(packs))


__all__ = [
    "AnswerError",
    "AnswerFault",
    "Check",
    "Checker",
    "Decision",
    "Disposition",
    "Protocol",
    "ProtocolError",
    "Reason",
    "check",
    "load_protocol",
]
