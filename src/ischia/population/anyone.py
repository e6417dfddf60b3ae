"""People who answer anything at all, at random, and contradict themselves.

They are for testing what must hold whatever is answered; nothing about them is likely.
"""

from __future__ import annotations

from random import Random

from ischia.care.asking import danger_findings
from ischia.care.evaluate import Value
from ischia.care.outlook import influences_of
from ischia.protocol.model import SIDES, Finding, Protocol

_DANGERS = (0.0, 0.0, 0.01, 0.02)  # how often what can show a danger is affirmed, or doubted
_DOUBTS = (0.0, 0.02, 0.1, 0.3)
_ALARMING = ("saddle", "arm", "neck", "upper_back")  # most bodies are painted without these
_MOST_REGIONS = 4


class Anyone:
    """One such person, who says the same when asked again. The same seed gives the same person."""

    def __init__(self, protocol: Protocol, seed: int) -> None:
        self._protocol = protocol
        self._random = Random(seed)  # noqa: S311 - simulation, not security
        influences = influences_of(protocol)
        self._dangers = frozenset[str]().union(
            *(influences[finding] for finding in danger_findings(protocol))
        )
        self._danger = self._random.choice(_DANGERS)
        self._danger_doubt = self._random.choice(_DANGERS)
        self._doubt = self._random.choice(_DOUBTS)
        self._yes = self._random.random()
        self._wild = self._random.choice((False, False, True))
        self._said: dict[str, Value] = {}

    def __call__(self, finding_id: str) -> Value:
        """The answer to a question."""
        if finding_id not in self._said:
            self._said[finding_id] = self._answer(self._protocol.findings[finding_id])
        return self._said[finding_id]

    def order(self) -> list[str]:
        """Every finding, in an order of their own."""
        return self._random.sample(list(self._protocol.findings), len(self._protocol.findings))

    def _answer(self, finding: Finding) -> Value:
        danger = finding.id in self._dangers
        if self._random.random() < (self._danger_doubt if danger else self._doubt):
            return "unsure"
        if finding.kind == "yes_no":
            yes = self._random.random() < (self._danger if danger else self._yes)
            return "yes" if yes else "no"
        if finding.kind == "choice":
            return self._random.choice(finding.choices if self._wild else finding.choices[:2])
        if finding.kind == "number":
            return float(round(self._random.uniform(finding.min, finding.max)))
        return self._regions()

    def _regions(self) -> frozenset[str]:
        names = self._protocol.region_names if self._wild else tuple(self._protocol.regions)
        calm = [name for name in names if self._wild or name not in _ALARMING]
        marked = self._random.sample(calm, self._random.randint(0, _MOST_REGIONS))
        plain = (name.partition("_")[2] for name in marked if name.partition("_")[0] in SIDES)
        return frozenset((*marked, *plain))
