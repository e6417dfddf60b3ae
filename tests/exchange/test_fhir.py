"""The FHIR bundle: complete, with references that resolve, and right in the eyes of two judges."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from fhir_validators import Json, medplum_says, schema_says
from ischia.exchange.fhir import bundle_of
from ischia.record import journey
from ischia.record.models import Entry, Person
from record_cast import DAY, MONDAY, make_person

LATER = MONDAY + 12 * DAY


def made(person: Person) -> Json:
    return json.loads(msgspec.json.encode(bundle_of(person, LATER)))


@pytest.fixture
def bundle(lived: Person) -> Json:
    return made(lived)


def resources(bundle: Json, kind: str) -> list[Json]:
    return [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind]


def references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in cast("Json", value).items():
            if key == "reference":
                yield item
            yield from references(item)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from references(item)


def test_both_judges_find_nothing_wrong(bundle: Json, tmp_path: Path) -> None:
    assert schema_says(bundle) == []
    single = [entry["resource"] for entry in bundle["entry"]]
    for resource in single:
        assert schema_says(resource) == [], resource["resourceType"]
    assert [found for found in medplum_says([bundle, *single], tmp_path) if found] == []


def test_every_kind_is_there(bundle: Json) -> None:
    counts = Counter(entry["resource"]["resourceType"] for entry in bundle["entry"])
    assert set(counts) == {
        "Patient", "Condition", "Questionnaire", "QuestionnaireResponse", "Observation", "CarePlan",
    }  # fmt: skip
    assert counts["QuestionnaireResponse"] >= (
        Entry.objects.filter(kind__in=("answers", "questionnaire")).count()
    )


def test_every_reference_resolves_and_every_address_is_a_uuid(bundle: Json) -> None:
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    assert len(set(addresses)) == len(addresses)
    uuid = r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    assert all(re.fullmatch(uuid, address) for address in addresses)
    assert set(references(bundle)) <= set(addresses)
    forms = {f"{q['url']}|{q['version']}" for q in resources(bundle, "Questionnaire")}
    answered = {r["questionnaire"] for r in resources(bundle, "QuestionnaireResponse")}
    assert answered == forms
    asked = {
        (f"{q['url']}|{q['version']}", item["linkId"])
        for q in resources(bundle, "Questionnaire")
        for item in q["item"]
    }
    said = {
        (r["questionnaire"], item["linkId"])
        for r in resources(bundle, "QuestionnaireResponse")
        for item in r["item"]
    }
    assert said <= asked


def test_a_diagnosis_is_provisional_until_confirmed_and_the_differential_is_none(
    lived: Person,
) -> None:
    (first,) = resources(made(lived), "Condition")
    assert first["verificationStatus"]["coding"][0]["code"] == "provisional"
    day = (MONDAY + 5 * DAY).date()
    journey.record_diagnosis(
        lived, "lumbar_spinal_stenosis", "confirmed", "Dr B", day, at=MONDAY + 6 * DAY
    )
    codes = [
        (
            one["code"]["coding"][0]["code"],
            one["verificationStatus"]["coding"][0]["code"],
            one["clinicalStatus"]["coding"][0]["code"],
        )
        for one in resources(made(lived), "Condition")
    ]
    assert codes == [
        ("lumbar_disc_herniation", "provisional", "inactive"),
        ("lumbar_spinal_stenosis", "confirmed", "active"),
    ]


def test_a_diagnosis_taken_back_is_not_active(lived: Person) -> None:
    day = (MONDAY + 5 * DAY).date()
    journey.record_diagnosis(lived, "unknown", "confirmed", "Dr B", day, at=MONDAY + 6 * DAY)
    (only,) = resources(made(lived), "Condition")
    assert only["clinicalStatus"]["coding"][0]["code"] == "inactive"


def test_a_slip_does_not_stand_as_an_answer(bundle: Json) -> None:
    wrong = [
        response
        for response in resources(bundle, "QuestionnaireResponse")
        for item in response["item"]
        if item["linkId"] == "leg_giving_way" and item["answer"][0]["valueCoding"]["code"] == "yes"
    ]
    assert [response["status"] for response in wrong] == ["entered-in-error"]


def test_screening_never_says_that_nothing_is_wrong(bundle: Json) -> None:
    said = [
        one["valueCodeableConcept"]["text"]
        for one in resources(bundle, "Observation")
        if one["code"]["coding"][0]["code"] == "screening"
    ]
    assert said
    assert "No red flag found in the answers" in said


def test_a_program_is_on_hold_while_exercise_is_stopped(lived: Person) -> None:
    journey.answer(lived, {"saddle_numbness": "yes"}, at=LATER)
    (plan,) = resources(made(lived), "CarePlan")
    assert plan["status"] == "on-hold"
    assert {one["detail"]["status"] for one in plan["activity"]} == {"on-hold"}


def test_the_same_record_gives_the_same_bundle(lived: Person) -> None:
    assert made(lived) == made(lived)


def test_a_new_person_makes_a_bundle_too(db: None, tmp_path: Path) -> None:
    bundle = made(make_person("New"))
    assert schema_says(bundle) == []
    assert medplum_says([bundle], tmp_path) == [[]]
    assert [e["resource"]["resourceType"] for e in bundle["entry"]] == ["Patient"]


def _first(bundle: Json, kind: str) -> Json:
    return resources(bundle, kind)[0]


PLANTED: dict[str, Callable[[Json], Any]] = {
    "unknown field": lambda b: _first(b, "Condition").update(flavour="x"),
    "subject missing": lambda b: _first(b, "Condition").pop("subject"),
    "status missing": lambda b: _first(b, "Observation").pop("status"),
    "code missing": lambda b: _first(b, "Observation").pop("code"),
    "intent missing": lambda b: _first(b, "CarePlan").pop("intent"),
    "number as text": lambda b: _first(b, "Observation").update(status=5),
    "bad date": lambda b: _first(b, "Condition").update(recordedDate="yesterday"),
    "list for one": lambda b: _first(b, "CarePlan").update(title=["x"]),
    "gender made up": lambda b: _first(b, "Patient").update(gender="f"),
    "status made up": lambda b: _first(b, "QuestionnaireResponse").update(status="done"),
    "link missing": lambda b: _first(b, "Questionnaire")["item"][0].pop("linkId"),
    "type missing": lambda b: _first(b, "Questionnaire")["item"][0].pop("type"),
}
ONLY_BY_SCHEMA = {"gender made up", "status made up"}  # value sets are not Medplum's to judge here


def test_every_planted_error_is_caught(bundle: Json, tmp_path: Path) -> None:
    spoilt = {name: copy.deepcopy(bundle) for name in PLANTED}
    for name, plant in PLANTED.items():
        plant(spoilt[name])
        assert spoilt[name] != bundle
    by_medplum = dict(zip(spoilt, medplum_says(list(spoilt.values()), tmp_path), strict=True))
    by_schema = {name: schema_says(one) for name, one in spoilt.items()}
    assert [name for name in spoilt if not by_schema[name] and not by_medplum[name]] == []
    assert {name for name in spoilt if not by_medplum[name]} <= ONLY_BY_SCHEMA
    assert all(by_schema[name] for name in ONLY_BY_SCHEMA)
