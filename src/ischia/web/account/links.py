"""One-time sign-in links: made at the terminal, used once in the browser."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from ischia.record.models import Person, SignInLink, User

LASTS = timedelta(minutes=15)
OWNER = "owner"


def make_link(user: User, *, at: datetime) -> str:
    """The secret of a new link for `user`; old links are forgotten."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(Q(expires_at__lt=at) | Q(used_at__isnull=False)).delete()
    SignInLink.objects.create(token_hash=_hash(token), user=user, made_at=at, expires_at=at + LASTS)
    return token


def use_link(token: str, *, at: datetime) -> User | None:
    """The account that the link signs in; None when it was used, is too old, or never was."""
    links = SignInLink.objects.filter(token_hash=_hash(token), used_at=None, expires_at__gte=at)
    if not links.update(used_at=at):  # one statement, so that only one of two takes it
        return None
    return SignInLink.objects.select_related("user").get(token_hash=_hash(token)).user


def the_owner(*, at: datetime) -> User:
    """The one account of personal mode, with its person; both are made when they are missing."""
    user, made = User.objects.get_or_create(username=OWNER)
    if made:
        user.set_unusable_password()
        user.save()
    if not Person.objects.filter(owner=user).exists():
        Person.objects.create(owner=user, created_at=at)
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
