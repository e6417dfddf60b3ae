"""Reading on from where one has read is the same as reading everything."""

from __future__ import annotations

import random
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F

from ischia.record import journey
from ischia.record.facts import Answered, answers_of
from ischia.record.guards import drop_guards, make_guards, missing_guards
from ischia.record.models import Entry, Person
from record_cast import HOUR, MONDAY

FINDINGS = ("fever", "saddle_numbness", "leg_giving_way")


@pytest.mark.parametrize("seed", range(8))
def test_reading_on_is_reading_everything(person: Person, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    read: Answered | None = None
    for number in range(25):
        now = MONDAY + number * HOUR
        at = now - chance.choice([0, 0, 0, 1, 5, 30]) * HOUR  # some come late from a device
        answers = {name: chance.choice(["yes", "no", "unsure"])
                   for name in chance.sample(FINDINGS, chance.randint(1, 3))}  # fmt: skip
        known = answers_of(person).said
        slip = chance.random() < 0.3 and len({known[n].entry for n in answers if n in known}) == 1
        slip = slip and known.keys() >= answers.keys()
        journey.answer(person, answers, at=at, now=now, slip=slip)
        if chance.random() < 0.5:
            read = answers_of(person, read)
        assert answers_of(person, read) == answers_of(person)


def test_a_late_answer_does_not_replace_a_newer_one(person: Person) -> None:
    journey.answer(person, {"fever": "yes"}, at=MONDAY + HOUR)
    read = answers_of(person)
    journey.answer(person, {"fever": "no"}, at=MONDAY, now=MONDAY + 2 * HOUR)
    assert answers_of(person, read).said["fever"].given.value == "yes"


def test_entries_are_numbered_for_each_person_on_their_own(person: Person, other: Person) -> None:
    for who in (person, other, person, person):
        journey.note(who, "x", at=MONDAY)
    rows = Entry.objects.order_by("person_id", "number").values_list("person_id", "number")
    assert sorted(rows) == sorted([(person.pk, n) for n in (1, 2, 3)] + [(other.pk, 1)])


def test_a_record_from_before_the_numbers_is_numbered(person: Person) -> None:
    """The update of a record that was kept by an earlier version."""
    for hours in (2, 1):
        journey.note(person, f"hour {hours}", at=MONDAY + hours * HOUR)
    drop_guards(connection)
    Entry._base_manager.update(number=F("number") + 10)
    migration = import_module("ischia.record.migrations.0002_entry_number")
    migration.give_numbers(apps, SimpleNamespace(connection=connection))
    make_guards()
    assert missing_guards() == []
    rows = Entry.objects.order_by("number").values_list("number", "data__text")
    assert list(rows) == [(1, "hour 1"), (2, "hour 2")]
