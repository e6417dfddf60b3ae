"""Whether anything of an erased person is still to be found in the database's own files.

SQLite only: the file itself, its write-ahead log and its other companions are read byte by byte.
On another database the rows are gone, and its own upkeep frees the space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from django.db import connection

from ischia.record.models import Entry, Person

IDS = re.compile(rb"(?=([0-9a-f]{32}))")
WITH_LINES = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
COMPANIONS = ("", "-wal", "-shm", "-journal")
SHORTEST, LONGEST = 8, 60  # letters of a text by which it is known


class Traces:
    """By what a person would be known: the ids of their entries, and what they wrote."""

    def __init__(self, person: Person) -> None:
        rows = Entry.objects.filter(person=person).values_list("id", "data")
        self.ids: set[bytes] = set()
        self.texts: set[str] = (
            {person.display_name} if len(person.display_name) >= SHORTEST else set()
        )
        for key, data in rows.iterator(500):
            self.ids.add(key.hex.encode())
            self.texts.update(_written(data))

    def __len__(self) -> int:
        return len(self.ids) + len(self.texts)


def _written(data: object) -> Iterator[str]:
    """The free words in an entry: texts that hold a space, as codes never do."""
    if isinstance(data, dict):
        for value in cast("dict[str, object]", data).values():
            yield from _written(value)
    elif isinstance(data, list):
        for value in cast("list[object]", data):
            yield from _written(value)
    elif isinstance(data, str) and len(data) >= SHORTEST and " " in data.strip():
        yield data[:LONGEST]


def remnants(traces: Traces) -> list[str] | None:
    """What is still to be found, by file; None where the files cannot be read from here."""
    if connection.vendor != "sqlite":
        return None
    return [f"{file.name}: {what}" for file in _files() for what in _found(file, traces)]


def _files() -> Iterable[Path]:
    name = str(connection.settings_dict["NAME"])
    files = (Path(name + companion) for companion in COMPANIONS)
    return [file for file in files if file.is_file()]


def _found(file: Path, traces: Traces) -> Iterator[str]:
    content = file.read_bytes()
    seen = {match.group(1) for match in IDS.finditer(content)}
    seen |= {match.group().replace(b"-", b"") for match in WITH_LINES.finditer(content)}
    if found := len(seen & traces.ids):
        yield f"{found} entries"
    words = sum(any(form in content for form in _forms(text)) for text in traces.texts
                if not _somebody_elses(text))  # fmt: skip
    if words:
        yield f"{words} texts"


def _forms(text: str) -> tuple[bytes, ...]:
    """A text as a column holds it, and as JSON does."""
    return text.encode(), json.dumps(text)[1:-1].encode()


def _somebody_elses(text: str) -> bool:
    """Whether a person who is still kept here wrote the same."""
    named = Person.objects.filter(display_name=text).exists()
    return named or Entry.objects.filter(data__icontains=json.dumps(text)[1:-1]).exists()
