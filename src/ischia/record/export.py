"""Everything that is kept of a person, as open files: from here to a folder, to a zip, and back.

`manifest.json`, `person.json`, `entries.jsonl`, `decisions.jsonl`, the protocols that decided, each
file as it was (`protocols/`, listed in `protocols.json`), and `READ-ME.txt`. An import reads these.
More files, for people and other programs, come beside them (`exchange.export`).
"""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from ischia.record.export_format import (
    DECISIONS,
    ENTRIES,
    FORMAT,
    MANIFEST,
    PERSON,
    PROTOCOLS,
    About,
    DecisionLine,
    EntryLine,
    Listed,
    Manifest,
    ProtocolLine,
    protocol_path,
)
from ischia.record.feed import FEED
from ischia.record.knowledge import unpack
from ischia.record.models import Decision, Entry, Person, ProtocolVersion
from ischia.record.pushes import PUSH

Files = Iterator[tuple[str, bytes]]
CHUNK = 200
README = """Everything that Ischia keeps about one person, made {at:%Y-%m-%d %H:%M %Z}.

For you
{more}
For Ischia and other programs
person.json        who, and how the pages should look
entries.jsonl      everything that was entered, one entry a line, in the order in which it was kept
decisions.jsonl    everything that was decided: the whole input, the result, every reason
protocols/         the knowledge that decided, file by file, in each version that was used
manifest.json      what an import reads, with the SHA-256 of each file

`at` is when something was so, `received_at` when it was stored. A line that another one `replaces`
was a slip. Times are in UTC. Only the secret address of the calendar is left out,
and the browsers that are told when it is time.

To put it into a new Ischia: ischia import THIS_FOLDER_OR_ZIP --data NEW_FOLDER
"""


class ExportError(RuntimeError):
    """The export cannot be written; the text says why, with the remedy."""


def files_of(person: Person, *, at: datetime, more: Iterable[tuple[str, bytes, str]] = ()) -> Files:
    """Every file of an export, name and content; `more` are those for people, each with a line
    that says what it is."""
    listed: list[Listed] = []
    counts: dict[str, int] = {}
    for name, content, count in _core(person):
        listed.append(Listed(name, len(content), hashlib.sha256(content).hexdigest()))
        if count is not None:
            counts[name.partition(".")[0]] = count
        yield name, content
    lines: list[str] = []
    for name, content, what in more:
        lines.append(f"{name:<18} {what}\n")
        yield name, content
    yield "READ-ME.txt", README.format(at=at, more="".join(lines)).encode()
    manifest = Manifest(
        format=FORMAT,
        made_at=at,
        software=version("ischia"),
        person=UUID(str(person.pk)),
        counts=counts,
        files=tuple(listed),
    )
    yield MANIFEST, msgspec.json.format(msgspec.json.encode(manifest))


def _core(person: Person) -> Iterator[tuple[str, bytes, int | None]]:
    """What an import reads, with how many lines there are of each that has lines."""
    about = msgspec.convert(person, About, from_attributes=True)
    secret = {FEED, PUSH}  # the secret address of the calendar stays here, and who is told
    preferences = {k: v for k, v in about.preferences.items() if k not in secret}
    about = replace(about, preferences=preferences)
    yield PERSON, msgspec.json.format(msgspec.json.encode(about)), None
    for name, rows in ((ENTRIES, _entries(person)), (DECISIONS, _decisions(person))):
        lines = [msgspec.json.encode(row) + b"\n" for row in rows]
        yield name, b"".join(lines), len(lines)
    used = Decision.objects.filter(person=person).values("protocol_id")
    versions: list[ProtocolLine] = []
    for row in ProtocolVersion.objects.filter(pk__in=used).order_by("pk"):
        files = _numbered(bytes(row.content))
        for folder, name, text in files:
            yield protocol_path(row.pk, folder, name), text.encode(), None
        names = tuple((folder, name) for folder, name, _ in files)
        versions.append(ProtocolLine(hash=row.pk, kept_at=row.kept_at, files=names))
    yield PROTOCOLS, msgspec.json.encode(versions), len(versions)


def _numbered(content: bytes) -> list[tuple[int, str, str]]:
    """A protocol's files with the numbers of their folders."""
    return [
        (int(number) if (number := file.folder.name.removeprefix("pack-")).isdecimal() else 0,
         file.name, file.text)
        for file in unpack(content)
    ]  # fmt: skip


def _entries(person: Person) -> Iterator[EntryLine]:
    rows: Any = Entry.objects.filter(person=person).order_by("number")
    for row in rows.iterator(CHUNK):
        author = "" if row.author_id is None else "other"
        yield EntryLine(
            id=row.pk,
            number=row.number,
            kind=row.kind,
            at=row.at,
            received_at=row.received_at,
            by=row.by,
            author="own" if author and row.author_id == _owner(person) else author,
            replaces=row.replaces_id,
            data=row.data,
        )


def _owner(person: Person) -> int | None:
    return None if person.owner is None else person.owner.pk


def _decisions(person: Person) -> Iterator[DecisionLine]:
    rows: Any = Decision.objects.filter(person=person).order_by("pk")
    for row in rows.iterator(CHUNK):
        yield DecisionLine(
            id=row.pk,
            kind=row.kind,
            made_at=row.made_at,
            caused_by=row.caused_by_id,
            protocol=row.protocol_id,
            software=row.software,
            input=row.input,
            value=row.value,
            reasons=row.reasons,
        )


def write_folder(files: Iterable[tuple[str, bytes]], folder: Path) -> int:
    """Write the files into a new folder: all, or none. Returns how many. Raises `ExportError`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportError(f"{folder} is not empty. Remedy: choose a new folder.")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    count = 0
    for name, content in files:
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        count += 1
    if folder.exists():
        folder.rmdir()
    part.rename(folder)
    return count


def write_zip(files: Iterable[tuple[str, bytes]], target: IO[bytes]) -> int:
    """Write the files into a zip. Returns how many."""
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
            count += 1
    return count
