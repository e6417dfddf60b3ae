"""A person with a record."""

from __future__ import annotations

import pytest

from ischia.record import journey
from ischia.record.models import Person
from record_cast import MONDAY, make_person


@pytest.fixture
def person(db: None) -> Person:
    return make_person("Ada")


@pytest.fixture
def other(db: None) -> Person:
    return make_person("Ben")


@pytest.fixture
def checked(person: Person, healthy: dict[str, object]) -> Person:
    """The person, who has denied every danger on Monday morning."""
    journey.answer(person, healthy, at=MONDAY)
    return person
