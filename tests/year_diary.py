"""A simulated person's diary, brought into a record day by day as a person would tell it.

Symptoms come from the simulation's assumptions; the sessions are those that the record asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from ischia.population.cases import Case, Expect, complete_answers
from ischia.population.course import Symptoms
from ischia.population.diary_people import DiaryPeople
from ischia.population.fate import Fates
from ischia.record import journey, questionnaires
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.shown import TodaySession

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SEED, NUMBER = 6, 3
SHARE_DONE = 0.85
WELL = Symptoms(
    leg=0, back=0, zone=0, flare=False, flare_felt=False, true_danger=False, false_alarm=False
)


def live(
    person: Person,
    first_morning: datetime,
    days: int,
    *,
    number: int = NUMBER,
    every: int = 1,
    flare_on: frozenset[int] = frozenset(),
    well_from: int | None = None,
) -> Iterator[datetime]:
    """Live so many days; yields each morning after its day is told. The person comes on one day of
    `every`, and on the days of `flare_on`, which they call a flare. From the day `well_from` on
    nothing hurts, and they walk a lot."""
    protocol = knowledge().protocol
    people = DiaryPeople(protocol, SEED)
    fate = Fates(protocol, people).fate(people.person(number), days)
    random = Random(f"{SEED}/{number}/record")  # noqa: S311 - a diary, not security
    start: dict[str, object] = {
        "age_years": 44, "sex": "female", "duration_weeks": 4, "side": "left",
        "irritability": "low", "leg_pain_nrs": 5, "back_pain_nrs": 4,
    }  # fmt: skip
    case = Case(id="year", title="", why="", answers=start, expect=Expect(), others="no")
    harmless: dict[str, object] = complete_answers(case, knowledge().checker)
    for n in range(days):
        if n % every and n not in flare_on:
            continue
        morning = first_morning + n * DAY
        well = well_from is not None and n >= well_from
        symptoms = WELL if well else fate.symptoms[n]
        _a_day(person, morning, symptoms, n, harmless, random, told_flare=n in flare_on)
        yield morning


def _a_day(
    person: Person,
    morning: datetime,
    symptoms: Symptoms,
    n: int,
    harmless: dict[str, object],
    random: Random,
    *,
    told_flare: bool,
) -> None:
    today = journey.today(person, at=morning)
    if n:
        journey.check_in(person, _morning(symptoms, morning, told_flare, n), at=morning + HOUR / 60)
        today = journey.today(person, at=morning + HOUR / 30)
    if today.needs_check:
        journey.answer(person, harmless, at=morning + HOUR / 20)
        today = journey.today(person, at=morning + HOUR / 10)
    if not today.needs_check and not today.sessions:  # a clinician is awaited, and seen
        journey.record_clearance(person, "Dr. Day", morning.date(), at=morning + HOUR / 4)
        today = journey.today(person, at=morning + HOUR / 2)
    for hours, session in zip((1, 10), today.sessions[:2], strict=False):
        if session.done is None and random.random() < SHARE_DONE:
            _session(person, morning + hours * HOUR, session, symptoms)
    due = questionnaires.due_now(person, morning + 11 * HOUR).value
    if due:
        _questionnaire(person, morning + 11 * HOUR, due, n, random)


def _pain(symptoms: Symptoms) -> dict[str, Any]:
    return {"leg": round(symptoms.leg), "back": round(symptoms.back)}


def _morning(symptoms: Symptoms, morning: datetime, told_flare: bool, n: int) -> dict[str, Any]:
    return {
        "on": morning.date(), "pain": _pain(symptoms), "zone": symptoms.zone, "bad_night": False,
        "flare_felt": symptoms.flare_felt or told_flare, "danger": False,
        "walked_minutes": 30 if symptoms is WELL else 10 + n // 15,
    }  # fmt: skip


def _session(person: Person, at: datetime, session: TodaySession, symptoms: Symptoms) -> None:
    items = [
        {"exercise": item.exercise, "sets": item.dose.sets, "reps": item.dose.reps,
         "seconds": 60 * item.minutes, "share": 1, "form_score": 85}
        for item in session.items
    ]  # fmt: skip
    done = {"slot": session.slot, "items": items, "done_share": 1, "form_score": 85,
            "seconds": 60 * session.minutes, "pain_before": _pain(symptoms),
            "zone_before": symptoms.zone}  # fmt: skip
    entry = journey.finish_session(person, done, at=at, entry_id=uuid4())
    told = {"session": entry.pk, "pain_after": _pain(symptoms), "zone_after": symptoms.zone,
            "tingling": 0, "settled_within_hours": 0, "effort": 4, "flare_felt": False,
            "danger": False}  # fmt: skip
    journey.respond(person, told, at=at + HOUR / 2, entry_id=uuid4())


def _questionnaire(person: Person, at: datetime, name: str, n: int, random: Random) -> None:
    """Answers that get better over the year, and open no help."""
    instrument = knowledge().protocol.instruments[name]
    gone = min(1, n / 250)
    answers = {
        item.id: 0
        if any(alert.item == item.id for alert in instrument.alerts)
        else round(item.low + (item.high - item.low) * _height(instrument.higher_is, gone, random))
        for item in instrument.items
    }
    named = ["Walk to the shop", "Sit through a film", "Lift my child"] if instrument.named else []
    form = {"instrument": name, "answers": answers, "named": named}
    questionnaires.questionnaire(person, form, at=at, entry_id=uuid4())


def _height(higher_is: str, gone: float, random: Random) -> float:
    share = 0.7 * (1 - gone) + 0.1 * random.random()
    return 1 - share if higher_is == "better" else share
