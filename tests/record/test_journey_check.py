"""The check on the record: what counts, what stops, what a clinician's word lets go on."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from ischia.care.answers import AnswerError
from ischia.protocol.model import Disposition, Protocol
from ischia.record import journey
from ischia.record.models import Decision, Entry, Person
from record_cast import DAY, HOUR, MONDAY, do_session, tell, wake

Answers = dict[str, object]


def checks() -> int:
    return Decision.objects.filter(kind="check").count()


def test_nothing_is_allowed_before_the_first_question(person: Person) -> None:
    view = journey.check_now(person, at=MONDAY)
    assert (view.ask, view.complete, view.may_exercise, view.decision) == (
        "first", False, False, None,
    )  # fmt: skip
    assert journey.today(person, at=MONDAY).sessions == ()
    assert journey.program_now(person, at=MONDAY).value.sessions == ()


def test_following_the_questions_ends_in_a_decision_that_is_kept_once(
    person: Person, healthy: Answers
) -> None:
    view = journey.check_now(person, at=MONDAY)
    for _ in range(100):
        if view.next_question is None or view.next_question.purpose != "danger":
            break
        finding = view.next_question.finding.id
        journey.answer(person, {finding: healthy.get(finding, "no")}, at=MONDAY)
        view = journey.check_now(person, at=MONDAY)
    assert view.complete
    assert view.may_exercise
    assert checks() == 1
    for _ in range(2):
        journey.today(person, at=MONDAY + HOUR)
    assert checks() == 2  # the one that was relied on, with all answers


def test_an_emergency_is_kept_before_the_check_is_complete(person: Person) -> None:
    journey.answer(person, {"saddle_numbness": "yes"}, at=MONDAY)
    view = journey.check_now(person, at=MONDAY)
    assert view.disposition is not None
    assert view.disposition.urgency >= Disposition.EMERGENCY_TODAY.urgency
    assert not view.complete
    assert Decision.objects.get().value["fired"]


def test_a_bad_answer_names_the_field_and_keeps_nothing(person: Person) -> None:
    with pytest.raises(AnswerError, match="saddle_numbnes"):
        journey.answer(person, {"saddle_numbnes": "yes", "fever": "no"}, at=MONDAY)
    with pytest.raises(AnswerError, match="fever"):
        journey.answer(person, {"fever": "perhaps"}, at=MONDAY)
    assert not Entry.objects.exists()


# --- asked again ---


def test_a_week_later_the_danger_questions_come_again(checked: Person, protocol: Protocol) -> None:
    days = int(protocol.parameter("screening_current_days"))
    assert journey.check_now(checked, at=MONDAY + days * DAY).may_exercise
    view = journey.check_now(checked, at=MONDAY + (days + 1) * DAY)
    assert (view.ask, view.may_exercise) == ("weekly", False)
    assert "saddle_numbness" in view.again
    assert "sex" not in view.again
    assert journey.today(checked, at=MONDAY + (days + 1) * DAY).sessions == ()


def test_an_old_danger_still_shows_while_it_is_asked_again(
    person: Person, healthy: Answers
) -> None:
    journey.answer(person, {**healthy, "saddle_numbness": "yes"}, at=MONDAY)
    view = journey.check_now(person, at=MONDAY + 30 * DAY)
    assert view.disposition is not None
    assert view.disposition.urgency >= Disposition.EMERGENCY_TODAY.urgency
    assert not view.may_exercise
    assert view.next_question is not None
    assert view.next_question.last is not None


def test_after_a_bad_night_the_short_form_comes_before_the_session(
    checked: Person, healthy: Answers, protocol: Protocol
) -> None:
    tuesday = MONDAY + DAY
    journey.today(checked, at=MONDAY)
    wake(checked, tuesday, bad_night=True)
    view = journey.check_now(checked, at=tuesday + HOUR)
    assert view.ask == "before_session"
    short = protocol.rechecks["before_session"].ask
    assert set(view.again) == set(short) & healthy.keys()
    assert journey.today(checked, at=tuesday + HOUR).sessions == ()
    journey.answer(checked, {name: healthy[name] for name in view.again}, at=tuesday + HOUR)
    assert journey.today(checked, at=tuesday + 2 * HOUR).sessions


def test_a_flare_brings_the_short_form_too(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    session = do_session(checked, MONDAY + HOUR)
    tell(checked, session, MONDAY + 2 * HOUR, flare_felt=True)
    assert journey.check_now(checked, at=MONDAY + 3 * HOUR).ask == "before_session"


# --- stopped, corrected, cleared ---


def test_a_milder_answer_later_does_not_lift_a_stop(person: Person, healthy: Answers) -> None:
    journey.answer(person, {**healthy, "leg_giving_way": "yes"}, at=MONDAY)
    assert not journey.check_now(person, at=MONDAY).may_exercise
    journey.answer(person, {"leg_giving_way": "no"}, at=MONDAY + HOUR)
    view = journey.check_now(person, at=MONDAY + HOUR)
    assert view.disposition is Disposition.SELF_CARE
    assert not view.may_exercise
    today = journey.today(person, at=MONDAY + HOUR)
    assert today.sessions == ()
    assert today.disposition is not None
    assert today.disposition is not Disposition.SELF_CARE
    assert today.reasons
    assert journey.program_now(person, at=MONDAY + HOUR).value.sessions == ()


def test_a_slip_that_is_corrected_counts_as_never_said(person: Person, healthy: Answers) -> None:
    journey.answer(person, {**healthy, "saddle_numbness": "yes"}, at=MONDAY)
    assert not journey.check_now(person, at=MONDAY).may_exercise
    key = uuid4()
    for _ in range(2):  # sent twice
        journey.answer(person, {"saddle_numbness": "no"}, at=MONDAY + HOUR, slip=True, entry_id=key)
    assert journey.check_now(person, at=MONDAY + HOUR).may_exercise
    assert Entry.objects.count() == 2
    first, last = Decision.objects.filter(kind="check").order_by("pk")
    assert (bool(first.value["fired"]), last.value["fired"]) == (True, [])


def test_a_correction_takes_back_only_what_was_a_slip(person: Person, healthy: Answers) -> None:
    dangers: Answers = {"saddle_numbness": "yes", "leg_giving_way": "yes"}
    journey.answer(person, {**healthy, **dangers}, at=MONDAY)
    journey.check_now(person, at=MONDAY)
    journey.answer(person, {"saddle_numbness": "no"}, at=MONDAY + HOUR, slip=True)
    view = journey.check_now(person, at=MONDAY + HOUR)
    assert view.answers["leg_giving_way"] == "yes"
    assert not view.may_exercise


def test_a_clearance_lets_exercise_go_on(person: Person, healthy: Answers) -> None:
    journey.answer(person, {**healthy, "leg_giving_way": "yes"}, at=MONDAY)
    journey.check_now(person, at=MONDAY)
    journey.record_clearance(person, "Dr Ro", MONDAY.date(), at=MONDAY + HOUR)
    view = journey.check_now(person, at=MONDAY + HOUR)
    assert (view.cleared, view.may_exercise) == (True, True)
    assert journey.today(person, at=MONDAY + HOUR).sessions


def test_a_clearance_covers_nothing_that_is_found_later(person: Person, healthy: Answers) -> None:
    journey.answer(person, {**healthy, "leg_giving_way": "yes"}, at=MONDAY)
    journey.record_clearance(person, "Dr Ro", MONDAY.date(), at=MONDAY + HOUR)
    assert journey.today(person, at=MONDAY + HOUR).sessions
    journey.answer(person, {"high_energy_injury": "yes"}, at=MONDAY + DAY)
    assert not journey.check_now(person, at=MONDAY + DAY).may_exercise
    assert journey.today(person, at=MONDAY + DAY).sessions == ()


def test_an_emergency_is_never_cleared_while_it_is_still_there(
    person: Person, healthy: Answers
) -> None:
    journey.answer(person, {**healthy, "saddle_numbness": "yes"}, at=MONDAY)
    journey.check_now(person, at=MONDAY)
    journey.record_clearance(person, "Dr Ro", MONDAY.date(), at=MONDAY + HOUR)
    assert not journey.check_now(person, at=MONDAY + HOUR).may_exercise
    journey.answer(person, {"saddle_numbness": "no"}, at=MONDAY + DAY)
    assert journey.check_now(person, at=MONDAY + DAY).may_exercise


def test_a_visit_before_an_urgent_finding_is_no_clearance(person: Person, healthy: Answers) -> None:
    journey.answer(person, {**healthy, "saddle_numbness": "yes"}, at=MONDAY)
    journey.check_now(person, at=MONDAY)
    with pytest.raises(AnswerError, match="before this was found"):
        journey.record_clearance(person, "Dr Ro", date(2026, 3, 1), at=MONDAY + HOUR)
    with pytest.raises(AnswerError, match="future"):
        journey.record_clearance(person, "Dr Ro", date(2026, 3, 3), at=MONDAY + HOUR)
    assert not Entry.objects.filter(kind="clearance").exists()


def test_one_persons_answers_are_nobody_elses(checked: Person, other: Person) -> None:
    assert journey.check_now(checked, at=MONDAY).complete
    view = journey.check_now(other, at=MONDAY)
    assert (view.answers, view.complete) == ({}, False)
