"""What a simulation found, as one object for people, JSON and tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec import Struct

from ischia.care.response import NEEDED, PAINS, Light
from ischia.population.fate import DAYS_PER_WEEK
from ischia.population.invariants import INVARIANTS
from ischia.population.tally import Tally
from ischia.protocol.exercise import STAGES

SITES = 2  # leg and back are asked about apart
Counts = dict[str, int]


class Questions(Struct, frozen=True, kw_only=True):
    """How much people are asked. The interview was counted on the first `interviewed` people; a
    session asks the same number of questions every time."""

    interviewed: int
    danger: float
    picture: float
    whole_checks: int
    short_checks: int
    per_session: int
    sessions: int


class Summary(Struct, frozen=True, kw_only=True):
    """One protocol lived with. Days are person-days, pain is 0 to 10; shares are of the people
    whom the program followed to the end. `days_by_light` names the worst session of a day."""

    protocol: str
    people: int
    weeks: int
    seed: int
    invariants_broken: int
    invariants: Counts
    first_check: Counts
    with_program: int
    followed_to_the_end: int
    ended_in: Counts
    days: Counts
    days_by_light: Counts
    red_days: int
    flares: Counts
    stops: Counts
    sessions: Counts
    changes: Counts
    exercises: Counts
    questions: Questions
    leg_pain: dict[str, float | None]
    improved_share: float | None


def summary(protocol: str, people: int, weeks: int, seed: int, tally: Tally) -> Summary:
    """The numbers of one protocol; `protocol` is its version."""
    broken = {name: tally.invariants[name] for name in INVARIANTS}
    followed = tally.people["followed"]
    lights = {name: tally.lights[name] for name in (*Light, "no_session")}
    return Summary(
        protocol=protocol,
        people=people,
        weeks=weeks,
        seed=seed,
        invariants_broken=sum(broken.values()),
        invariants=broken,
        first_check=_most_first(tally.entered),
        with_program=tally.people["with_program"],
        followed_to_the_end=followed,
        ended_in=_most_first(tally.ended),
        days=_days(tally.days, people * weeks * DAYS_PER_WEEK),
        days_by_light=lights,
        red_days=lights[Light.RED] + lights[Light.EMERGENCY],
        flares={name: tally.flares[name] for name in ("lived_through", "recognised")},
        stops=_most_first(tally.stops),
        sessions={name: tally.sessions[name] for name in ("due", "done")},
        changes=_most_first(tally.changes),
        exercises=_most_first(tally.exercises),
        questions=_questions(tally),
        leg_pain={when: _mean(tally.pain, when, followed) for when in ("start", "end")},
        improved_share=round(tally.people["improved"] / followed, 4) if followed else None,
    )


def _questions(tally: Tally) -> Questions:
    asked = tally.questions
    many = asked["interviewed"]
    return Questions(
        interviewed=many,
        danger=round(asked["interview_danger"] / many, 1) if many else 0.0,
        picture=round(asked["interview_picture"] / many, 1) if many else 0.0,
        whole_checks=asked["checks_whole"],
        short_checks=asked["checks_short"],
        per_session=len(NEEDED) + SITES * len(PAINS),
        sessions=tally.sessions["done"],
    )


def _days(days: Mapping[str, int], everything: int) -> Counts:
    """Days in each stage, in the order of recovery, and where the other days went."""
    others = [name for name in days if name not in STAGES]
    counts = {name: days.get(name, 0) for name in (*STAGES, *sorted(others))}
    return {**counts, "all": everything}


def _most_first(counts: Counter[str]) -> Counts:
    """By number, then by name: the same however the work was shared out."""
    return {str(k): v for k, v in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))}


def _mean(sums: Mapping[str, float], name: str, count: int) -> float | None:
    return round(sums.get(name, 0.0) / count, 2) if count else None
