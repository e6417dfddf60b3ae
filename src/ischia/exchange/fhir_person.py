"""The Patient, and as Conditions what a clinician said the cause is."""

from __future__ import annotations

from typing import Any

from ischia.care.person import UNKNOWN
from ischia.exchange.fhir_parts import (
    TERMS,
    Ids,
    Resource,
    coded,
    day,
    moment,
    own,
    reference,
    text_of,
    without_empty,
)
from ischia.protocol.model import Protocol
from ischia.record.entries import Diagnosis
from ischia.record.facts import answers_of, kept
from ischia.record.models import Person

GENDERS = {"male": "male", "female": "female", "intersex": "other", "other": "other"}


def patient(person: Person, ids: Ids) -> Resource:
    """Who it is: the name as the person wants it. The record knows no birth date and no number."""
    name = text_of(person.display_name)
    said = answers_of(person).said.get("sex")
    return without_empty(
        {
            "resourceType": "Patient",
            "id": ids.patient,
            "active": True,
            "name": [{"use": "usual", "text": name}] if name else [],
            "gender": GENDERS.get(str(said.given.value), "unknown") if said else None,
        }
    )


def conditions(person: Person, protocol: Protocol, ids: Ids) -> list[Resource]:
    """Every diagnosis that was recorded; the last is active unless it was taken back."""
    rows = kept(person, "diagnosis", Diagnosis)
    found: list[Resource] = []
    for row in rows:
        said = row.is_
        if said.cause == UNKNOWN:
            continue
        known = protocol.causes.get(said.cause)
        active = row is rows[-1]
        by, note = text_of(said.by), text_of(said.note)
        content: dict[str, Any] = {
            "resourceType": "Condition",
            "id": ids.of("condition", row.id),
            "clinicalStatus": coded(
                f"{TERMS}/condition-clinical", "active" if active else "inactive"
            ),
            "verificationStatus": coded(f"{TERMS}/condition-ver-status", said.status),
            "category": [coded(f"{TERMS}/condition-category", "encounter-diagnosis")],
            "code": own(
                "causes", said.cause, known.title if known else said.cause, protocol.version
            ),
            "subject": ids.subject,
            "recordedDate": moment(row.at),
            "recorder": reference(ids.patient),
            "asserter": {"display": by} if by else None,
            "note": [{"text": note}] if note else [],
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
                    "valueDateTime": day(said.on),
                }
            ],
        }
        found.append(without_empty(content))
    return found
