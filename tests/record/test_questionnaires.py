"""Questionnaires in the record: kept, scored, put off; an answer that asks for help stops all."""

from __future__ import annotations

from typing import Any

import pytest

from ischia.care.answers import AnswerError
from ischia.protocol.model import Disposition
from ischia.record import journey, questionnaires
from ischia.record.models import Decision, Entry, Person
from ischia.record.questionnaires import due_now, filled_of, scored_of
from ischia.record.replay import replay
from record_cast import DAY, HOUR, MONDAY, good_day, wake

PHQ: dict[str, Any] = {f"q{n}": 0 for n in range(1, 10)}


def fill(person: Person, at: Any, instrument: str, answers: dict[str, Any], **more: Any) -> None:
    form = {"instrument": instrument, "answers": answers, **more}
    questionnaires.questionnaire(person, form, at=at)


def test_none_is_due_before_there_is_a_program(person: Person) -> None:
    assert due_now(person, MONDAY).value == ""


def test_one_is_due_and_then_none_for_a_week(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    assert due_now(checked, MONDAY).value == "rmdq_24"
    fill(checked, MONDAY, "rmdq_24", {"s01": 1, "s03": 1})
    assert [due_now(checked, MONDAY + n * DAY).value != "" for n in (0, 6, 7)] == [
        False, False, True,
    ]  # fmt: skip


def test_put_off_for_a_few_days(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    questionnaires.put_off(checked, {"instrument": "rmdq_24"}, at=MONDAY)
    assert due_now(checked, MONDAY + DAY).value == ""
    assert due_now(checked, MONDAY + 3 * DAY).value == "rmdq_24"
    far = {"instrument": "rmdq_24", "until": "2027-01-01"}
    with pytest.raises(AnswerError, match="too far off"):
        questionnaires.put_off(checked, far, at=MONDAY)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"instrument": "rmdq"}, "instrument"),
        ({"instrument": "phq_9", "answers": {"q1": 7}}, "answers.q1"),
        ({"instrument": "phq_9", "answers": {"q10": 1}}, "answers.'q10'"),
        ({"instrument": "phq_9", "answers": {}}, "answers"),
    ],
)
def test_what_does_not_fit_is_named_and_not_kept(
    checked: Person, form: dict[str, Any], field: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        questionnaires.questionnaire(checked, {"answers": {}, **form}, at=MONDAY)
    assert field in {fault.field for fault in caught.value.faults}
    assert not Entry.objects.filter(person=checked, kind="questionnaire").exists()


def test_the_change_is_since_the_first_of_the_same_activities(checked: Person) -> None:
    names = {"named": ["Walk", "Sit", "Garden"]}
    items = ("activity_1", "activity_2", "activity_3")
    for weeks, value in enumerate((3, 6)):
        at = MONDAY + weeks * 7 * DAY
        fill(checked, at, "patient_activities", dict.fromkeys(items, value), **names)
    other = {"named": ["Swim"]}
    fill(checked, MONDAY + 14 * DAY, "patient_activities", {"activity_1": 2}, **other)
    first, second, third = scored_of(filled_of(checked))
    assert first.score.change is None
    assert second.score.change is not None
    assert (second.score.change.points, second.score.change.meaning) == (3, "improved")
    assert third.score.change is None  # other activities: nothing to compare with


def test_thoughts_of_self_harm_stop_the_exercises_until_a_clinician_has_looked(
    checked: Person,
) -> None:
    assert journey.today(checked, at=MONDAY).sessions
    fill(checked, MONDAY + HOUR, "phq_9", {**PHQ, "q9": 1})
    today = journey.today(checked, at=MONDAY + 2 * HOUR)
    assert not today.sessions
    assert today.disposition is Disposition.SAME_DAY
    assert "questionnaire_alert" in {reason.rule for reason in today.reasons} | {
        change.rule for change in today.changes
    }
    assert due_now(checked, MONDAY + 20 * DAY).value == ""  # nothing is asked meanwhile
    journey.record_clearance(checked, "Dr. Day", (MONDAY + DAY).date(), at=MONDAY + DAY)
    assert journey.today(checked, at=MONDAY + DAY + HOUR).sessions


def test_the_same_answer_is_not_taken_in_twice(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    fill(checked, MONDAY + HOUR, "phq_9", {**PHQ, "q9": 2})
    journey.record_clearance(checked, "Dr. Day", (MONDAY + DAY).date(), at=MONDAY + DAY)
    good_day(checked, MONDAY + DAY)
    wake(checked, MONDAY + 2 * DAY)
    assert journey.today(checked, at=MONDAY + 2 * DAY + HOUR).sessions
    key = str(Entry.objects.get(person=checked, kind="questionnaire").pk)
    rows = Decision.objects.filter(person=checked, kind="adaptation")
    assert sum(row.input["took"].count(key) for row in rows) == 1


def test_an_ordinary_score_changes_nothing(checked: Person) -> None:
    before = journey.today(checked, at=MONDAY)
    fill(checked, MONDAY + HOUR, "phq_9", {**PHQ, "q1": 3, "q2": 3})
    assert journey.today(checked, at=MONDAY + 2 * HOUR) == before


def test_it_can_be_replayed(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    fill(checked, MONDAY + HOUR, "phq_9", {**PHQ, "q9": 3})
    found = list(replay(checked))
    assert "adaptation" in {row.kind for row, _ in found}
    assert [row.pk for row, difference in found if difference is not None] == []
