"""The shape of a published questionnaire or scale, with its scoring."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from ischia.protocol.base import Disposition, Item, Words


class InstrumentItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an instrument, scored from `low` to `high`."""

    id: str
    text: Words
    low: float = 0.0
    high: float = 1.0


class InstrumentBand(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Scores from `at_least` up are called `text`."""

    at_least: float
    text: Words


class InstrumentAlert(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Help that opens at once when an item (or the total, if `item` is empty) reaches a score."""

    at_least: float
    text: Words
    then: Disposition
    item: str = ""


class InstrumentNext(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The longer instrument that is offered next when the score is at least so much."""

    instrument: str
    at_least: float


class Instrument(Item, frozen=True, kw_only=True):
    """A published questionnaire or scale that may be shipped, with its scoring.

    `mic` is in points of the scale, `mic_percent` in percent of the first score. Of several that
    are due, the one with the lowest `order` is asked first. One with `told_by` is not asked when
    the person tells the same (pain in leg or back) day by day. In one with `named` items, each item
    rates an activity that the person names.
    """

    title: Words
    recall: Words
    instruction: Words
    items: tuple[InstrumentItem, ...]
    answers: dict[str, Words]
    scoring: Literal["sum", "mean", "count", "single"]
    low: float
    high: float
    higher_is: Literal["worse", "better"]
    licence: str
    licence_allows_shipping: bool
    credit: str
    max_missing: int = 0
    mic: float | None = None
    mic_percent: float | None = None
    recovered: float | None = None
    every_weeks: tuple[int, ...] = ()
    bands: tuple[InstrumentBand, ...] = ()
    alerts: tuple[InstrumentAlert, ...] = ()
    order: int = 50
    told_by: Literal["", "leg", "back"] = ""
    leads_to: InstrumentNext | None = None
    named: bool = False
