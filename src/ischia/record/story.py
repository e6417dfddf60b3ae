"""A person's story so far: pain by day, sessions and walking by week, flares, changes, scores.

Everything is read from the record as it is; nothing is decided here. Pain is 0 to 10, zones are
those of `entries`, weeks begin on the day on which the program began.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median_high

from msgspec import Struct

from ischia.care.adherence import Adherence, Walking, Week, adherence, walking
from ischia.care.decision import Decision
from ischia.record import entries
from ischia.record.days import ONE
from ischia.record.facts import day_of, kept
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.open_days import open_days
from ischia.record.questionnaires import Scored, filled_of, scored_of
from ischia.record.timeline import Flare, Step, flares_of, stages_of, steps_of
from ischia.record.told_days import StoryDay, days_told, mean

DAYS = 7


class StoryWeek(Struct, frozen=True, kw_only=True):
    """One week from `start`: means of the pain, the usual furthest zone, sums of the rest."""

    start: date
    leg: float | None
    back: float | None
    zone: int | None
    form: float | None
    sessions: Week


class Story(Struct, frozen=True, kw_only=True):
    """All of it. `begun` is None before there is a program; then only pain and scores are there."""

    begun: date | None
    today: date
    days: tuple[StoryDay, ...]
    weeks: tuple[StoryWeek, ...]
    scores: tuple[Scored, ...]
    flares: tuple[Flare, ...]
    stages: tuple[tuple[date, str], ...]
    steps: tuple[Step, ...]
    look_backs: dict[date, entries.LookBack]
    adherence: Adherence
    walking: Decision[Walking]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not self.days and not self.scores


def story_of(person: Person, at: datetime) -> Story:
    """The story up to now."""
    today = day_of(person, at)
    steps = steps_of(person)
    begun = steps[0].through + ONE if steps else None
    days = days_told(person)
    first = begun or (days[0].day if days else today)
    weeks = _weeks(days, first, today, _planned(person, steps, today))
    told = [week.sessions for week in weeks]
    return Story(
        begun=begun,
        today=today,
        days=days,
        weeks=tuple(weeks),
        scores=tuple(scored_of(filled_of(person))),
        flares=flares_of(steps, today),
        stages=stages_of(steps),
        steps=steps,
        look_backs={b.is_.flare: b.is_ for b in kept(person, "look_back", entries.LookBack)},
        adherence=adherence(told),
        walking=walking(knowledge().protocol, told),
    )


def _planned(person: Person, steps: Sequence[Step], today: date) -> dict[date, tuple[int, int]]:
    """For every day since the program began on which exercise was open: sessions planned, and
    sessions of rest that the plan asked for."""
    if not steps:
        return {}
    stages = knowledge().protocol.stages
    first = steps[0].through + ONE
    days = [first + timedelta(days=n) for n in range((today - first).days)]  # today is not over
    opened = set(open_days(person, days))
    found: dict[date, tuple[int, int]] = {}
    at = 0
    for day in days:
        while at + 1 < len(steps) and steps[at + 1].through < day:
            at += 1
        step = steps[at]
        a_day = stages[step.stage].sessions_per_day if step.stage in stages else 0
        if step.resting or step.stopped:
            found[day] = (0, a_day)
        elif day in opened:
            found[day] = (a_day, 0)
    return found


def _weeks(
    days: Sequence[StoryDay], first: date, today: date, planned: dict[date, tuple[int, int]]
) -> list[StoryWeek]:
    count = max(0, (today - first).days) // DAYS + 1
    within: list[list[StoryDay]] = [[] for _ in range(count)]
    for day in days:
        if 0 <= (place := (day.day - first).days // DAYS) < count:
            within[place].append(day)
    return [_week(first + timedelta(weeks=n), mine, planned) for n, mine in enumerate(within)]


def _week(start: date, days: list[StoryDay], planned: dict[date, tuple[int, int]]) -> StoryWeek:
    asked = [planned.get(start + timedelta(days=n), (0, 0)) for n in range(DAYS)]
    zones = [day.zone for day in days if day.zone is not None]
    walked = [day.walked for day in days if day.walked is not None]
    return StoryWeek(
        start=start,
        leg=mean(day.leg for day in days),
        back=mean(day.back for day in days),
        zone=median_high(zones) if zones else None,
        form=mean(day.form for day in days),
        sessions=Week(
            planned=sum(plan for plan, _ in asked),
            done=sum(day.sessions for day in days),
            rested=sum(rest for _, rest in asked),
            walked_minutes=sum(walked) if walked else None,
        ),
    )
