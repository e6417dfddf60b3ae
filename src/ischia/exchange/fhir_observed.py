"""Observations: pain, how far down it reaches, scores, and the result of screening."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ischia.exchange.fhir_forms import response_id
from ischia.exchange.fhir_parts import (
    LOINC,
    OURS,
    PAIN,
    TERMS,
    UCUM,
    Ids,
    Resource,
    coded,
    moment,
    own,
    reference,
    without_empty,
)
from ischia.exchange.words import zones
from ischia.protocol.model import Disposition, Protocol
from ischia.record import entries
from ischia.record.decisions import CHECK
from ischia.record.facts import kept
from ischia.record.models import Decision, Person
from ischia.record.questionnaires import filled_of, scored_of

SITES = {"leg": "Leg", "back": "Lower back"}


def _observation(
    ids: Ids, name: tuple[object, ...], at: datetime, code: Resource, content: dict[str, Any]
) -> Resource:
    return without_empty(
        {
            "resourceType": "Observation",
            "id": ids.of("observation", *name),
            "status": "final",
            "category": [coded(f"{TERMS}/observation-category", "survey")],
            "code": code,
            "subject": ids.subject,
            "effectiveDateTime": moment(at),
            "performer": [ids.subject],
            **content,
        }
    )


def _points(value: float) -> Resource:
    return {"value": value, "unit": "score", "system": UCUM, "code": "{score}"}


def pains(person: Person, protocol: Protocol, ids: Ids) -> Iterator[Resource]:
    """Pain and its furthest point, each morning and before and after each session."""
    for row in kept(person, "check_in", entries.CheckIn):
        yield from _told(protocol, ids, (row.id,), row.at, row.is_.pain, row.is_.zone)
    for row in kept(person, "session", entries.Session):
        done = row.is_
        yield from _told(protocol, ids, (row.id,), row.at, done.pain_before, done.zone_before)
    for row in kept(person, "response", entries.SessionResponse):
        told = row.is_
        yield from _told(protocol, ids, (row.id,), row.at, told.pain_after, told.zone_after)


def _told(
    protocol: Protocol,
    ids: Ids,
    name: tuple[object, ...],
    at: datetime,
    pain: entries.Pain,
    zone: int | None,
) -> Iterator[Resource]:
    for site, text in SITES.items():
        value = getattr(pain, site)
        if value is not None:
            content = {"bodySite": {"text": text}, "valueQuantity": _points(value)}
            yield _observation(ids, (*name, site), at, coded(LOINC, *PAIN), content)
    if zone is not None:
        code = own("record", "zone", "Furthest point of the pain", protocol.version)
        words = dict(zones())[zone]
        value = {"coding": [{"system": f"{OURS}:zones", "code": str(zone)}], "text": words}
        yield _observation(ids, (*name, "zone"), at, code, {"valueCodeableConcept": value})


def scores(person: Person, protocol: Protocol, ids: Ids) -> Iterator[Resource]:
    """What each questionnaire adds up to."""
    times = {row.id: row.at for row in filled_of(person)}
    for row in scored_of(filled_of(person)):
        if row.score.value is None:
            continue
        instrument = protocol.instruments[row.instrument]
        code = own("instruments", instrument.id, instrument.title, protocol.version)
        content: dict[str, Any] = {
            "valueQuantity": _points(row.score.value),
            "referenceRange": [{"text": f"{instrument.low:g} to {instrument.high:g}"}],
            "derivedFrom": [reference(response_id(ids, row.entry))],
        }
        yield _observation(ids, (row.entry, "score"), times[row.entry], code, content)


def screening(person: Person, protocol: Protocol, ids: Ids) -> Iterator[Resource]:
    """Every result of the safety check that was kept. It never says that nothing is wrong."""
    columns = ("pk", "made_at", "protocol_id", "value__screening__disposition", "value__fired")
    rows = Decision.objects.filter(person=person, kind=CHECK).order_by("pk")
    for number, at, version, reached, fired in rows.values_list(*columns):
        disposition = Disposition(reached) if reached else None
        words = (
            "No red flag found in the answers"
            if disposition in (None, Disposition.SELF_CARE)
            else protocol.dispositions[disposition].headline
        )
        code = own("record", "screening", "Red flag screening by questions", version)
        value = {
            "coding": [{"system": f"{OURS}:dispositions", "code": reached or "none"}],
            "text": words,
        }
        flags = [protocol.red_flags[name].text for name in fired if name in protocol.red_flags]
        note = [{"text": text} for text in flags]
        content = {"valueCodeableConcept": value, "note": note}
        yield _observation(ids, ("decision", number), at, code, content)
