"""Telling the browsers that want to be told: every few seconds a look at who is due.

Who is due is decided as for the page (`due`). A browser gets each reminder once, also when several
servers look at the same record. What a push service says is gone is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Event, Lock

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.care import reminding
from ischia.care.reminding import Now
from ischia.exchange.push_post import Door, Letter, Outcome, posted, public_door
from ischia.exchange.web_push import Subscription, padded, sealed, signed
from ischia.exchange.wording import said
from ischia.record import daily, pushes
from ischia.record.facts import zone_of
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.pushes import Device
from ischia.web.reminders.due import name_of, reminder_due

EVERY_S = 20.0
AT_ONCE = 8
log = logging.getLogger(__name__)


class Sender(Struct, frozen=True, kw_only=True):
    """Who sends: the private key, whom a push service may write to, and the way out."""

    key: str
    contact: str
    door: Door = public_door


Addressed = tuple[Person, Device, Letter]


def keep_telling(
    sender: Callable[[], Sender],
    stop: Event,
    lock: Lock,
    *,
    now: Callable[[], datetime] = timezone.now,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Look every few seconds until stopped. Nothing is under way while another holds the lock."""
    while not stop.wait(EVERY_S):
        with lock:
            try:
                tell_all(sender, now())
            except Exception as error:  # noqa: BLE001 - a locked database is no reason to stop
                log.warning("Reminders could not be sent: %s", type(error).__name__)
            finally:
                after()


def tell_all(sender: Callable[[], Sender], at: datetime) -> int:
    """Tell everybody who is due at `at`; how many browsers took it."""
    letters = list(_letters(sender, at))
    if not letters:
        return 0
    post = partial(posted, door=sender().door)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(post, [letter for _, _, letter in letters]))
    for (person, device, _letter), outcome in zip(letters, outcomes, strict=True):
        _note(person, device, outcome)
    return outcomes.count("sent")


def _letters(sender: Callable[[], Sender], at: datetime) -> Iterator[Addressed]:
    for person in pushes.people_with_devices():
        try:
            found = reminder_due(person, at)
            if found is not None:
                for device in pushes.claim(person, name_of(person, found, at)):
                    yield person, device, _letter(sender(), person, device, found, at)
        except Exception as error:  # noqa: BLE001 - one record at fault keeps no other waiting
            log.warning("A reminder could not be made: %s", type(error).__name__)


def _letter(sender: Sender, person: Person, device: Device, found: Now, at: datetime) -> Letter:
    to = Subscription(device.endpoint, device.p256dh, device.auth)
    clock = at.astimezone(zone_of(person))
    left = reminding.lasts(knowledge().protocol, daily.wishes_of(person), clock, found.slot)
    return Letter(
        to=to,
        body=sealed(padded(_message(device, found)), to),
        signature=signed(to.endpoint, sender.key, at=at, contact=sender.contact),
        ttl=int(left.total_seconds()),
    )


def _message(device: Device, found: Now) -> dict[str, str]:
    """What the browser shows: neutral, for a screen that others may see."""
    with translation.override(device.language):
        return {
            "title": _("Time for your exercises"),
            "body": said(found.text),
            "to": reverse("today:home"),
            "lang": device.language,
        }


def _note(person: Person, device: Device, outcome: Outcome) -> None:
    if outcome == "gone":
        pushes.remove_device(person, device.endpoint)
    elif outcome == "failed":
        pushes.give_back(person, device)
