"""How many questions the interview asks a person before it decides."""

from __future__ import annotations

from collections.abc import Mapping

from ischia.care.answers import Facts
from ischia.care.check import Checker
from ischia.care.evaluate import Value
from ischia.care.interview import DANGER
from ischia.population.tally import Tally


class Interviews:
    """Asks as `ischia check` does, and counts."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def count(self, answers: Mapping[str, Value], tally: Tally) -> None:
        """Ask until nothing more needs asking; what has no answer is answered "unsure"."""
        said: dict[str, Value] = {}
        while question := self._checker.check(Facts(dict(said))).next_question:
            purpose = "danger" if question.purpose == DANGER else "picture"
            tally.questions[f"interview_{purpose}"] += 1
            said[question.finding] = answers.get(question.finding, "unsure")
        tally.questions["interviewed"] += 1
