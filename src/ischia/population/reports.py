"""What a virtual person says about a session: the symptoms of the day, and what the session did.

All numbers are the protocol's `assumptions`. The same draws are used whatever the program, so that
two protocols meet the same luck.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

from msgspec import Struct

from ischia.care.plan import OPPOSITE, Items, PlanItem
from ischia.care.response import Pain, Response
from ischia.population.course import BACK, Symptoms
from ischia.population.diary_people import FOOT, WORST_PAIN, DiaryPerson
from ischia.protocol.model import Protocol

DRAWS = 24  # draws of chance for one session
NORMALS = 3
ANSWERS = (
    "pain_before", "pain_after", "pain_next_morning", "zone_before", "zone_after",
    "zone_next_morning", "tingling", "settled_within_hours", "effort", "done_share",
    "flare_felt", "danger",
)  # fmt: skip
_HUNDRED = 100


class Luck(Struct, frozen=True):
    """The draws for one session: even ones from 0 to 1, and normal ones around 0."""

    even: Sequence[float]
    normal: Sequence[float]


class Lucks:
    """The draws for so many sessions, made at once and handed out one by one."""

    def __init__(self, random: Random, sessions: int) -> None:
        even, gauss = random.random, random.gauss
        self._even = [even() for _ in range(DRAWS * sessions)]
        self._normal = [gauss(0, 1) for _ in range(NORMALS * sessions)]

    def of(self, session: int) -> Luck:
        """The draws for one session, counted from 0."""
        return Luck(
            self._even[DRAWS * session : DRAWS * (session + 1)],
            self._normal[NORMALS * session : NORMALS * (session + 1)],
        )


class Effect(Struct, frozen=True, kw_only=True):
    """What a session did to the symptoms: points of pain, zones, and until when."""

    rise: float = 0.0
    lasts: bool = False
    zones: int = 0
    tingling: int = 0
    hours: float = 0.0
    culprit: str = ""


NOTHING = Effect()


class Reporter:
    """Turns sessions into answers; prepared once for a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._value: Callable[[str], float] = {
            name: item.value for name, item in protocol.assumptions.items()
        }.__getitem__

    def report(
        self,
        person: DiaryPerson,
        today: Symptoms,
        tomorrow: Symptoms,
        benefit: float,
        due: Items,
        luck: Luck,
    ) -> Response:
        """The answers about a session of the exercises `due`. Pain is told in whole points."""
        effect = self._effect(person, today, due, luck)
        extra = self._value("over_reporter_points") if person.manner == "over_reporter" else 0.0
        lasting = effect.rise if effect.lasts else 0.0
        before, morning = extra - benefit, extra - benefit + lasting
        moved = effect.zones if effect.zones > 0 and effect.lasts else 0
        full = Response(
            pain_before=_told(today, before),
            pain_after=_told(today, before + effect.rise),
            pain_next_morning=_told(tomorrow, morning),
            zone_before=today.zone,
            zone_after=max(min(today.zone, BACK), min(FOOT, today.zone + effect.zones)),
            zone_next_morning=min(FOOT, tomorrow.zone + moved),
            tingling=effect.tingling,
            settled_within_hours=effect.hours,
            effort=self._effort(due, luck),
            form_score=self._form(luck),
            done_share=self._done(luck),
            flare_felt=self._flare_felt(person, today, luck),
            danger=self._danger(today, luck),
            exercise=effect.culprit,
        )
        return self._left_out(person, full, luck)

    def _effect(self, person: DiaryPerson, today: Symptoms, due: Items, luck: Luck) -> Effect:
        """Nothing, mostly; or relief in the right direction, or a session that stirred it up."""
        even = luck.even
        wrong = self._in_direction(due, OPPOSITE.get(person.preference, "-"))
        if wrong is not None and even[0] < self._value("wrong_direction_session"):
            return self._stirred(person, wrong, luck, zones=1)
        heaviest = max(due, key=lambda item: item.level)
        borne = self._value("borne_level") - self._value("borne_loss") * today.leg
        chance = self._value(f"provoked_{person.irritability}")
        chance += self._value("provoked_per_level") * max(0.0, heaviest.level - borne)
        if even[1] < chance:
            spreads = even[2] < self._value("provoked_spreads")
            return self._stirred(person, heaviest, luck, zones=int(spreads))
        right = person.preference and self._in_direction(due, person.preference)
        if right and today.zone > BACK and even[3] < self._value("eases_session"):
            return Effect(zones=-1, tingling=-1)
        return NOTHING

    def _in_direction(self, due: Items, direction: str) -> PlanItem | None:
        exercises = self._protocol.exercises
        return next((i for i in due if exercises[i.exercise].direction == direction), None)

    def _stirred(self, person: DiaryPerson, item: PlanItem, luck: Luck, zones: int) -> Effect:
        even = luck.even
        usual_hours = self._value(f"settle_{person.irritability}_hours")
        return Effect(
            rise=self._value("provoked_points") * _exponential(even[4]),
            lasts=even[5] < self._value("provoked_lasts"),
            zones=zones,
            tingling=int(even[6] < self._value("provoked_tingles")),
            hours=usual_hours * _exponential(even[7]),
            culprit=item.exercise if even[8] < self._value("named_share") else "",
        )

    def _effort(self, due: Items, luck: Luck) -> float:
        level = max(item.level for item in due)
        effort = self._value("effort_start") + self._value("effort_per_level") * level
        effort += self._value("effort_sd") * luck.normal[0]
        return float(round(max(0.0, min(WORST_PAIN, effort))))

    def _form(self, luck: Luck) -> float | None:
        if luck.even[9] >= self._value("form_rated"):
            return None
        form = self._value("form_mean") + self._value("form_sd") * luck.normal[1]
        return float(round(max(0.0, min(_HUNDRED, form))))

    def _done(self, luck: Luck) -> float:
        done = self._value("session_done_mean") + self._value("session_done_sd") * luck.normal[2]
        return max(0.0, min(1.0, done))

    def _flare_felt(self, person: DiaryPerson, today: Symptoms, luck: Luck) -> bool:
        over = person.manner == "over_reporter"
        return today.flare_felt or (over and luck.even[10] < self._value("over_reporter_flare"))

    def _danger(self, today: Symptoms, luck: Luck) -> bool:
        told = luck.even[11] < self._value("danger_told")
        return (today.true_danger and told) or today.false_alarm

    def _left_out(self, person: DiaryPerson, full: Response, luck: Luck) -> Response:
        """What this person leaves out, now and then or often."""
        often = person.manner == "non_reporter"
        chance = self._value("non_reporter_missed" if often else "missed_answer")
        gone = [n for n, drawn in zip(ANSWERS, luck.even[12:], strict=True) if drawn < chance]
        if not gone:
            return full
        said = {name: getattr(full, name) for name in full.__struct_fields__}
        said |= {name: Pain() if name.startswith("pain") else None for name in gone}
        return Response(**said)


def _told(symptoms: Symptoms, more: float) -> Pain:
    return Pain(_points(symptoms.leg + more), _points(symptoms.back + more))


def _points(pain: float) -> float:
    return float(round(max(0.0, min(WORST_PAIN, pain))))


def _exponential(even: float) -> float:
    """A draw around 1 that is often small and seldom large."""
    return -math.log(1 - even)
