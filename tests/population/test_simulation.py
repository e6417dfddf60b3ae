"""The simulation: the same people whatever does the work, made as the assumptions say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from statistics import mean

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import SHIPPED
from msgspec.structs import replace

from ischia.care.evaluate import compile_said
from ischia.care.person import Person
from ischia.care.situation import BLOCK, CLINICIAN, SWAP
from ischia.care.start import start
from ischia.population.course import Courses, Symptoms
from ischia.population.diary_people import DiaryPeople, DiaryPerson
from ischia.population.rules import Rules
from ischia.population.simulation import Experiment, here, on_cores, simulate
from ischia.population.summary import Summary, summary
from ischia.population.yardstick import Yardstick, profile_of, reading
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import Protocol

PEOPLE = DiaryPeople(SHIPPED, 7)
CROWD = [PEOPLE.person(number) for number in range(2000)]
VALUE = SHIPPED.assumption


def experiment(people: int = 60, weeks: int = 3, seed: int = 1, *others: Protocol) -> Experiment:
    protocols = (SHIPPED, *others)
    return Experiment(
        people=people,
        weeks=weeks,
        seed=seed,
        shipped=SHIPPED,
        protocols=protocols,
        interviewed=2,
    )


def found(made: Experiment, cores: int = 0) -> list[Summary]:
    tallies = simulate(made, on_cores(cores) if cores else here)
    return [
        summary(protocol.version, made.people, made.weeks, made.seed, tally)
        for protocol, tally in zip(made.protocols, tallies, strict=True)
    ]


def near(counted: float, expected: float, spread: float) -> bool:
    """Within four standard errors of 2000 people."""
    return abs(counted - expected) < 4 * spread / len(CROWD) ** 0.5


def share(of: list[bool]) -> float:
    return sum(of) / len(of)


# --- the same, whatever does the work ---


def test_the_number_of_processes_changes_nothing() -> None:
    one, two = found(experiment()), found(experiment(), cores=2)
    assert msgspec.json.encode(one) == msgspec.json.encode(two)


def test_the_seed_changes_the_people_and_nothing_else_does() -> None:
    first, again, other = found(experiment(30)), found(experiment(30)), found(experiment(30, 3, 2))
    assert first == again
    assert first[0].days_by_light != other[0].days_by_light


def test_more_people_keep_the_first_ones() -> None:
    assert [DiaryPeople(SHIPPED, 7).person(n) for n in (3, 1)] == [CROWD[3], CROWD[1]]


def test_progress_is_told_and_ends_at_everybody() -> None:
    told: list[int] = []
    simulate(experiment(60, 1), here, told.append)
    assert told == [25, 50, 60]


def test_every_day_of_everybody_is_counted_once() -> None:
    (one,) = found(experiment())
    assert one.days["all"] == 60 * 3 * 7
    assert sum(days for name, days in one.days.items() if name != "all") == one.days["all"]
    assert sum(one.first_check.values()) <= 60
    assert sum(one.ended_in.values()) == 60
    assert sum(one.exercises.values()) >= one.sessions["done"]


# --- two protocols side by side ---


def test_a_protocol_that_only_talks_differently_gives_the_same_lives() -> None:
    stages = {n: replace(stage, title="Another name") for n, stage in SHIPPED.stages.items()}
    renamed = replace(SHIPPED, stages=stages, version="renamed")
    shipped, other = found(experiment(40, 3, 1, renamed))
    assert other.protocol == "renamed"
    assert replace(other, protocol=shipped.protocol) == shipped


def test_another_rule_meets_the_same_people_and_changes_what_it_should() -> None:
    parameters = dict(SHIPPED.parameters)
    parameters["light_red_pain"] = replace(parameters["light_red_pain"], value=9)
    lenient = replace(SHIPPED, parameters=parameters, version="lenient")
    shipped, other = found(experiment(60, 4, 1, lenient))
    assert other.first_check == shipped.first_check
    assert other.leg_pain["start"] == shipped.leg_pain["start"]
    assert other.red_days < shipped.red_days


def test_assumptions_of_a_pack_change_the_people_of_both_sides() -> None:
    assumptions = dict(SHIPPED.assumptions)
    assumptions["gave_up_week_4"] = replace(assumptions["gave_up_week_4"], value=0.99)
    lazy = replace(SHIPPED, assumptions=assumptions, version="lazy")
    (usual,), (shipped, other) = found(experiment(40, 4)), found(experiment(40, 4, 1, lazy))
    assert shipped.sessions["done"] < 0.6 * usual.sessions["done"]
    assert replace(other, protocol=shipped.protocol) == shipped


# --- people as the assumptions say ---


COUNTED: dict[str, Callable[[DiaryPerson], bool]] = {
    "below_knee_share": lambda p: p.zone >= 4,
    "irritability_high_share": lambda p: p.irritability == "high",
    "preference_share": lambda p: p.preference != "",
    "equipped_share": lambda p: p.equipment is not None,
    "over_reporter_share": lambda p: p.manner == "over_reporter",
    "non_reporter_share": lambda p: p.manner == "non_reporter",
    "silent_share": lambda p: p.manner == "silent",
}


@pytest.mark.parametrize("name", COUNTED)
def test_people_are_as_many_as_assumed(name: str) -> None:
    counted = COUNTED[name]
    assert near(share([counted(p) for p in CROWD]), VALUE(name), 0.5)


def test_the_courses_are_taken_as_often_as_published_and_start_where_they_should() -> None:
    taken = Counter(person.course for person in CROWD)
    for course in SHIPPED.trajectories.values():
        assert near(taken[course.id] / len(CROWD), course.share, 0.5)
    assert near(mean(p.leg for p in CROWD), 5.2, 2.4)  # konstantinou_2015


def course_of(person: DiaryPerson, days: int = 84) -> list[Symptoms]:
    courses = Courses(SHIPPED)
    return courses.course(person, PEOPLE.source(person.number, "course"), days)


def test_mild_pain_gets_better_and_severe_pain_stays() -> None:
    for name, lowest, highest in (("improving_mild", 0.3, 0.6), ("persistent_severe", 0.9, 1.1)):
        crowd = [p for p in CROWD if p.course == name and p.manner == "plain" and p.leg > 2]
        kept = [course_of(p)[-1].leg / p.leg for p in crowd]
        assert lowest < mean(kept) < highest


def test_the_silent_get_worse_without_a_word_until_a_danger_sign() -> None:
    lives = {p.number: course_of(p) for p in CROWD if p.manner == "silent" and p.leg < 6}
    assert len(lives) > 10
    for days in lives.values():
        assert not any(day.flare_felt for day in days)
        assert days[-1].true_danger
    assert mean(days[-1].leg - CROWD[n].leg for n, days in lives.items()) > 2
    assert mean(days[-1].zone - CROWD[n].zone for n, days in lives.items()) > 0


def test_flares_come_as_often_as_assumed() -> None:
    crowd = [p for p in CROWD if p.course == "persistent_moderate"][:300]
    begun = 0
    for person in crowd:
        days = course_of(person, 304)  # ten months
        begun += sum(b.flare and not a.flare for a, b in pairwise(days))
    assert 0.6 < begun / len(crowd) / 10 < 0.8  # some run into each other


def test_more_program_never_makes_the_course_itself_another() -> None:
    assert course_of(CROWD[0]) == course_of(CROWD[0])


# --- what is remembered is what would be decided anew ---


def person_of(one: DiaryPerson, rules: Rules) -> Person:
    checked = rules.check(one.answers)
    return Person(
        screening=checked.screening, answers=checked.settled, cause=one.diagnosis,
        states=one.states, equipment=one.equipment,
    )  # fmt: skip


def test_a_remembered_plan_is_the_one_that_would_be_made() -> None:
    rules, made = Rules(SHIPPED, SHIPPED), 0
    for one in CROWD[:400]:
        person = person_of(one, rules)
        if rules.stopped(person):
            continue
        fresh = start(rules.planner, person, rules.planner.plan(person).value)
        assert rules.start(person) == fresh
        made += 1
    assert made > 100


@given(
    st.sampled_from(CROWD),
    st.sampled_from(["leg_pain_nrs", "back_pain_nrs", "duration_weeks", "age_years"]),
    st.floats(0, 120),
    st.floats(0, 120),
)
@settings(max_examples=300, deadline=None)
def test_numbers_with_the_same_place_are_never_told_apart(
    one: DiaryPerson, finding: str, first: float, second: float
) -> None:
    rules = RULES
    if rules.level(finding, first) != rules.level(finding, second):
        return
    a, b = (rules.check({**one.answers, finding: value}) for value in (first, second))
    assert a.screening == b.screening
    assert (a.worst, a.states, a.fired) == (b.worst, b.states, b.fired)
    assert {**a.settled, finding: 0} == {**b.settled, finding: 0}


RULES = Rules(SHIPPED, SHIPPED)


# --- the yardstick was written apart, and agrees ---


def test_the_yardstick_reads_conditions_as_the_rules_do() -> None:
    conditions = [
        *(rule.when for rule in SHIPPED.red_flags.values()),
        *(state.when for state in SHIPPED.states.values() if state.when),
    ]
    pairs = [(reading(c, SHIPPED.findings), compile_said(c, SHIPPED)) for c in conditions]
    for one in CROWD[:150]:
        unsure = dict.fromkeys(list(one.answers)[:: 1 + one.number % 7], "unsure")
        for answers in (one.answers, {**one.answers, **unsure}):
            for own, theirs in pairs:
                assert own(answers) == theirs(answers)


def test_the_yardstick_forbids_what_the_states_forbid() -> None:
    yardstick, situations = Yardstick(SHIPPED, SHIPPED), RULES.planner.situations
    for one in CROWD[:60]:
        states = yardstick.states(one.answers).union(one.states)
        plain = {k: v for k, v in one.answers.items() if not k.endswith("_response")}
        for stage in STAGES:
            profile = profile_of(states, plain, one.diagnosis, cleared=False)
            applying = situations.states(plain, one.states, one.diagnosis, stage)
            strict = {
                name
                for name in SHIPPED.exercises
                if any(
                    o.action in (BLOCK, CLINICIAN, SWAP)
                    for o in situations.objections(name, applying)
                )
            }
            assert yardstick.forbidden(profile, stage) == strict
