"""One entry as JSON: {id, kind, at, data}. 200 means that it is kept, and will outlive a power cut.

400 names the faults, 409 says that the id is taken by something else; a device keeps both for the
person to see. Anything else is no answer: the device sends the same entry again.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from msgspec import Struct

from ischia.care.answers import AnswerError
from ischia.record import inbox
from ischia.record.keep import ConflictError
from ischia.record.models import Person
from ischia.web.person import account_of, with_person

BAD, CONFLICT, TOO_LARGE = 400, 409, 413
MAX_BYTES = 200_000


class Letter(Struct, frozen=True):
    """An entry as a device sends it. `at` is when it was so, by the device's clock."""

    id: UUID
    kind: str
    at: datetime
    data: dict[str, object]


@require_POST
@with_person
def receive(request: HttpRequest, person: Person) -> HttpResponse:
    """Keep one entry."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return _refuse(TOO_LARGE, [{"field": "entry", "fault": "too large", "remedy": "send less"}])
    try:
        letter = msgspec.json.decode(request.body, type=Letter)
        if letter.at.tzinfo is None:
            raise msgspec.ValidationError("`at` has no time zone - at `$.at`")
    except msgspec.MsgspecError as error:
        return _refuse(BAD, [_fault("entry", str(error), "send {id, kind, at, data}")])
    try:
        entry = inbox.receive(
            person,
            letter.kind,
            letter.data,
            at=letter.at,
            entry_id=letter.id,
            now=timezone.now(),
            author=account_of(request),
        )
    except AnswerError as error:
        return _refuse(BAD, [_fault(f.field, f.fault, f.remedy) for f in error.faults])
    except ConflictError as error:
        return _refuse(CONFLICT, [_fault("id", str(error), "keep it aside")])
    return JsonResponse({"kept": str(entry)})


def _fault(field: str, fault: str, remedy: str) -> dict[str, str]:
    return {"field": field, "fault": fault, "remedy": remedy}


def _refuse(status: int, faults: list[dict[str, str]]) -> JsonResponse:
    return JsonResponse({"faults": faults}, status=status)
