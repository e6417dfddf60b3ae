"""What awaits a virtual person whatever the protocol: symptoms, luck, and when they give up."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from ischia.care.asking import EMERGENCIES
from ischia.population.course import Courses, Symptoms
from ischia.population.diary_people import DiaryPeople, DiaryPerson
from ischia.population.reports import Lucks
from ischia.protocol.condition import Test
from ischia.protocol.model import Protocol

DAYS_PER_WEEK = 7
MOST_SESSIONS = 2
WEEKS_OF_DOING = (1, 4, 8, 12)


class DayLuck(Struct, frozen=True):
    """The draws of one day, each from 0 to 1."""

    check: float
    wait: float
    clears: float
    less: float
    which: float
    does: tuple[float, float]


class Fate(Struct, frozen=True, kw_only=True):
    """`symptoms` of every day and of the morning after the last; `gives_up_on` a day of the
    program. `danger_finding` is the question whose answer a danger sign would change."""

    symptoms: Sequence[Symptoms]
    days: Sequence[DayLuck]
    sessions: Lucks
    danger_finding: str
    gives_up_on: float


class Fates:
    """Draws fates; prepared once for a protocol and a seed."""

    def __init__(self, protocol: Protocol, people: DiaryPeople) -> None:
        self._people = people
        self._courses = Courses(protocol)
        self._signs = _emergency_signs(protocol)
        gone = protocol.assumption("gave_up_week_4")
        days = WEEKS_OF_DOING[1] * DAYS_PER_WEEK
        self._gives_up = -math.log(max(1 - gone, 1e-9)) / days

    def fate(self, person: DiaryPerson, days: int) -> Fate:
        """What awaits this person in so many days."""
        once = self._people.source(person.number, "once")
        daily = self._people.source(person.number, "days")
        even = daily.random
        return Fate(
            symptoms=self._courses.course(
                person, self._people.source(person.number, "course"), days
            ),
            days=[
                DayLuck(even(), even(), even(), even(), even(), (even(), even()))
                for _ in range(days)
            ],
            sessions=Lucks(self._people.source(person.number, "sessions"), days * MOST_SESSIONS),
            danger_finding=once.choice(self._signs),
            gives_up_on=once.expovariate(self._gives_up) if self._gives_up else math.inf,
        )


def _emergency_signs(protocol: Protocol) -> list[str]:
    """Findings of which a plain yes is an emergency."""
    return sorted(
        rule.when.finding
        for rule in protocol.red_flags.values()
        if rule.then in EMERGENCIES
        and isinstance(rule.when, Test)
        and rule.when.values == ("yes",)
        and protocol.findings[rule.when.finding].who == "person"
    )
