"""Questionnaires and their responses: the questions of the check, and the instruments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from ischia.exchange.fhir_parts import (
    OURS,
    Ids,
    Resource,
    moment,
    text_of,
    without_empty,
)
from ischia.protocol.instrument import Instrument
from ischia.protocol.model import Finding, Protocol
from ischia.record.models import Entry, Person
from ischia.record.questionnaires import filled_of

YES_NO = {"yes": "Yes", "no": "No"}
UNSURE = "unsure"
CHECK = "check"


def form_id(ids: Ids, name: str) -> str:
    """The id of a Questionnaire."""
    return ids.of("questionnaire", name)


def response_id(ids: Ids, entry: object) -> str:
    """The id of a QuestionnaireResponse."""
    return ids.of("response", entry)


def _address(name: str) -> str:
    return f"{OURS}:questionnaire:{name}"


def _canonical(protocol: Protocol, name: str) -> str:
    return f"{_address(name)}|{protocol.version}"


def check_forms(person: Person, protocol: Protocol, ids: Ids) -> list[Resource]:
    """One Questionnaire with every question that was answered, and every set of answers.

    What was a slip is left out of its response; a response that was only slips is in error.
    """
    rows = Entry.objects.filter(person=person, kind="answers").prefetch_related("replaced_by")
    responses: list[Resource] = []
    asked: dict[str, Finding] = {}
    for row in rows.order_by("number"):
        newer = {finding for other in row.replaced_by.all() for finding in other.data["answers"]}
        said: dict[str, object] = {
            finding: value
            for finding, value in row.data["answers"].items()
            if finding in protocol.findings
        }
        holding = {finding: value for finding, value in said.items() if finding not in newer}
        shown = holding or said
        if not shown:
            continue
        asked.update({finding: protocol.findings[finding] for finding in shown})
        status = "completed" if len(holding) == len(said) else "amended"
        items = [_answered(protocol.findings[name], value) for name, value in shown.items()]
        responses.append(
            _response(ids, protocol, row, CHECK, status if holding else "entered-in-error", items)
        )
    if not asked:
        return []
    form = _form(protocol, ids, CHECK, "Safety check and interview", map(_question, asked.values()))
    return [form, *responses]


def _form(
    protocol: Protocol,
    ids: Ids,
    name: str,
    title: str,
    items: Iterable[Resource],
    more: Mapping[str, Any] | None = None,
) -> Resource:
    return without_empty(
        {
            "resourceType": "Questionnaire",
            "id": form_id(ids, name),
            "url": _address(name),
            "version": protocol.version,
            "title": title,
            "status": "active",
            "subjectType": ["Patient"],
            **(more or {}),
            "item": list(items),
        }
    )


def _response(
    ids: Ids, protocol: Protocol, row: Entry, name: str, status: str, items: list[Resource]
) -> Resource:
    source = ids.subject if row.by == "person" else None
    return without_empty(
        {
            "resourceType": "QuestionnaireResponse",
            "id": response_id(ids, row.pk),
            "questionnaire": _canonical(protocol, name),
            "status": status,
            "subject": ids.subject,
            "authored": moment(row.at),
            "source": source,
            "item": items,
        }
    )


def _choices(finding: Finding) -> dict[str, str]:
    words = YES_NO if finding.kind == "yes_no" else finding.choice_texts
    return {**words, UNSURE: finding.unsure_text or "I am not sure"}


def _coding(finding: Finding, code: str) -> Resource:
    system = f"{OURS}:{'regions' if finding.kind == 'regions' else 'answers'}"
    display = _choices(finding).get(code, "")
    return without_empty({"system": system, "code": code, "display": display})


def _question(finding: Finding) -> Resource:
    """A question with the answers that it takes."""
    number = finding.kind == "number"
    options = [{"valueCoding": _coding(finding, code)} for code in _choices(finding)]
    return without_empty(
        {
            "linkId": finding.id,
            "text": finding.question,
            "type": "decimal"
            if number
            else "open-choice"
            if finding.kind == "regions"
            else "choice",
            "repeats": True if finding.kind == "regions" else None,
            "answerOption": [] if number else options,
        }
    )


def _answered(finding: Finding, value: object) -> Resource:
    values = cast("list[object]", value) if isinstance(value, list | tuple) else [value]
    return without_empty(
        {"linkId": finding.id, "answer": [_answer(finding, one) for one in values]}
    )


def _answer(finding: Finding, value: object) -> Resource:
    if finding.kind == "number" and isinstance(value, int | float):
        return {"valueDecimal": value}
    return {"valueCoding": _coding(finding, str(value))}


def instrument_forms(person: Person, protocol: Protocol, ids: Ids) -> list[Resource]:
    """Each instrument that was answered, and its answers."""
    rows = {row.pk: row for row in Entry.objects.filter(person=person, kind="questionnaire")}
    used: dict[str, Instrument] = {}
    responses: list[Resource] = []
    for filled in filled_of(person):
        instrument = protocol.instruments.get(filled.is_.instrument)
        if instrument is None:
            continue
        used[instrument.id] = instrument
        items = list(_items(instrument, filled.is_.answers, filled.is_.named))
        row = rows[filled.id]
        responses.append(_response(ids, protocol, row, instrument.id, "completed", items))
    return [*(_instrument(protocol, ids, one) for one in used.values()), *responses]


def _instrument(protocol: Protocol, ids: Ids, instrument: Instrument) -> Resource:
    more = {"description": instrument.instruction, "copyright": instrument.credit}
    items = ({"linkId": item.id, "text": item.text, "type": "integer"} for item in instrument.items)
    return _form(protocol, ids, instrument.id, instrument.title, items, more)


def _items(
    instrument: Instrument, answers: Mapping[str, int], named: tuple[str, ...]
) -> Iterator[Resource]:
    """The answers; where the person named what an item is about, that is its text."""
    for place, item in enumerate(instrument.items):
        if item.id not in answers:
            continue
        text = text_of(named[place]) if place < len(named) else ""
        answer = [{"valueInteger": answers[item.id]}]
        yield without_empty({"linkId": item.id, "text": text, "answer": answer})
