"""A person with a record of some weeks."""

from __future__ import annotations

import pytest

from ischia.record.models import Person
from lived_cast import live


@pytest.fixture
def lived(db: None, healthy: dict[str, object]) -> Person:
    return live(healthy)
