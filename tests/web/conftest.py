"""A browser at the right address, and one that is signed in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ischia.record.models import Person
from ischia.web.account.links import the_owner

ADDRESS = f"127.0.0.1:{settings.CONFIG.port}"
START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def stranger() -> Client:
    """A browser without an account."""
    return Client(headers={"host": ADDRESS})


@pytest.fixture
def owner(db: None) -> Person:
    """The person of personal mode."""
    return Person.objects.get(owner=the_owner(at=timezone.now()))


@pytest.fixture
def browser(owner: Person) -> Client:
    """A browser that is signed in."""
    client = Client(headers={"host": ADDRESS})
    assert owner.owner is not None
    client.force_login(owner.owner)
    return client
