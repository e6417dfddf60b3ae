"""Virtual people whose symptoms follow the protocol's own numbers.

A person has one principal cause, drawn from the priors of their age, and answers every question
about the picture: "yes" with the frequency that the two likelihood ratios of a feature imply for
people with, or without, that cause. Answers are independent given the cause, which real ones are
not: this is for counting questions, not for accuracy.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from msgspec import Struct

from ischia.care.answers import Facts
from ischia.care.asking import danger_findings
from ischia.care.differential import Hypothesis, compile_hypotheses, prior_for
from ischia.care.evaluate import Value
from ischia.care.settle import compile_settle
from ischia.protocol.condition import Test, findings_of
from ischia.protocol.model import Protocol

MEAN_AGE_YEARS, SD_AGE_YEARS = 50.2, 13.9  # konstantinou_2015, 609 people in primary care
YOUNGEST, OLDEST = 18, 90


class VirtualPerson(Struct, frozen=True):
    """What is true of a person, and their answer to every question, without contradictions."""

    cause: str
    answers: dict[str, Value]


class People:
    """Draws virtual people; the same seed gives the same people."""

    def __init__(self, protocol: Protocol, seed: int) -> None:
        self._protocol = protocol
        self._random = Random(seed)  # noqa: S311 - simulation, not security
        self._hypotheses = compile_hypotheses(protocol)
        self._frequencies = _frequencies(self._hypotheses)
        self._settle = compile_settle(protocol)
        self._no_danger: dict[str, Value] = {
            finding: "no"
            for finding in danger_findings(protocol)
            if protocol.findings[finding].kind == "yes_no"
            and protocol.findings[finding].who == "person"
        }

    def draw(self) -> VirtualPerson:
        """One person."""
        return self.person(self._random)

    def person(self, random: Random) -> VirtualPerson:
        """The person that a source of randomness gives."""
        age = round(random.gauss(MEAN_AGE_YEARS, SD_AGE_YEARS))
        years = float(max(YOUNGEST, min(OLDEST, age)))
        answers: dict[str, Value] = {**self._no_danger, "age_years": years}
        answers["sex"] = random.choice(["female", "male"])
        cause = self._draw_cause(years, random)
        for finding_id, by_cause in self._frequencies.items():
            finding = self._protocol.findings[finding_id]
            plain = finding.kind == "yes_no" and finding.ask_if is None
            if plain and finding.who == "person":
                answers[finding_id] = self._answer(by_cause, cause, random)
        return VirtualPerson(cause, self._settle(Facts(answers)).values)

    def _draw_cause(self, age: float, random: Random) -> str:
        shares = prior_for(self._protocol, {"age_years": age}).shares
        names = [h.id for h in self._hypotheses]
        weights = [shares[h.prior_of].mid * h.share for h in self._hypotheses]
        return random.choices(names, weights)[0]

    def _answer(
        self, by_cause: Mapping[str, tuple[float, float]], cause: str, random: Random
    ) -> str:
        if cause in by_cause:
            chance = by_cause[cause][0]
        else:
            absent = [if_not for _, if_not in by_cause.values()]
            chance = sum(absent) / len(absent)
        return "yes" if random.random() < chance else "no"


def _frequencies(
    hypotheses: tuple[Hypothesis, ...],
) -> dict[str, dict[str, tuple[float, float]]]:
    """For each finding and cause: how often it is answered yes with and without the cause."""
    found: dict[str, dict[str, tuple[float, float]]] = {}
    for hypothesis in hypotheses:
        for item in hypothesis.features:
            when = item.feature.when
            simple = isinstance(when, Test) and when.values == ("yes",)
            if simple and item.yes_if_not:
                by_cause = found.setdefault(findings_of(when)[0], {})
                by_cause[hypothesis.id] = (item.yes_if, item.yes_if_not)
    return found
