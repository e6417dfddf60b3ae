"""A person's story: days, weeks, flares, changes; nothing invented, nothing stale."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from ischia.record import journey
from ischia.record.models import Person
from ischia.record.mornings import last_told
from ischia.record.story import story_of
from ischia.record.timeline import Step, flares_of, stages_of
from record_cast import DAY, HOUR, MONDAY, do_session, good_day, tell, wake


def test_a_new_person_has_an_empty_story(person: Person) -> None:
    story = story_of(person, MONDAY)
    assert story.is_empty
    assert story.begun is None
    assert story.weeks[0].leg is None


def test_a_day_holds_what_was_told_of_it(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    items = [{"exercise": "walking", "seconds": 600}, {"exercise": "bridge", "seconds": 300}]
    do_session(checked, MONDAY + HOUR, pain_before={"leg": 4, "back": 2}, zone_before=4,
               items=items, form_score=80)  # fmt: skip
    do_session(checked, MONDAY + 9 * HOUR, "evening", pain_before={"leg": 6, "back": 3},
               zone_before=3, done_share=0.5, form_score=90)  # fmt: skip
    wake(checked, MONDAY + DAY, pain={"leg": 1, "back": 1}, zone=2, walked_minutes=20)
    first, second = story_of(checked, MONDAY + DAY).days
    assert (first.leg, first.back, first.zone) == (5.0, 2.5, 4)
    assert (first.sessions, first.form, first.walked) == (1.5, 85.0, 30.0)
    assert (second.leg, second.zone, second.sessions) == (1.0, 2, 0)


def test_the_same_session_told_twice_counts_once(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    do_session(checked, MONDAY + HOUR, done_share=0.5)
    do_session(checked, MONDAY + 2 * HOUR, done_share=1)
    assert story_of(checked, MONDAY + 3 * HOUR).days[0].sessions == 1


def test_a_week_counts_what_was_planned_and_done(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    for n in range(3):
        good_day(checked, MONDAY + n * DAY)
        wake(checked, MONDAY + (n + 1) * DAY)
        journey.today(checked, at=MONDAY + (n + 1) * DAY)
    story = story_of(checked, MONDAY + 3 * DAY)
    (week,) = story.weeks
    assert week.start == MONDAY.date()
    assert (week.sessions.planned, week.sessions.done) == (6, 6)
    assert story.adherence.share == 1


def test_what_is_new_is_read_beside_what_is_known(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    do_session(checked, MONDAY + HOUR)
    assert len(story_of(checked, MONDAY + 2 * HOUR).days) == 1
    wake(checked, MONDAY + DAY)
    assert len(story_of(checked, MONDAY + DAY).days) == 2


def test_what_was_undone_is_forgotten(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    with transaction.atomic():
        do_session(checked, MONDAY + HOUR)
        assert len(story_of(checked, MONDAY + 2 * HOUR).days) == 1
        transaction.set_rollback(True)
    assert story_of(checked, MONDAY + 2 * HOUR).days == ()


def test_another_time_zone_has_other_days(checked: Person) -> None:
    do_session(checked, MONDAY + 15 * HOUR)  # 23:00 in London, Tuesday noon in Auckland
    assert story_of(checked, MONDAY + DAY).days[0].day == MONDAY.date()
    checked.time_zone = "Pacific/Auckland"
    assert story_of(checked, MONDAY + DAY).days[0].day == (MONDAY + DAY).date()


def test_nobody_elses_story(checked: Person, other: Person) -> None:
    do_session(checked, MONDAY + HOUR)
    assert story_of(other, MONDAY + DAY).is_empty


def test_a_flare_and_its_end_are_in_the_story(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    key = do_session(checked, MONDAY + HOUR)
    tell(checked, key, MONDAY + 2 * HOUR, flare_felt=True)
    for n in range(1, 6):
        wake(checked, MONDAY + n * DAY)
        if journey.today(checked, at=MONDAY + n * DAY).needs_check:
            answers = journey.check_now(checked, at=MONDAY + n * DAY).answers
            again = journey.check_now(checked, at=MONDAY + n * DAY).again
            journey.answer(checked, {k: answers[k] for k in again}, at=MONDAY + n * DAY)
        journey.today(checked, at=MONDAY + n * DAY + HOUR)
    (flare,) = story_of(checked, MONDAY + 5 * DAY).flares
    assert flare.start == MONDAY.date()
    assert flare.over
    assert (flare.end - flare.start).days <= 3


def step(day: int, **more: Any) -> Step:
    given: dict[str, Any] = {"stage": "settle", "resting": False, "stopped": False, **more}
    return Step(through=date(2026, 3, day), changes=(), **given)


def test_flares_are_told_from_the_steps() -> None:
    steps = [step(1), step(2, resting=True, stage="flare"), step(3, resting=True, stage="flare"),
             step(4), step(8, resting=True, stage="flare")]  # fmt: skip
    first, second = flares_of(steps, date(2026, 3, 9))
    assert (first.start.day, first.end.day, first.over) == (2, 4, True)
    assert (second.start.day, second.over) == (8, False)
    assert stages_of(steps) == ((date(2026, 3, 1), "settle"),)


def test_the_last_that_was_told_is_offered_only_when_it_is_whole_and_recent(
    checked: Person,
) -> None:
    assert last_told(checked, MONDAY) is None
    do_session(checked, MONDAY + HOUR, pain_before={"leg": 4, "back": 2}, zone_before=4)
    found = last_told(checked, MONDAY + DAY)
    assert found is not None
    assert (found.pain.leg, found.pain.back, found.zone) == (4, 2, 4)
    assert last_told(checked, MONDAY + 20 * DAY) is None
    wake(checked, MONDAY + DAY, pain={"leg": 3})
    assert last_told(checked, MONDAY + DAY + HOUR) is None
