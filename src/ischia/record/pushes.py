"""The browsers that a person wants to be told by, and which reminder each has had.

Like the secret of the calendar they are kept with the person and not in the record, so that they
can be taken back; they never leave in an export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from django.db.models import QuerySet
from msgspec import Struct
from msgspec.structs import replace

from ischia.record.alone import alone
from ischia.record.models import Person

PUSH = "push"
MOST = 5  # browsers; the one that was added first leaves
TRIES = 3  # for one reminder


class Device(Struct, frozen=True, kw_only=True):
    """A browser that takes messages: where, by which keys, in which language. `told` names the
    last reminder it was sent, `tries` how often that was tried."""

    endpoint: str
    p256dh: str
    auth: str
    language: str = "en"
    told: str = ""
    tries: int = 0


Change = Callable[[tuple[Device, ...]], Iterable[Device]]


def devices_of(person: Person) -> tuple[Device, ...]:
    """The browsers, the first one added first."""
    return msgspec.convert(person.preferences.get(PUSH, ()), tuple[Device, ...])


def people_with_devices() -> QuerySet[Person]:
    """Everybody who wants to be told by a browser."""
    return Person.objects.filter(preferences__has_key=PUSH)


def add_device(person: Person, device: Device) -> None:
    """From now on this browser is told, of this person only."""
    for other in people_with_devices().exclude(pk=person.pk):
        if any(known.endpoint == device.endpoint for known in devices_of(other)):
            remove_device(other, device.endpoint)
    _change(person, lambda known: [*_without(known, device.endpoint), device][-MOST:])


def remove_device(person: Person, endpoint: str) -> None:
    """From now on this browser is told nothing."""
    _change(person, lambda known: _without(known, endpoint))


def claim(person: Person, reminder: str) -> tuple[Device, ...]:
    """The browsers that have not had this reminder; from now on they count as having had it, so
    that whoever else asks gets none."""
    claimed: list[Device] = []

    def mark(known: tuple[Device, ...]) -> Iterable[Device]:
        for device in known:
            if device.told == reminder:
                yield device
            else:
                again = device.tries if device.told == _failed(reminder) else 0
                claimed.append(replace(device, told=reminder, tries=again + 1))
                yield claimed[-1]

    _change(person, mark)
    return tuple(claimed)


def give_back(person: Person, device: Device) -> None:
    """The claimed reminder did not arrive: it may be tried again, but not for ever."""
    if device.tries >= TRIES:
        return
    failed = replace(device, told=_failed(device.told))
    _change(person, lambda known: [failed if one == device else one for one in known])


def _failed(reminder: str) -> str:
    return f"not {reminder}"


def _without(known: Iterable[Device], endpoint: str) -> list[Device]:
    return [device for device in known if device.endpoint != endpoint]


def _change(person: Person, change: Change) -> None:
    with alone(person):
        person.refresh_from_db(fields=["preferences"])
        rest = {name: value for name, value in person.preferences.items() if name != PUSH}
        devices = msgspec.to_builtins(tuple(change(devices_of(person))))
        person.preferences = {**rest, PUSH: devices} if devices else rest
        person.save(update_fields=["preferences"])
