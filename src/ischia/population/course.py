"""One virtual person's symptoms day by day, whatever program they follow.

Leg pain follows the person's trajectory with good and bad days, and back pain goes with it. Flares,
a return of pain that had gone, slow worsening and danger signs come by chance. What exercise does
to it is added elsewhere (`reports`), so that the same person can live with two protocols.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from random import Random

from msgspec import Struct

from ischia.population.diary_people import FOOT, NO_PAIN, WORST_PAIN, DiaryPerson
from ischia.protocol.model import Protocol

DAYS_PER_MONTH = 365.25 / 12
NO_ZONE, BACK = 0, 1
HARDLY_ANY = 0.5  # what a person rounds to no pain
NOT_FELT, FELT = False, True


class Symptoms(Struct, frozen=True):
    """One day at rest: pain 0 to 10, how far down it reaches, whether it is a flare to the person,
    and whether a danger sign is there (`true_danger`), or one that will prove harmless."""

    leg: float
    back: float
    zone: int
    flare: bool
    flare_felt: bool
    true_danger: bool
    false_alarm: bool


class Courses:
    """Draws courses of symptoms; prepared once for a protocol."""

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._value = protocol.assumption
        self._zone_points = protocol.assumption("zone_points")
        self._shares = lru_cache(maxsize=16)(self._shares_of_start)

    def course(self, person: DiaryPerson, random: Random, days: int) -> list[Symptoms]:
        """The symptoms of day 1 to `days`, and of the morning after."""
        usual = self._usual(person, random, days + 1)
        deviations = self._deviations(person, random, days + 1)
        silent = self._silent_from(person, random, days)
        danger = self._danger_day(person, random, silent)
        flares = self._flares(person, random, days + 1)
        alarm = self._day_of("false_alarm_month", random)
        worse_a_day = self._value("silent_points_day")
        found: list[Symptoms] = []
        for day, (share, deviation, flare) in enumerate(
            zip(usual, deviations, flares, strict=True), 1
        ):
            if day > silent:
                share = usual[silent]  # instead of getting better
            pain = _bounded(person.leg * share + deviation)
            rise = worse_a_day * (day - silent) if day > silent else 0.0
            more = flare.points + rise
            zone = self._zone(person, share) + flare.zones + int(rise / self._zone_points)
            symptoms = Symptoms(
                _bounded(pain + more),
                _bounded(person.back * share + deviation + more),
                min(FOOT, zone),
                flare.on,
                flare.felt and person.manner != "silent",
                day >= danger,
                day >= alarm,
            )
            found.append(symptoms)
        return found

    def _usual(self, person: DiaryPerson, random: Random, days: int) -> Sequence[float]:
        """The trajectory as a share of its start; pain that had gone may begin anew."""
        shares = self._shares(person.course, days)
        again = self._value("recurrence_month") / DAYS_PER_MONTH
        wait = int(self._value("recurrence_days"))
        day = next((n for n, share in enumerate(shares) if person.leg * share < 1), days) + wait
        while day < days and random.random() >= again:
            day += 1
        return shares if day >= days else (*shares[:day], *shares[: days - day])

    def _shares_of_start(self, course_id: str, days: int) -> tuple[float, ...]:
        course = self._protocol.trajectories[course_id]
        line = _line(course.start_mean, course.months)
        return tuple(_height(line, day) / course.start_mean for day in range(days))

    def _deviations(self, person: DiaryPerson, random: Random, days: int) -> list[float]:
        """Points by which a day differs, good and bad days hanging together."""
        carry, gauss = self._value("daily_carry"), random.gauss
        course = self._protocol.trajectories[person.course]
        fresh = course.daily_sd * math.sqrt(1 - carry * carry)
        deviation, found = 0.0, list[float]()
        for _ in range(days):
            deviation = carry * deviation + fresh * gauss(0, 1)
            found.append(deviation)
        return found

    def _zone(self, person: DiaryPerson, share: float) -> int:
        """How far down it usually reaches: the pain draws back as it gets less."""
        if person.leg * share < HARDLY_ANY:
            return BACK if person.back * share >= HARDLY_ANY else NO_ZONE
        return BACK + round((person.zone - BACK) * min(1.0, share))

    def _silent_from(self, person: DiaryPerson, random: Random, days: int) -> int:
        """The day before slow worsening begins; never for most people."""
        day = random.randrange(max(1, days // 2))
        return day if person.manner == "silent" else days + 1

    def _danger_day(self, person: DiaryPerson, random: Random, silent: int) -> float:
        drawn = self._day_of("danger_month", random)
        if person.manner == "silent":
            return min(drawn, silent + self._value("silent_danger_days"))
        return drawn

    def _day_of(self, monthly: str, random: Random) -> float:
        """The day on which something with this monthly chance happens for the first time."""
        rate = self._value(monthly) / DAYS_PER_MONTH
        drawn = random.random()
        return math.inf if not rate else 1 - math.log(1 - drawn) / rate

    def _flares(self, person: DiaryPerson, random: Random, days: int) -> list[_Flare]:
        improving = self._protocol.trajectories[person.course].improving
        name = "flare_month_improving" if improving else "flare_month_persistent"
        chance = self._value(name) / DAYS_PER_MONTH
        found: list[_Flare] = []
        while len(found) < days:
            if random.random() >= chance:
                found.append(_CALM)
                continue
            length = 1 + round(random.expovariate(1 / max(self._value("flare_mean_days") - 1, 0.1)))
            found.extend([self._flare(random)] * min(length, days - len(found)))
        return found

    def _flare(self, random: Random) -> _Flare:
        kind, spread = random.random(), random.random() < self._value("flare_spread")
        felt_only, pain_only = self._value("flare_felt_only"), self._value("flare_pain_only")
        if kind < felt_only:
            return _Flare(on=True, points=0.0, zones=0, felt=FELT)
        felt = NOT_FELT if kind < felt_only + pain_only else FELT
        return _Flare(on=True, points=self._value("flare_points"), zones=int(spread), felt=felt)


class _Flare(Struct, frozen=True, kw_only=True):
    on: bool
    points: float
    zones: int
    felt: bool


_CALM = _Flare(on=False, points=0.0, zones=0, felt=NOT_FELT)
_Line = list[tuple[float, float]]


def _line(start: float, months: Sequence[tuple[float, float]]) -> _Line:
    return [(0.0, start), *((month * DAYS_PER_MONTH, value) for month, value in months)]


def _height(line: _Line, day: float) -> float:
    """The height of a line made of straight pieces; after its end it stays."""
    for (begin, low), (end, high) in pairwise(line):
        if day < end:
            return low + (high - low) * (day - begin) / (end - begin)
    return line[-1][1]


def _bounded(pain: float) -> float:
    return NO_PAIN if pain < NO_PAIN else min(pain, WORST_PAIN)
