"""Everything that is kept of a person, as open files: JSON for machines, a page for people.

A folder with `person.json`, `entries.jsonl`, `decisions.jsonl`, `answers.csv`, `sessions.csv`, the
protocols that decided, each file as it was (`protocols/`), and `READ-ME.txt`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

import msgspec

from ischia.record import entries
from ischia.record.facts import kept
from ischia.record.knowledge import unpack
from ischia.record.models import Decision, Entry, Person, ProtocolVersion

README = """Everything that Ischia keeps about one person, made {at:%Y-%m-%d %H:%M %Z}.

person.json       who, and how the pages should look
entries.jsonl     everything that was entered, one entry a line, in the order in which it was kept
decisions.jsonl   everything that was decided: the whole input, the result, every reason
answers.csv       every answer to a question, for a spreadsheet
sessions.csv      every session, for a spreadsheet
protocols/        the knowledge that decided, file by file, in each version that was used

`at` is when something was so, `received_at` when it was stored. A line that another one `replaces`
was a slip. Times are in UTC. Nothing is left out.
"""


class ExportError(RuntimeError):
    """The export cannot be written; the text says why, with the remedy."""


def export(person: Person, folder: Path, *, at: datetime) -> dict[str, int]:
    """Write everything into a new folder. Returns how many lines of each. Raises `ExportError`."""
    if folder.exists() and any(folder.iterdir()):
        raise ExportError(f"{folder} is not empty. Remedy: choose a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "READ-ME.txt").write_text(README.format(at=at), "utf-8")
    about = {"id": person.pk, "display_name": person.display_name, "country": person.country,
             "language": person.language, "time_zone": person.time_zone,
             "preferences": person.preferences, "created_at": person.created_at}  # fmt: skip
    (folder / "person.json").write_bytes(msgspec.json.format(msgspec.json.encode(about)))
    counts = {
        "entries": _write_lines(folder / "entries.jsonl", _entries(person)),
        "decisions": _write_lines(folder / "decisions.jsonl", _decisions(person)),
        "answers": _write_table(folder / "answers.csv", ANSWERS, _answers(person)),
        "sessions": _write_table(folder / "sessions.csv", SESSIONS, _sessions(person)),
    }
    return {**counts, "protocols": _write_protocols(person, folder / "protocols")}


def _write_lines(path: Path, rows: Iterable[object]) -> int:
    lines = [msgspec.json.encode(row) + b"\n" for row in rows]
    path.write_bytes(b"".join(lines))
    return len(lines)


def _write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    lines = [[_cell(value) for value in row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return len(lines)


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        return "'" + value
    return value


def _entries(person: Person) -> Iterable[dict[str, object]]:
    for row in Entry.objects.filter(person=person).order_by("number"):
        yield {
            "id": row.pk,
            "number": row.number,
            "kind": row.kind,
            "at": row.at,
            "received_at": row.received_at,
            "by": row.by,
            "replaces": row.replaces_id,
            "data": row.data,
        }


def _decisions(person: Person) -> Iterable[dict[str, object]]:
    for row in Decision.objects.filter(person=person).order_by("pk"):
        yield {
            "id": row.pk,
            "kind": row.kind,
            "made_at": row.made_at,
            "caused_by": row.caused_by_id,
            "protocol": row.protocol_id,
            "software": row.software,
            "input": row.input,
            "value": row.value,
            "reasons": row.reasons,
        }


ANSWERS = ("at", "finding", "value", "by", "replaced", "entry")


def _answers(person: Person) -> Iterable[Sequence[object]]:
    rows = Entry.objects.filter(person=person, kind="answers").prefetch_related("replaced_by")
    for row in rows.order_by("number"):
        newer = {finding for other in row.replaced_by.all() for finding in other.data["answers"]}
        for finding, value in row.data["answers"].items():
            said = " ".join(cast("list[str]", value)) if isinstance(value, list) else value
            yield row.at.isoformat(), finding, said, row.by, finding in newer, row.pk


SESSIONS = (
    "at", "slot", "done_share", "seconds", "form_score", "pain_leg_before", "pain_back_before",
    "zone_before", "exercises", "stopped", "entry",
)  # fmt: skip


def _sessions(person: Person) -> Iterable[Sequence[object]]:
    for row in kept(person, "session", entries.Session):
        done = row.is_
        yield (
            row.at.isoformat(), done.slot, done.done_share, done.seconds, done.form_score,
            done.pain_before.leg, done.pain_before.back, done.zone_before,
            " ".join(item.exercise for item in done.items), done.stopped, row.id,
        )  # fmt: skip


def _write_protocols(person: Person, folder: Path) -> int:
    used = Decision.objects.filter(person=person).values("protocol_id")
    versions = ProtocolVersion.objects.filter(pk__in=used)
    for version in versions:
        for file in unpack(bytes(version.content)):
            shipped = not file.folder.name.startswith("pack-")
            part = "shipped" if shipped else file.folder.name
            path = folder / version.pk[:12] / part / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, "utf-8")
    return len(versions)
