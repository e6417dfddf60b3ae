"""Outcomes: what the answers to an instrument add up to, and whether that is a change that matters.

The scoring (ranges, bands, alerts, the minimal important change, what counts as recovered) is the
instrument's own and stands in the protocol with its sources. Scores are in points of the scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from ischia.care import sayings
from ischia.care.answers import AnswerError, AnswerFault, shown
from ischia.care.decision import Decision, Reason, reason_of
from ischia.protocol.instrument import Instrument, InstrumentAlert, InstrumentItem
from ischia.protocol.model import Disposition
from ischia.protocol.problems import nearest

Answers = Mapping[str, int]
Meaning = Literal["recovered", "improved", "no_important_change", "worse", "not_defined"]

_WHOLE = re.compile(r"[+-]?\d{1,6}(\.0{1,6})?", re.ASCII)
_TICKED = {"yes": True, "true": True, "no": False, "false": False}
_LONGEST_NAME = 60
_MOST_FAULTS = 20
_DIGITS = 9  # hides what binary fractions add, so that a change of just 2.0 is 2.0


class Alert(Struct, frozen=True):
    """Help that opens at once. `item` is empty when the total opened it."""

    item: str
    text: str
    then: Disposition


class Change(Struct, frozen=True):
    """Now minus first, in points and in percent of the first score (None if that was 0)."""

    points: float
    percent: float | None
    meaning: Meaning


class Score(Struct, frozen=True, kw_only=True):
    """The result. `value` is None when too much was left out; alerts count all the same."""

    instrument: str
    value: float | None
    low: float
    high: float
    band: str
    missing: tuple[str, ...]
    alerts: tuple[Alert, ...]
    change: Change | None

    @property
    def disposition(self) -> Disposition | None:
        """What the most urgent alert asks for, or None without one."""
        return self.alerts[0].then if self.alerts else None


def read_items(
    instrument: Instrument, raw: Mapping[str, object], field: str = ""
) -> dict[str, int]:
    """Check `{item: value}`; an empty value counts as left out. `field` goes before item names.

    Raises `AnswerError` naming each item and its remedy.
    """
    items = {item.id: item for item in instrument.items}
    values: dict[str, int] = {}
    faults: list[AnswerFault] = []
    for key, value in raw.items():
        if len(faults) >= _MOST_FAULTS:
            faults.append(AnswerFault("answers", "there are more faults", "mend these first"))
            break
        item = items.get(key)
        if item is None:
            hint = nearest(key[:_LONGEST_NAME], list(items))
            fault = f"{instrument.id} has no such item{hint}"
            remedy = f"its items are {', '.join(items)}"
            faults.append(AnswerFault(field + shown(key), fault, remedy))
        elif value is not None:
            number = _number(instrument, item, value)
            if number is None:
                remedy = _remedy(instrument, item)
                faults.append(AnswerFault(field + key, f"{shown(value)} is not an answer", remedy))
            else:
                values[key] = number
    if faults:
        raise AnswerError(faults)
    return values


def _number(instrument: Instrument, item: InstrumentItem, raw: object) -> int | None:
    word = (raw if isinstance(raw, str) else shown(raw)).strip().lower()
    if instrument.scoring == "count" and word in _TICKED:
        return int(item.high if _TICKED[word] else item.low)
    if not _WHOLE.fullmatch(word):
        return None
    number = int(float(word))
    return number if item.low <= number <= item.high else None


def _remedy(instrument: Instrument, item: InstrumentItem) -> str:
    meanings = ", ".join(f"{value} = {text}" for value, text in instrument.answers.items())
    return f"give a whole number from {item.low:g} to {item.high:g} ({meanings}), or leave it out"


def score(
    instrument: Instrument, answers: Answers, first: Answers | None = None
) -> Decision[Score]:
    """Score checked `answers`, and compare them with the `first` ones.

    A left-out item is filled with the mean of the others, up to the instrument's `max_missing`;
    an item that has an alert is never filled. In a count, what is not ticked is not missing.
    """
    value = _total(instrument, answers)
    result = Score(
        instrument=instrument.id,
        value=value,
        low=instrument.low,
        high=instrument.high,
        band=_band(instrument, value),
        missing=_missing(instrument, answers),
        alerts=tuple(
            Alert(alert.item, alert.text, alert.then)
            for alert in _alerts(instrument, answers, value)
        ),
        change=None if first is None else _change(instrument, answers, first),
    )
    return Decision(
        result, tuple(_reasons(instrument, result, answers, compared=first is not None))
    )


def _missing(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    if instrument.scoring == "count":
        return ()
    return tuple(item.id for item in instrument.items if item.id not in answers)


def _total(instrument: Instrument, answers: Answers) -> float | None:
    if not answers or _why_not(instrument, answers):
        return None
    if instrument.scoring == "count":
        return sum(answers[item.id] > item.low for item in instrument.items if item.id in answers)
    mean = sum(answers.values()) / len(answers)
    if instrument.scoring != "sum":
        return round(mean, _DIGITS)
    return round(sum(answers.values()) * len(instrument.items) / len(answers), _DIGITS)


def _why_not(instrument: Instrument, answers: Answers) -> str:
    """Why there is no score, or nothing."""
    missing = _missing(instrument, answers)
    if not answers:
        return sayings.NOTHING_ANSWERED
    for alert in instrument.alerts:
        if alert.item in missing:
            return sayings.NEVER_GUESSED.format(item=alert.item)
    if len(missing) > instrument.max_missing:
        most = instrument.max_missing or "none"
        return sayings.LEFT_OUT.format(items=", ".join(missing), most=most)
    return ""


def _band(instrument: Instrument, value: float | None) -> str:
    if value is None:
        return ""
    reached = [band for band in instrument.bands if value >= band.at_least]
    return max(reached, key=lambda band: band.at_least).text if reached else ""


def _alerts(instrument: Instrument, answers: Answers, value: float | None) -> list[InstrumentAlert]:
    """The alerts that fire, the most urgent first. One on the total needs a total."""

    def fires(alert: InstrumentAlert) -> bool:
        reached = answers.get(alert.item) if alert.item else value
        return reached is not None and reached >= alert.at_least

    return sorted(filter(fires, instrument.alerts), key=lambda alert: -alert.then.urgency)


def _change(instrument: Instrument, answers: Answers, first: Answers) -> Change | None:
    """A mean is compared over the items answered both times, which may be fewer than scored."""
    if instrument.scoring == "mean":
        both = answers.keys() & first.keys()
        answers = {item: answers[item] for item in both}
        first = {item: first[item] for item in both}
    now, before = _total(instrument, answers), _total(instrument, first)
    if now is None or before is None:
        return None
    points = round(now - before, _DIGITS)
    percent = round(100 * points / before, _DIGITS) if before else None
    return Change(points, percent, _meaning(instrument, now, before))


def _meaning(instrument: Instrument, now: float, before: float) -> Meaning:
    if _recovered(instrument, now) and not _recovered(instrument, before):
        return "recovered"
    if instrument.mic is None and instrument.mic_percent is None:
        return "not_defined"
    if not _matters(instrument, abs(round(now - before, _DIGITS)), before):
        return "no_important_change"
    return "improved" if (now > before) == (instrument.higher_is == "better") else "worse"


def _recovered(instrument: Instrument, value: float) -> bool:
    if instrument.recovered is None:
        return False
    if instrument.higher_is == "better":
        return value >= instrument.recovered
    return value <= instrument.recovered


def _matters(instrument: Instrument, points: float, before: float) -> bool:
    """Both minimal important changes are reached; from 0, any change is beyond every percent."""
    share = round((instrument.mic_percent or 0) * before / 100, _DIGITS)
    return points > 0 and points >= (instrument.mic or 0) and points >= share


def level_that_matters(instrument: Instrument, first: float) -> float | None:
    """The score from which a change since the first is an improvement that matters; None where it
    is not known, or the scale has no room for it."""
    if instrument.mic is None and instrument.mic_percent is None:
        return None
    needed = max(instrument.mic or 0, (instrument.mic_percent or 0) * first / 100)
    level = first + needed if instrument.higher_is == "better" else first - needed
    return round(level, _DIGITS) if instrument.low <= level <= instrument.high else None


def _reasons(
    instrument: Instrument, result: Score, answers: Answers, *, compared: bool
) -> Iterator[Reason]:
    for alert in result.alerts:
        yield reason_of(instrument, alert.text, (alert.item,) if alert.item else tuple(answers))
    if result.value is None:
        text = sayings.NO_SCORE.format(why=_why_not(instrument, answers))
        yield reason_of(instrument, text, result.missing)
    else:
        text = (sayings.SCORE_BAND if result.band else sayings.SCORE).format(
            value=written(result.value),
            low=f"{result.low:g}",
            high=f"{result.high:g}",
            better=instrument.higher_is,
            band=result.band,
        )
        yield reason_of(instrument, text, tuple(answers))
        if result.missing:
            text = sayings.FILLED.format(items=", ".join(result.missing))
            yield reason_of(instrument, text, result.missing)
    if result.change is not None:
        yield reason_of(instrument, _change_text(instrument, result.change), tuple(answers))
    elif compared:
        yield reason_of(instrument, sayings.NO_CHANGE, ())


def _change_text(instrument: Instrument, change: Change) -> str:
    said = sayings.CHANGE if change.percent is None else sayings.CHANGE_SHARE
    text = said.format(
        points=f"{change.points:+.1f}".removesuffix(".0"),
        percent=f"{change.percent or 0:+.0f}",
        meaning=sayings.MEANINGS[change.meaning],
    )
    return " ".join(filter(None, [text, _what_counts(instrument)]))


def _what_counts(instrument: Instrument) -> str:
    points, percent = instrument.mic, instrument.mic_percent
    if points is None and percent is None:
        return ""
    said = sayings.COUNTS_PERCENT if points is None else sayings.COUNTS_POINTS
    if points is not None and percent is not None:
        said = sayings.COUNTS_BOTH
    return said.format(points=f"{points or 0:g}", percent=f"{percent or 0:g}")


def written(value: float) -> str:
    """A score as a person reads it: one decimal, and none where it is whole."""
    return f"{value:.1f}".removesuffix(".0")
