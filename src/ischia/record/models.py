"""The record: people, what was entered, what was decided, and by which knowledge. It only grows.

Nothing kept is changed or deleted: the models refuse it (`growing`), and so does the database
itself (`guards`). The one way out is `erase`, by which a person's whole record leaves at once and
an `Erasure` remains. Clinicians, consent and messages come beside these tables, not in their place.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models

from ischia.record.growing import Growing

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class User(AbstractUser):
    """An account. Our own class from the first migration on, so that accounts can grow."""


class Person(models.Model):
    """Somebody whose record is kept. One account may keep the records of several people."""

    id: models.UUIDField[uuid.UUID | str, uuid.UUID] = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False
    )
    owner: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="people"
    )
    display_name: models.CharField[str, str] = models.CharField(max_length=100, blank=True)
    country: models.CharField[str, str] = models.CharField(max_length=2, blank=True)
    language: models.CharField[str, str] = models.CharField(max_length=10, blank=True)
    time_zone: models.CharField[str, str] = models.CharField(max_length=64, blank=True)
    preferences: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True
    )
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    def __str__(self) -> str:
        return self.display_name or str(self.id)


class Entry(Growing):
    """One thing that was entered. `at` is when it was so, `received_at` when it reached us.

    The id may be made on a device, so that sending an entry twice stores it once. `number` counts
    a person's entries in the order in which they were kept, whatever the clocks say. `by` says who
    speaks, `author` who was signed in. An entry that another `replaces` no longer counts.
    """

    id: models.UUIDField[uuid.UUID | str, uuid.UUID] = models.UUIDField(
        primary_key=True, default=uuid.uuid4, editable=False
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, models.PROTECT, related_name="entries"
    )
    kind: models.CharField[str, str] = models.CharField(max_length=20)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    received_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by: models.CharField[str, str] = models.CharField(max_length=20, default="person")
    author: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True
    )
    replaces: models.ForeignKey[Entry | None, Entry | None] = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    data: models.JSONField[Any, Any] = models.JSONField()
    number: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    person_id: uuid.UUID
    replaces_id: uuid.UUID | None
    replaced_by: RelatedManager[Entry]

    class Meta(Growing.Meta):
        indexes = (models.Index(fields=("person", "kind", "at"), name="entry_of_person"),)
        constraints = (models.UniqueConstraint(fields=("person", "number"), name="entry_number"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class ProtocolVersion(Growing):
    """The whole knowledge in one version: its files, packed, so that decisions can be replayed."""

    hash: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    kept_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    content: models.BinaryField[bytes, bytes] = models.BinaryField()

    def __str__(self) -> str:
        return self.hash[:12]


class Decision(Growing):
    """What was decided, on what input, why, and by which knowledge and software.

    Ids rise in the order of deciding, person by person.
    """

    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        Person, models.PROTECT, related_name="decisions"
    )
    kind: models.CharField[str, str] = models.CharField(max_length=20)
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    input: models.JSONField[Any, Any] = models.JSONField()
    value: models.JSONField[Any, Any] = models.JSONField()
    reasons: models.JSONField[Any, Any] = models.JSONField()
    protocol: models.ForeignKey[ProtocolVersion, ProtocolVersion] = models.ForeignKey(
        ProtocolVersion, models.PROTECT, related_name="+"
    )
    software: models.CharField[str, str] = models.CharField(max_length=40)
    caused_by: models.ForeignKey[Entry | None, Entry | None] = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="decisions"
    )

    id: int
    person_id: uuid.UUID
    protocol_id: str
    caused_by_id: uuid.UUID | None

    class Meta(Growing.Meta):
        indexes = (models.Index(fields=("person", "kind", "id"), name="decision_of_person"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Erasure(Growing):
    """That a person's record was erased, and how much it was. It names nobody.

    While it stands, the database lets the entries and decisions of `person_id` go.
    """

    person_id: models.UUIDField[uuid.UUID | str, uuid.UUID] = models.UUIDField(unique=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    counts: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"erasure {self.person_id}"


class SignInLink(models.Model):
    """A link that signs one account in, once. Only the hash of its secret is kept."""

    token_hash: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    made_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    used_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, blank=True
    )

    user_id: int

    def __str__(self) -> str:
        return f"link for {self.user_id}"
