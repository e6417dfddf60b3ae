"""Small parts of FHIR R4 resources, as plain dicts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

from ischia.record.models import Person

Resource = dict[str, Any]
OURS = "urn:ischia:protocol"  # our own codes: ids of protocol items, versioned by its hash
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
TERMS = "http://terminology.hl7.org/CodeSystem"
PAIN = ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")


class Ids:
    """Ids that are the same in every export of the same record."""

    def __init__(self, person: Person) -> None:
        self._space = UUID(str(person.pk))
        self.patient = str(self._space)

    def of(self, *names: object) -> str:
        """The id of the thing with these names."""
        return str(uuid5(self._space, "/".join(map(str, names))))

    @property
    def subject(self) -> Resource:
        """Reference to the person."""
        return reference(self.patient)


def reference(name: str) -> Resource:
    """A reference within the bundle."""
    return {"reference": f"urn:uuid:{name}"}


def moment(at: datetime) -> str:
    """A dateTime in UTC."""
    return at.astimezone(UTC).isoformat()


def day(on: date) -> str:
    """A date."""
    return on.isoformat()


def coded(system: str, code: str, display: str = "") -> Resource:
    """A CodeableConcept from a code system."""
    coding = {"system": system, "code": code, **({"display": display} if display else {})}
    return {"coding": [coding], **({"text": display} if display else {})}


def own(kind: str, code: str, display: str, version: str) -> Resource:
    """A CodeableConcept for an item of the protocol."""
    coding = {"system": f"{OURS}:{kind}", "version": version, "code": code, "display": display}
    return {"coding": [coding], "text": display}


def without_empty(resource: Mapping[str, Any]) -> Resource:
    """FHIR has no empty strings, lists or objects, and no nulls."""
    return {key: value for key, value in resource.items() if value not in (None, "", [], {})}


def text_of(words: str) -> str:
    """A string that FHIR takes: without letters that it forbids, and not only spaces."""
    kept = "".join(c for c in words if c in "\n\t\r" or ord(c) >= 32)
    return kept if kept.strip() else ""
