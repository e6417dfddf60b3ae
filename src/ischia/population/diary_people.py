"""Virtual people who keep a diary: who they are, before anything happens to them.

All numbers are the protocol's `assumptions` and `trajectories`. A person is made from the seed and
their number alone, so that the same people can live with two protocols, in any order.
"""

from __future__ import annotations

from random import Random
from typing import Literal

from msgspec import Struct

from ischia.care.asking import danger_findings
from ischia.care.evaluate import Value
from ischia.care.person import UNKNOWN
from ischia.care.plan import OPPOSITE
from ischia.population.cases import harmless
from ischia.population.people import People, VirtualPerson
from ischia.protocol.assumption import Trajectory
from ischia.protocol.model import CAUSES, Protocol

Manner = Literal["plain", "over_reporter", "non_reporter", "silent"]
BUTTOCK, THIGH, CALF, FOOT = 2, 3, 4, 5
NO_PAIN, WORST_PAIN = 0.0, 10.0
_RESPONSE_FINDINGS = {
    "extension": "repeated_extension_response",
    "flexion": "repeated_flexion_response",
}


class DiaryPerson(Struct, frozen=True, kw_only=True):
    """What stays true of a person. `diagnosis` is what a clinician said, or `unknown`.

    `preference` is the direction that eases, if any. `zone` is how far down the pain reaches at the
    start. `doing` is how much more (or less) of the sessions they do than others.
    """

    number: int
    cause: str
    diagnosis: str
    answers: dict[str, Value]
    states: tuple[str, ...]
    equipment: frozenset[str] | None
    course: str
    leg: float
    back: float
    zone: int
    irritability: str
    preference: str
    manner: Manner
    doing: float


class DiaryPeople:
    """Draws people by number; prepared once for a protocol and a seed."""

    def __init__(self, protocol: Protocol, seed: int) -> None:
        self._protocol = protocol
        self._seed = seed
        self._people = People(protocol, seed)
        numbers = [f for f in danger_findings(protocol) if protocol.findings[f].kind == "number"]
        self._harmless = {
            f: value
            for number in numbers
            for f, value in harmless(protocol, number).items()
            if isinstance(value, str | float)
        }
        self._everything = frozenset(t for e in protocol.exercises.values() for t in e.equipment)
        self._by_hand = [s.id for s in protocol.states.values() if not (s.when or s.of_cause)]
        self._prefers = {
            p.cause: p.prefers for p in protocol.programs.values() if p.prefers in OPPOSITE
        }

    def source(self, number: int, part: str) -> Random:
        """The randomness of one part of one person's life."""
        return Random(f"{self._seed}/{number}/{part}")  # noqa: S311 - simulation, not security

    def person(self, number: int) -> DiaryPerson:
        """The person with this number."""
        random = self.source(number, "person")
        said = self._people.person(random)
        course = self._course(random)
        leg = _pain(random.gauss(course.start_mean, course.start_sd))
        back = _pain(random.gauss(self._value("back_start_mean"), self._value("back_start_sd")))
        irritability = self._irritability(random)
        preference = self._preference(said.cause, random)
        known = preference and random.random() < self._value("preference_known")
        answers = self._answers(said, random)
        answers |= {
            "leg_pain_nrs": float(round(leg)),
            "back_pain_nrs": float(round(back)),
            "irritability": irritability,
        }
        if known:
            answers[_RESPONSE_FINDINGS[preference]] = "centralises"
        named = said.cause in CAUSES and random.random() < self._value("diagnosed_share")
        return DiaryPerson(
            number=number,
            cause=said.cause,
            diagnosis=said.cause if named else UNKNOWN,
            answers=answers,
            states=self._states(random),
            equipment=self._everything if self._chance("equipped_share", random) else None,
            course=course.id,
            leg=leg,
            back=back,
            zone=self._zone(random),
            irritability=irritability,
            preference=preference,
            manner=self._manner(random),
            doing=random.gauss(0, self._value("done_sd")),
        )

    def _value(self, name: str) -> float:
        return self._protocol.assumption(name)

    def _chance(self, name: str, random: Random) -> bool:
        return random.random() < self._value(name)

    def _answers(self, said: VirtualPerson, random: Random) -> dict[str, Value]:
        weeks = random.expovariate(1 / self._value("duration_mean_weeks"))
        return {**self._harmless, **said.answers, "duration_weeks": float(round(weeks))}

    def _course(self, random: Random) -> Trajectory:
        courses = list(self._protocol.trajectories.values())
        return random.choices(courses, [course.share for course in courses])[0]

    def _irritability(self, random: Random) -> str:
        drawn = random.random() - self._value("irritability_high_share")
        if drawn < 0:
            return "high"
        return "medium" if drawn < self._value("irritability_medium_share") else "low"

    def _preference(self, cause: str, random: Random) -> str:
        has, fits = (
            self._chance("preference_share", random),
            self._chance("preference_fits", random),
        )
        if not has:
            return ""
        usual = self._prefers.get(cause, "extension")
        return usual if fits else OPPOSITE[usual]

    def _zone(self, random: Random) -> int:
        if self._chance("below_knee_share", random):
            return FOOT if self._chance("foot_share", random) else CALF
        return THIGH if self._chance("thigh_share", random) else BUTTOCK

    def _manner(self, random: Random) -> Manner:
        drawn = random.random()
        for manner in ("over_reporter", "non_reporter", "silent"):
            drawn -= self._value(f"{manner}_share")
            if drawn < 0:
                return manner
        return "plain"

    def _states(self, random: Random) -> tuple[str, ...]:
        share = self._value("state_share")
        return tuple(name for name in self._by_hand if random.random() < share)


def _pain(value: float) -> float:
    return max(NO_PAIN, min(WORST_PAIN, value))
