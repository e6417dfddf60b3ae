"""One person's whole decision: is it safe, what is it likely to be, what should be asked next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from ischia.care.answers import Facts, read_facts
from ischia.care.decision import Decision, Reason
from ischia.care.differential import CauseEstimate, compile_differential
from ischia.care.evaluate import Value
from ischia.care.interview import NextQuestion, compile_interview
from ischia.care.roots import RootPicture, compile_roots
from ischia.care.screening import Screening, compile_screen
from ischia.care.settle import compile_settle
from ischia.protocol.model import Protocol


class Check(Struct, frozen=True, kw_only=True):
    """The decision, with the settled answers it was made on and the protocol's version."""

    screening: Decision[Screening]
    differential: Decision[tuple[CauseEstimate, ...]]
    roots: Decision[RootPicture]
    next_question: NextQuestion | None
    contradictions: tuple[Reason, ...]
    answers: dict[str, Value]
    protocol: str


class Checker:
    """A protocol prepared for deciding; make one and use it for many people."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self._settle = compile_settle(protocol)
        self._screen = compile_screen(protocol)
        self._differential = compile_differential(protocol)
        self._roots = compile_roots(protocol)
        self._interview = compile_interview(protocol)

    def read(self, answers: Mapping[str, object], today: date) -> Facts:
        """Check raw answers. Raises `AnswerError` naming each field and its remedy."""
        return read_facts(self.protocol, answers, today)

    def check(self, facts: Facts) -> Check:
        """Decide on checked answers."""
        settled = self._settle(facts)
        answers = settled.values
        screening = self._screen(answers, facts.days_old)
        differential = self._differential(answers)
        return Check(
            screening=screening,
            differential=differential,
            roots=self._roots(answers),
            next_question=self._interview(
                facts.values, answers, screening.value, differential.value
            ),
            contradictions=settled.contradictions,
            answers=answers,
            protocol=self.protocol.version,
        )
