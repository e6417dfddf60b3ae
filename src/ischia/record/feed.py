"""The secret address of a person's calendar: made, found again, revoked.

Who knows it sees the neutral names and times of the sessions and nothing else. It is kept with the
person and not in the record, so that it can be taken back; it never leaves in an export.
"""

from __future__ import annotations

import secrets

from ischia.record.alone import alone
from ischia.record.models import Person

FEED = "calendar"
BYTES = 32


def feed_secret(person: Person) -> str:
    """The secret, or nothing while there is no calendar address."""
    return str(person.preferences.get(FEED, ""))


def new_feed(person: Person) -> str:
    """A new secret; an older one no longer works from now on."""
    secret = secrets.token_urlsafe(BYTES)
    _keep(person, secret)
    return secret


def revoke_feed(person: Person) -> None:
    """From now on nobody sees the calendar."""
    _keep(person, "")


def person_of_feed(secret: str) -> Person | None:
    """Whose calendar this is."""
    if not secret:
        return None
    return Person.objects.filter(**{f"preferences__{FEED}": secret}).first()


def _keep(person: Person, secret: str) -> None:
    with alone(person):
        person.refresh_from_db(fields=["preferences"])
        rest = {name: value for name, value in person.preferences.items() if name != FEED}
        person.preferences = {**rest, FEED: secret} if secret else rest
        person.save(update_fields=["preferences"])
