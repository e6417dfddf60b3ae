"""The current program as a CarePlan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ischia.care.practice import Due, sessions_of
from ischia.exchange.fhir_parts import Ids, Resource, day, moment, own, reference, without_empty
from ischia.exchange.words import dose_in_words
from ischia.protocol.model import Protocol
from ischia.record.checks import allowed, look
from ischia.record.models import Person
from ischia.record.practices import current


def care_plans(
    person: Person, protocol: Protocol, ids: Ids, addresses: Sequence[Resource], at: datetime
) -> Iterator[Resource]:
    """The program as it stands; on hold while exercise is stopped. None before there is one."""
    now = current(person)
    if now is None:
        return
    practice = now.practice
    held = practice.stopped_on is not None or not allowed(look(person, at))
    due: dict[str, tuple[Due, int]] = {}
    for items in sessions_of(protocol, practice).values():
        for item in items:
            due[item.exercise] = (item, due.get(item.exercise, (item, 0))[1] + 1)
    stage = protocol.stages[practice.state.stage]
    yield without_empty(
        {
            "resourceType": "CarePlan",
            "id": ids.of("care_plan", now.row.pk),
            "status": "on-hold" if held else "active",
            "intent": "plan",
            "title": f"Exercise program, stage: {stage.title}",
            "subject": ids.subject,
            "period": {"start": day(practice.begun)},
            "created": moment(now.row.made_at),
            "addresses": [reference(one["id"]) for one in addresses],
            "activity": [_activity(protocol, item, n, held=held) for item, n in due.values()],
        }
    )


def _activity(protocol: Protocol, item: Due, times: int, *, held: bool) -> Resource:
    exercise = protocol.exercises[item.exercise]
    detail = {
        "code": own("exercises", exercise.id, exercise.title, protocol.version),
        "status": "on-hold" if held else "in-progress",
        "scheduledTiming": {"repeat": {"frequency": times, "period": 1, "periodUnit": "d"}},
        "description": dose_in_words(item.dose),
    }
    return {"detail": detail}
