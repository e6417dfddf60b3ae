"""A person's record as tables for a spreadsheet. No cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from ischia.record import entries
from ischia.record.facts import kept
from ischia.record.models import Decision, Entry, Person
from ischia.record.questionnaires import filled_of, scored_of

Cells = Iterable[Sequence[object]]
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def tables(person: Person) -> Iterator[tuple[str, bytes]]:
    """Each table's name and content."""
    for name, (head, rows) in TABLES.items():
        yield name, table(head, rows(person))


def table(head: Sequence[str], rows: Cells) -> bytes:
    """One table as CSV in UTF-8, its first line the names of the columns."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([head, *([guarded(value) for value in row] for row in rows)])
    return file.getvalue().encode()


def guarded(value: object) -> object:
    """A value that no spreadsheet takes for a formula. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    value = value.replace("\x00", "")
    return "'" + value if value.lstrip(" \u00a0\ufeff").startswith(FORMULA) else value


def _answers(person: Person) -> Cells:
    rows = Entry.objects.filter(person=person, kind="answers").prefetch_related("replaced_by")
    for row in rows.order_by("number"):
        newer = {finding for other in row.replaced_by.all() for finding in other.data["answers"]}
        for finding, value in row.data["answers"].items():
            said = " ".join(cast("list[str]", value)) if isinstance(value, list) else value
            yield row.at.isoformat(), finding, said, row.by, finding in newer, row.pk


def _sessions(person: Person) -> Cells:
    for row in kept(person, "session", entries.Session):
        done = row.is_
        yield (
            row.at.isoformat(), done.slot, done.done_share, done.seconds, done.form_score,
            done.pain_before.leg, done.pain_before.back, done.zone_before,
            " ".join(item.exercise for item in done.items), done.stopped, row.id,
        )  # fmt: skip


def _responses(person: Person) -> Cells:
    for row in kept(person, "response", entries.SessionResponse):
        told = row.is_
        yield (
            row.at.isoformat(), told.session, told.pain_after.leg, told.pain_after.back,
            told.zone_after, told.tingling, told.settled_within_hours, told.effort,
            told.flare_felt, told.danger, told.exercise, row.id,
        )  # fmt: skip


def _mornings(person: Person) -> Cells:
    for row in kept(person, "check_in", entries.CheckIn):
        told = row.is_
        yield (
            told.on, told.pain.leg, told.pain.back, told.zone, told.sleep, told.bad_night,
            told.flare_felt, told.danger, told.walked_minutes, row.id,
        )  # fmt: skip


def _scores(person: Person) -> Cells:
    for row in scored_of(filled_of(person)):
        change = row.score.change
        yield (
            row.day, row.instrument, row.score.value, row.score.low, row.score.high,
            change and change.points, change and change.meaning, row.entry,
        )  # fmt: skip


def _decisions(person: Person) -> Cells:
    for row in Decision.objects.filter(person=person).defer("input", "value").order_by("pk"):
        reasons = " / ".join(reason["text"] for reason in row.reasons)
        yield row.made_at.isoformat(), row.kind, reasons, row.protocol_id, row.software, row.pk


TABLES: dict[str, tuple[tuple[str, ...], Callable[[Person], Cells]]] = {
    "answers.csv": (("at", "finding", "value", "by", "replaced", "entry"), _answers),
    "sessions.csv": (
        (
            "at", "slot", "done_share", "seconds", "form_score", "pain_leg_before",
            "pain_back_before", "zone_before", "exercises", "stopped", "entry",
        ),
        _sessions,
    ),
    "responses.csv": (
        (
            "at", "session", "pain_leg_after", "pain_back_after", "zone_after", "tingling",
            "settled_within_hours", "effort", "flare_felt", "danger", "exercise", "entry",
        ),
        _responses,
    ),
    "mornings.csv": (
        (
            "day", "pain_leg", "pain_back", "zone", "sleep", "bad_night", "flare_felt",
            "danger", "walked_minutes", "entry",
        ),
        _mornings,
    ),
    "questionnaires.csv": (
        ("day", "instrument", "score", "lowest", "highest", "change", "meaning", "entry"),
        _scores,
    ),
    "decisions.csv": (("at", "kind", "reasons", "protocol", "software", "decision"), _decisions),
}  # fmt: skip
