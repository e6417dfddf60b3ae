"""From a session to the next day: nothing lost, nothing counted twice, nothing on a stale plan."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ischia.care.answers import AnswerError
from ischia.care.dose import Amount
from ischia.care.plan import work_of
from ischia.protocol.model import Disposition, Protocol
from ischia.record import journey
from ischia.record.models import Decision, Entry, Person
from ischia.record.practices import current
from ischia.record.shown import Today
from record_cast import DAY, EASY, HOUR, MONDAY, do_session, good_day, make_person, tell, wake

TUESDAY = MONDAY + DAY


def exercises(today: Today) -> set[str]:
    return {item.exercise for session in today.sessions for item in session.items}


def doses(today: Today) -> dict[str, Amount]:
    return {item.exercise: item.dose for session in today.sessions for item in session.items}


def adaptations(person: Person) -> int:
    return Decision.objects.filter(person=person, kind="adaptation").count()


def taken(person: Person) -> list[str]:
    rows = Decision.objects.filter(person=person, kind="adaptation")
    return [name for row in rows for name in row.input["took"]]


def test_today_has_its_sessions_with_reasons(checked: Person) -> None:
    today = journey.today(checked, at=MONDAY)
    assert [session.slot for session in today.sessions] == ["morning", "evening"]
    assert all(item.why for session in today.sessions for item in session.items)
    assert today.reasons
    assert all(reason.source for reason in today.reasons)
    assert today.day == MONDAY.date()
    assert today.review_on is not None


def test_looking_twice_decides_once(checked: Person) -> None:
    first = journey.today(checked, at=MONDAY)
    count = Decision.objects.count()
    assert journey.today(checked, at=MONDAY + HOUR) == first
    assert Decision.objects.count() == count


def test_looking_again_waits_for_nobody(
    checked: Person,
) -> None:
    journey.today(checked, at=MONDAY)
    with CaptureQueriesContext(connection) as seen:
        journey.today(checked, at=MONDAY + HOUR)
    words = {query["sql"].split()[0] for query in seen.captured_queries}
    assert words == {"SELECT"}  # no transaction, no savepoint, no lock
    assert not any("FOR UPDATE" in query["sql"] for query in seen.captured_queries)


def test_what_was_done_today_is_marked(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    key = do_session(checked, MONDAY + HOUR, done_share=0.5)
    morning, evening = journey.today(checked, at=MONDAY + 2 * HOUR).sessions
    assert (morning.done, morning.entry) == (0.5, key)
    assert evening.done is None


def test_the_day_is_the_persons_own(db: None, healthy: dict[str, object]) -> None:
    person = make_person("Kiri", "Pacific/Auckland")  # 13 hours ahead of UTC in March
    journey.answer(person, healthy, at=MONDAY)
    late = MONDAY.replace(hour=12)
    assert journey.today(person, at=late).day == TUESDAY.date()


def test_a_time_zone_that_there_is_not_is_this_computers(
    db: None, healthy: dict[str, object]
) -> None:
    person = make_person("Marvin", "Mars/Olympus")
    journey.answer(person, healthy, at=MONDAY)
    assert journey.today(person, at=MONDAY).day == MONDAY.date()


def test_the_morning_is_asked_before_the_day_is_settled(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    today = journey.today(checked, at=TUESDAY)
    assert today.check_in
    assert today.changes == ()
    assert adaptations(checked) == 0
    told = wake(checked, TUESDAY)
    assert told.light == "green"
    assert adaptations(checked) == 1
    assert not journey.today(checked, at=TUESDAY + HOUR).check_in


def test_until_the_morning_is_told_nothing_is_more_than_before(
    checked: Person, protocol: Protocol
) -> None:
    before = doses(journey.today(checked, at=MONDAY))
    for number in range(3):
        at = MONDAY + number * DAY
        if number:
            wake(checked, at)
        journey.today(checked, at=at)
        good_day(checked, at)  # enough good sessions to go up
    after = doses(journey.today(checked, at=MONDAY + 3 * DAY))
    now = current(checked)
    assert now is not None
    settled = {item.exercise: item.dose for item in now.practice.state.items}
    assert set(after) <= set(before)
    assert all(
        work_of(protocol.exercises[name], dose) <= work_of(protocol.exercises[name], settled[name])
        for name, dose in after.items()
    )
    wake(checked, MONDAY + 3 * DAY)
    assert doses(journey.today(checked, at=MONDAY + 3 * DAY)) != after


def test_a_session_without_its_morning_is_settled_and_never_green(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    assert journey.today(checked, at=MONDAY + 3 * DAY).waits_for == MONDAY.date()
    journey.today(checked, at=MONDAY + 4 * DAY)
    last = Decision.objects.filter(kind="adaptation").order_by("-pk")[0]
    lights = [d["day"]["sessions"][0]["pain_next_morning"] for d in last.input["days"]
              if d["day"]["sessions"]]  # fmt: skip
    assert lights == [{"leg": None, "back": None}]
    assert last.value["state"]["light"] != "green"


@pytest.mark.parametrize("every", [2, 3])
def test_who_trains_every_few_days_is_asked_on_the_day_and_taken_for_green(
    checked: Person, every: int
) -> None:
    """Nobody is taken for silent who tells, on the next day that they come, how it was."""
    changes: set[str] = set()
    for number in range(0, 7, every):
        at = MONDAY + number * DAY
        today = journey.today(checked, at=at)
        assert today.waits_for == ((at - every * DAY).date() if number else None)
        if number:
            told = wake(checked, at)
            assert "good_session" in {reason.rule for reason in told.reasons}
            changes |= {change.rule for change in told.changes}
        good_day(checked, at)
    assert "progress_amount" in changes
    assert "cut_amount" not in changes


@pytest.mark.parametrize("every", [2, 3])
def test_a_late_morning_that_is_worse_counts_as_much_as_the_next(
    checked: Person, every: int
) -> None:
    at = MONDAY + every * DAY
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    told = wake(checked, at, pain={"leg": 6, "back": 2})
    assert "light_morning_red_rise" in {reason.rule for reason in told.reasons}


@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_flare_that_is_told_late_is_rested_from_then_on(
    checked: Person, healthy: dict[str, object], after: int
) -> None:
    """The days on which nobody knew of it are no days of its rest."""
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    at = MONDAY + after * DAY
    wake(checked, at, flare_felt=True)
    row = Decision.objects.filter(kind="adaptation").latest("pk")
    told = [(day["on"], [one["flare_felt"] for one in day["day"]["sessions"]])
            for day in row.input["days"] if day["day"]["sessions"]]  # fmt: skip
    assert told == [((at - DAY).date().isoformat(), [True, True])]
    gentle: list[bool] = []
    for number in range(4):
        later = at + number * DAY
        if number:
            wake(checked, later)
        journey.answer(checked, healthy, at=later + HOUR)
        sessions = journey.today(checked, at=later + HOUR).sessions
        gentle.append(bool(sessions) and all(session.gentle for session in sessions))
    assert gentle == [True, True, False, False]


def test_a_flare_that_is_told_three_times_is_one(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    for number in range(3):
        wake(checked, TUESDAY + number * HOUR, flare_felt=True)
    now = current(checked)
    assert now is not None
    assert now.practice.state.resting == 1
    assert now.practice.stopped_on is None


def test_a_morning_told_in_between_is_the_one_that_counts(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    assert wake(checked, TUESDAY).light == "green"
    today = journey.today(checked, at=TUESDAY + DAY)
    assert today.waits_for is None
    wake(checked, TUESDAY + DAY, pain={"leg": 6, "back": 2})
    row = Decision.objects.filter(kind="adaptation").earliest("pk")
    mornings = [one["pain_next_morning"]["leg"] for day in row.input["days"]
                for one in day["day"]["sessions"]]  # fmt: skip
    assert 6 not in mornings


def test_every_session_is_taken_in_exactly_once(checked: Person) -> None:
    for number in range(4):
        morning = MONDAY + number * DAY
        journey.today(checked, at=morning)
        if number % 2:
            wake(checked, morning)
        good_day(checked, morning)
        journey.today(checked, at=morning + 12 * HOUR)
    journey.today(checked, at=MONDAY + 7 * DAY)
    rows = Entry.objects.filter(kind="session").values_list("pk", flat=True)
    sessions = {str(key) for key in rows}
    assert sessions <= set(taken(checked))
    assert len(taken(checked)) == len(set(taken(checked)))


def test_a_session_that_arrives_late_counts_once_and_later(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    journey.today(checked, at=TUESDAY + DAY)  # Monday and Tuesday are settled without it
    key = uuid4()
    done: dict[str, object] = {"slot": "evening", "items": [], "done_share": 1}
    for _ in range(3):
        journey.finish_session(checked, done, at=MONDAY + HOUR, now=TUESDAY + DAY, entry_id=key)
    for number in (3, 4):
        journey.today(checked, at=MONDAY + number * DAY)
    assert taken(checked).count(str(key)) == 1


# --- danger and flares ---


def test_a_danger_sign_in_a_session_stops_everything_at_once(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    do_session(checked, MONDAY + HOUR, stopped="danger")
    today = journey.today(checked, at=MONDAY + 2 * HOUR)
    assert today.sessions == ()
    assert today.ask == "before_session"
    assert journey.program_now(checked, at=MONDAY + 2 * HOUR).value.sessions == ()


@pytest.mark.parametrize("told_at", ["response", "morning", "late morning", "afterthought"])
def test_danger_told_at_any_time_stops_the_exercises(
    checked: Person, healthy: dict[str, object], told_at: str
) -> None:
    journey.today(checked, at=MONDAY)
    session = do_session(checked, MONDAY + HOUR)
    if told_at == "response":
        told = tell(checked, session, MONDAY + 2 * HOUR, danger=True)
    elif told_at == "morning":
        told = wake(checked, TUESDAY, danger=True)
    elif told_at == "late morning":
        wake(checked, TUESDAY)
        told = wake(checked, TUESDAY + HOUR, danger=True)
    else:
        wake(checked, TUESDAY)
        told = tell(checked, session, TUESDAY + HOUR, danger=True)
    assert told.disposition is Disposition.EMERGENCY_TODAY
    assert told.message
    for number in range(4):
        at = TUESDAY + number * DAY + 2 * HOUR
        journey.answer(checked, healthy, at=at)
        assert journey.today(checked, at=at).sessions == ()


def test_a_clearance_after_a_stop_lets_exercise_go_on_gently(
    checked: Person, healthy: dict[str, object]
) -> None:
    before = doses(journey.today(checked, at=MONDAY))
    session = do_session(checked, MONDAY + HOUR)
    tell(checked, session, MONDAY + 2 * HOUR, danger=True)
    journey.answer(checked, healthy, at=TUESDAY)
    with pytest.raises(AnswerError, match="before the exercises were stopped"):
        journey.record_clearance(checked, "Dr Ro", (MONDAY - DAY).date(), at=TUESDAY)
    key = uuid4()
    for _ in range(2):
        journey.record_clearance(checked, "Dr Ro", TUESDAY.date(), at=TUESDAY, entry_id=key)
    today = journey.today(checked, at=TUESDAY + HOUR)
    assert today.sessions
    assert today.stage == "settle"
    assert all(doses(today)[name] != dose for name, dose in before.items() if name in doses(today))


def test_a_flare_in_the_morning_makes_it_a_day_of_rest(
    checked: Person, healthy: dict[str, object]
) -> None:
    journey.today(checked, at=MONDAY)
    good_day(checked, MONDAY)
    wake(checked, TUESDAY, flare_felt=True)
    journey.answer(checked, healthy, at=TUESDAY + HOUR)
    today = journey.today(checked, at=TUESDAY + HOUR)
    assert today.stage == "flare"
    assert today.sessions
    assert all(session.gentle for session in today.sessions)


def test_after_a_flare_the_plan_comes_back(checked: Person, healthy: dict[str, object]) -> None:
    own = exercises(journey.today(checked, at=MONDAY))
    good_day(checked, MONDAY)
    wake(checked, TUESDAY, flare_felt=True)
    stages: list[str] = []
    today = journey.today(checked, at=TUESDAY)
    for number in range(1, 12):
        at = MONDAY + number * DAY
        journey.answer(checked, healthy, at=at + HOUR)
        if number > 1:
            wake(checked, at)
        today = journey.today(checked, at=at + HOUR)
        stages.append(today.stage)
        if not today.sessions[0].gentle:
            good_day(checked, at + HOUR)
    assert stages[0] == "flare"
    assert stages[-1] not in ("flare", "settle")
    assert exercises(today) & own


# --- days away ---


def test_days_on_which_exercise_was_not_open_count_for_nothing(
    checked: Person, healthy: dict[str, object], protocol: Protocol
) -> None:
    before = exercises(journey.today(checked, at=MONDAY))
    weeks_later = MONDAY + 60 * DAY
    assert journey.today(checked, at=weeks_later).sessions == ()
    journey.answer(checked, healthy, at=weeks_later)
    today = journey.today(checked, at=weeks_later)
    lasts = int(protocol.parameter("screening_current_days"))
    settled = Decision.objects.filter(kind="adaptation").order_by("-pk")[0]
    assert len(settled.input["days"]) == lasts + 1
    assert exercises(today) <= before
    assert len(exercises(today)) > 1


# --- facts that change, and wishes ---


def test_a_diagnosis_changes_the_program_and_keeps_what_went_well(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    for number in range(3):
        at = MONDAY + number * DAY
        if number:
            wake(checked, at)
        journey.today(checked, at=at)
        good_day(checked, at)
    at = MONDAY + 3 * DAY
    wake(checked, at)
    before = doses(journey.today(checked, at=at))
    cause = "lumbar_spinal_stenosis"
    journey.record_diagnosis(checked, cause, "confirmed", "Dr Ro", at.date(), at=at)
    after = journey.today(checked, at=at + HOUR)
    assert after.cause == cause
    both = before.keys() & doses(after).keys()
    assert both
    assert all(doses(after)[name] == before[name] for name in both)
    assert [change.rule for change in after.changes] == ["program_changed"]


def test_an_unknown_cause_is_refused(person: Person) -> None:
    with pytest.raises(AnswerError, match="cause"):
        journey.record_diagnosis(person, "slipped_disc", "confirmed", "Dr Ro", MONDAY.date(),
                                 at=MONDAY)  # fmt: skip


def test_without_equipment_nothing_needs_it(checked: Person, protocol: Protocol) -> None:
    journey.set_up(checked, {"equipment": [], "minutes": 10}, at=MONDAY)
    today = journey.today(checked, at=MONDAY)
    needs = {thing for name in exercises(today) for thing in protocol.exercises[name].equipment}
    assert needs <= {"none", "mat"}  # a carpet or a bed does
    assert all(session.minutes <= 10 for session in today.sessions)


def test_what_a_new_state_forbids_leaves_the_plan_at_once(
    checked: Person, protocol: Protocol
) -> None:
    own = exercises(journey.today(checked, at=MONDAY))
    banned = journey_forbidden(protocol, own)
    journey.set_up(checked, {"states": [banned]}, at=MONDAY + HOUR)
    left = exercises(journey.today(checked, at=MONDAY + HOUR))
    now = current(checked)
    assert now is not None
    assert left.isdisjoint(now.practice.state.avoid)
    assert left != own


def journey_forbidden(protocol: Protocol, own: Iterable[str]) -> str:
    """A state that blocks one of these exercises by one of its features."""
    features = {feature for name in own for feature in protocol.exercises[name].features}
    return next(
        state.id
        for state in protocol.states.values()
        if any(action == "block" and f in features for f, action in state.actions.items())
        and "any_exercise" not in state.actions
    )


def test_less_is_less_from_now_on(checked: Person) -> None:
    before = doses(journey.today(checked, at=MONDAY))
    name = sorted(before)[0]
    told = journey.choose(checked, {"exercise": name, "want": "leave_out"}, at=MONDAY + HOUR)
    assert [change.rule for change in told.changes] == ["person_less"]
    assert name not in exercises(journey.today(checked, at=MONDAY + HOUR))


def test_a_swap_is_no_heavier_and_of_the_same_kind(checked: Person, protocol: Protocol) -> None:
    own = exercises(journey.today(checked, at=MONDAY))
    name, others = next((n, a) for n in sorted(own) if (a := journey.alternatives(checked, n)))
    for other in others:
        assert protocol.exercises[other].load_level <= protocol.exercises[name].load_level
        assert set(protocol.exercises[other].roles) & set(protocol.exercises[name].roles)
    key = uuid4()
    for _ in range(2):
        journey.choose(
            checked, {"exercise": name, "want": "swap", "to": others[0]},
            at=MONDAY + HOUR, entry_id=key,
        )  # fmt: skip
    now = exercises(journey.today(checked, at=MONDAY + HOUR))
    assert others[0] in now
    assert name not in now


def test_a_wish_that_cannot_be_followed_says_why(checked: Person) -> None:
    own = exercises(journey.today(checked, at=MONDAY))
    wish = {"exercise": min(own), "want": "swap", "to": "plank_full"}
    with pytest.raises(AnswerError, match="one of those offered"):
        journey.choose(checked, wish, at=MONDAY)
    with pytest.raises(AnswerError, match="one of your exercises"):
        journey.choose(checked, {"exercise": "plank_full", "want": "leave_out"}, at=MONDAY)
    assert not Entry.objects.filter(kind="choice").exists()


def test_what_a_response_changes_is_told_as_far_as_it_is_known(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    session = do_session(checked, MONDAY + HOUR)
    told = tell(checked, session, MONDAY + 2 * HOUR)
    assert (told.light, told.settled) == ("green", False)
    worse = tell(checked, session, MONDAY + 3 * HOUR, pain_after={"leg": 9, "back": 2})
    assert (worse.light, worse.settled) == ("red", False)
    assert EASY["leg"] < 9
