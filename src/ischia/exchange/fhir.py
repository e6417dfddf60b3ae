"""A person's record as a FHIR R4 bundle (type `collection`), as plain dicts.

Patient, Condition (what a clinician said; never the differential), Questionnaire and
QuestionnaireResponse (the check's answers and the instruments), Observation (pain, how far down it
reaches, scores, the result of screening) and CarePlan (the current program). Ids come from the
record's, so that the same record gives the same bundle; every reference resolves inside it.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from ischia.exchange.fhir_forms import check_forms, instrument_forms
from ischia.exchange.fhir_observed import pains, scores, screening
from ischia.exchange.fhir_parts import Ids, Resource, moment
from ischia.exchange.fhir_person import conditions, patient
from ischia.exchange.fhir_plan import care_plans
from ischia.record.knowledge import knowledge
from ischia.record.models import Person


def bundle_of(person: Person, at: datetime) -> Resource:
    """Everything of a person that FHIR has a place for, in English: systems read it."""
    with override("en"):
        return _bundle(person, at)


def _bundle(person: Person, at: datetime) -> Resource:
    ids, protocol = Ids(person), knowledge().protocol
    found = conditions(person, protocol, ids)
    active = [one for one in found if _is_active(one)]
    resources = [
        patient(person, ids),
        *found,
        *check_forms(person, protocol, ids),
        *instrument_forms(person, protocol, ids),
        *screening(person, protocol, ids),
        *pains(person, protocol, ids),
        *scores(person, protocol, ids),
        *care_plans(person, protocol, ids, active, at),
    ]
    return {
        "resourceType": "Bundle",
        "id": ids.of("bundle"),
        "type": "collection",
        "timestamp": moment(at),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }


def _is_active(condition: Resource) -> bool:
    return condition["clinicalStatus"]["coding"][0]["code"] == "active"
