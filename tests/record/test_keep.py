"""An entry is kept once, for the right person, and never changed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from ischia.care.answers import AnswerError
from ischia.record import journey
from ischia.record.growing import AppendOnlyError
from ischia.record.guards import missing_guards
from ischia.record.models import Decision, Entry, Erasure, Person, ProtocolVersion
from record_cast import DAY, HOUR, MONDAY, do_session

SESSION: dict[str, Any] = {"slot": "morning", "items": [], "done_share": 1}


def test_the_same_entry_sent_twice_is_kept_once(person: Person) -> None:
    key = uuid4()
    first = journey.finish_session(person, SESSION, at=MONDAY, entry_id=key)
    again = journey.finish_session(person, SESSION, at=MONDAY, now=MONDAY + DAY, entry_id=key)
    assert first == again
    assert again.received_at == MONDAY
    assert Entry.objects.count() == 1


def test_an_id_with_other_content_is_refused_and_the_first_stays(person: Person) -> None:
    key = uuid4()
    journey.finish_session(person, SESSION, at=MONDAY, entry_id=key)
    with pytest.raises(journey.ConflictError):
        journey.finish_session(person, {**SESSION, "done_share": 0.5}, at=MONDAY, entry_id=key)
    with pytest.raises(journey.ConflictError):
        journey.note(person, "hello", at=MONDAY, entry_id=key)
    assert [entry.data["done_share"] for entry in Entry.objects.all()] == [1]


def test_an_id_of_somebody_else_is_refused(person: Person, other: Person) -> None:
    key = uuid4()
    journey.note(person, "mine", at=MONDAY, entry_id=key)
    with pytest.raises(journey.ConflictError):
        journey.note(other, "mine", at=MONDAY, entry_id=key)
    assert Entry.objects.get().person == person


def test_a_response_to_somebody_elses_session_is_refused(person: Person, other: Person) -> None:
    session = do_session(person, MONDAY)
    with pytest.raises(journey.ConflictError):
        journey.respond(other, {"session": session}, at=MONDAY)
    assert not Entry.objects.filter(person=other).exists()


def test_a_clock_that_runs_ahead_puts_nothing_into_the_future(person: Person) -> None:
    entry = journey.note(person, "tomorrow?", at=MONDAY + DAY, now=MONDAY)
    assert entry.at == entry.received_at == MONDAY


def test_a_clock_that_is_years_behind_does_not_make_danger_too_old(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    then = MONDAY.replace(year=1970)
    danger: dict[str, Any] = {**SESSION, "stopped": "danger"}
    entry = journey.finish_session(checked, danger, at=then, now=MONDAY + HOUR)
    assert entry.at == MONDAY + HOUR
    assert journey.today(checked, at=MONDAY + HOUR).sessions == ()
    assert journey.check_now(checked, at=MONDAY + HOUR).ask == "before_session"


def test_what_was_done_offline_keeps_its_own_time(person: Person) -> None:
    entry = journey.note(person, "offline", at=MONDAY, now=MONDAY + HOUR)
    assert (entry.at, entry.received_at) == (MONDAY, MONDAY + HOUR)


def test_a_time_without_a_zone_is_a_mistake_of_the_program(person: Person) -> None:
    with pytest.raises(ValueError, match="time zone"):
        journey.note(person, "when?", at=MONDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({**SESSION, "done_share": 2}, "done_share"),
        ({**SESSION, "slot": "noon"}, "slot"),
        ({**SESSION, "slott": "morning"}, "session"),
        ({**SESSION, "pain_before": {"leg": 11}}, "pain_before.leg"),
        ({**SESSION, "items": [{"exercise": "brigde"}]}, "exercise"),
        ({"slot": "morning"}, "session"),
    ],
)
def test_a_fault_names_its_field_and_nothing_is_kept(
    person: Person, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(AnswerError) as caught:
        journey.finish_session(person, data, at=MONDAY)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert all(fault.remedy for fault in caught.value.faults)
    assert not Entry.objects.exists()


def test_an_entry_and_its_decision_are_kept_together_or_not_at_all(
    checked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.today(checked, at=MONDAY)
    before = (Entry.objects.count(), Decision.objects.count())

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("the power fails")

    monkeypatch.setattr("ischia.record.practices.keep_decision", break_down)
    danger: dict[str, Any] = {**SESSION, "stopped": "danger"}
    with pytest.raises(RuntimeError, match="power"):
        journey.finish_session(checked, danger, at=MONDAY + HOUR)
    assert (Entry.objects.count(), Decision.objects.count()) == before
    monkeypatch.undo()
    journey.finish_session(checked, danger, at=MONDAY + HOUR)
    assert (Entry.objects.count(), Decision.objects.count()) == (before[0] + 1, before[1] + 1)


def one_of_each(person: Person) -> list[Any]:
    """A row of every table that only grows."""
    journey.note(person, "kept", at=MONDAY)
    journey.program_now(person, at=MONDAY)
    Erasure(person_id=uuid4(), at=MONDAY).save()
    return [Entry.objects.get(), Decision.objects.get(), ProtocolVersion.objects.get(),
            Erasure.objects.get()]  # fmt: skip


def all_like(row: Model) -> Any:
    return type(row)._default_manager.all()


def test_the_models_refuse_to_change_what_is_kept(person: Person) -> None:
    for row in one_of_each(person):
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
        rows = all_like(row)
        with pytest.raises(AppendOnlyError):
            rows.update(pk=row.pk)
        with pytest.raises(AppendOnlyError):
            rows.delete()


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_kept(person: Person, statement: str) -> None:
    for row in one_of_each(person):
        table, column = row._meta.db_table, row._meta.pk.column
        sql = statement.format(table, column, column)
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            connection.cursor().execute(sql)
        assert all_like(row).filter(pk=row.pk).exists()


def test_no_guard_is_missing(db: None) -> None:
    assert missing_guards() == []
    connection.cursor().execute(
        "DROP TRIGGER record_entry_no_update"
        + (" ON record_entry" if connection.vendor == "postgresql" else "")
    )
    assert missing_guards() == ["record_entry_no_update"]
