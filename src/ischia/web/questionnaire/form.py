"""A questionnaire as it is asked: its items with their answers, and what was given read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from ischia.protocol.instrument import Instrument, InstrumentItem

LONGEST = 120  # letters of an activity's name, as the record keeps it


class Choice(Struct, frozen=True):
    """One answer of an item. `alerts` says that it opens help at once."""

    value: int
    text: str
    chosen: bool
    alerts: bool


class Asked(Struct, frozen=True):
    """One item. `kind`: `tick` (one box), `words` (each answer has its own) or `scale`."""

    id: str
    number: int
    text: str
    kind: str
    choices: tuple[Choice, ...]
    named: str
    alerts: bool


def items_of(
    instrument: Instrument, given: Mapping[str, Any], named: Sequence[str] = ()
) -> list[Asked]:
    """Every item, with what was given so far chosen."""
    found: list[Asked] = []
    for number, item in enumerate(instrument.items):
        choices = tuple(_choices(instrument, item, str(given.get(item.id, ""))))
        name = named[number] if number < len(named) else ""
        alerts = any(choice.alerts for choice in choices)
        found.append(
            Asked(item.id, number + 1, item.text, _kind(instrument, item), choices, name, alerts)
        )
    return found


def _kind(instrument: Instrument, item: InstrumentItem) -> str:
    if instrument.scoring == "count":
        return "tick"
    values = range(int(item.low), int(item.high) + 1)
    return "words" if all(str(value) in instrument.answers for value in values) else "scale"


def _choices(instrument: Instrument, item: InstrumentItem, given: str) -> list[Choice]:
    least = [alert.at_least for alert in instrument.alerts if alert.item == item.id]
    low = int(item.high) if instrument.scoring == "count" else int(item.low)
    return [
        Choice(
            value=value,
            text=instrument.answers.get(str(value), ""),
            chosen=given == str(value),
            alerts=any(value >= at_least for at_least in least),
        )
        for value in range(low, int(item.high) + 1)
    ]


def payload_of(instrument: Instrument, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, as an entry. Of named items only those that have a name count."""
    named: list[str] = []
    answers: dict[str, Any] = {}
    for item in instrument.items:
        name = str(given.get(f"name_{item.id}", "")).strip()[:LONGEST]
        if instrument.named and not name:
            continue
        if instrument.named:
            named.append(name)
        place = instrument.items[len(named) - 1].id if instrument.named else item.id
        if given.get(item.id) not in (None, ""):
            answers[place] = given[item.id]
    return {"instrument": instrument.id, "answers": answers, "named": named}
