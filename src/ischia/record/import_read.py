"""What an export says, read and checked line by line, before any of it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from ischia.protocol.load import DATA, File, content_hash
from ischia.record.archive import Archive, ArchiveError
from ischia.record.decisions import ADAPTATION, CHECK, PRACTICE, PROGRAM
from ischia.record.entries import KINDS
from ischia.record.export_format import (
    DECISIONS,
    ENTRIES,
    FORMAT,
    LISTED,
    MANIFEST,
    PERSON,
    PROTOCOLS,
    About,
    DecisionLine,
    EntryLine,
    Manifest,
    ProtocolLine,
    protocol_path,
)
from ischia.record.knowledge import pack

T = TypeVar("T")
DECIDED = (CHECK, PROGRAM, PRACTICE, ADAPTATION)
OURS = "Remedy: use an export as Ischia made it."


class Packed(Struct, frozen=True):
    """One version of the knowledge, packed as the record keeps it."""

    line: ProtocolLine
    content: bytes


class Export(Struct, frozen=True):
    """All of an export, checked."""

    manifest: Manifest
    about: About
    entries: tuple[EntryLine, ...]
    decisions: tuple[DecisionLine, ...]
    protocols: tuple[Packed, ...]


def read_export(archive: Archive) -> Export:
    """Read and check everything. Raises `ArchiveError`."""
    manifest = _manifest(archive)
    listed = {one.name: one for one in manifest.files}
    if len(listed) != len(manifest.files) or not listed.keys() >= set(LISTED):
        raise ArchiveError(f"{MANIFEST} does not list every file once. {OURS}")

    def read(name: str) -> bytes:
        if name not in listed:
            raise ArchiveError(f"{name} is not listed in {MANIFEST}. {OURS}")
        content, one = archive.read(name), listed[name]
        if (len(content), hashlib.sha256(content).hexdigest()) != (one.size, one.sha256):
            fault = f"{name} is cut off or was changed since it was made"
            raise ArchiveError(f"{fault}. Remedy: export again.")
        return content

    about = _decoded(PERSON, read(PERSON), About)
    entries = tuple(_lines(ENTRIES, read(ENTRIES), EntryLine))
    decisions = tuple(_lines(DECISIONS, read(DECISIONS), DecisionLine))
    lines = _decoded(PROTOCOLS, read(PROTOCOLS), tuple[ProtocolLine, ...])
    if about.id != manifest.person:
        raise ArchiveError(f"{PERSON} is of somebody else than {MANIFEST} says. {OURS}")
    _check_entries(entries)
    _check_decisions(decisions, entries, {line.hash for line in lines})
    packed: list[Packed] = []
    for line in lines:
        paths = [(n, name, protocol_path(line.hash, n, name)) for n, name in line.files]
        files = [
            File(Path(f"pack-{n}") if n else DATA, name, read(path).decode("utf-8", "replace"))
            for n, name, path in paths
        ]
        if content_hash(files) != line.hash:
            raise ArchiveError(f"protocol {line.hash[:12]} is not what it was. {OURS}")
        packed.append(Packed(line, pack(files)))
    return Export(manifest, about, entries, decisions, tuple(packed))


def _manifest(archive: Archive) -> Manifest:
    if MANIFEST not in archive:
        raise ArchiveError(f"there is no {MANIFEST} in it. {OURS}")
    content = archive.read(MANIFEST)

    class Named(Struct):
        format: str

    named = _decoded(MANIFEST, content, Named)
    if named.format != FORMAT:
        fault = f"it is of the format {named.format[:40]!r}, and this Ischia reads {FORMAT!r}"
        raise ArchiveError(f"{fault}. Remedy: use the Ischia that made it, or a newer one.")
    return _decoded(MANIFEST, content, Manifest)


def _decoded(name: str, content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ArchiveError(f"{name}: {error}. {OURS}") from None


def _lines(name: str, content: bytes, kind: type[T]) -> Iterable[T]:
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(content.splitlines(), 1):
        try:
            yield decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise ArchiveError(f"{name}, line {number}: {error}. {OURS}") from None


def _check_entries(entries: tuple[EntryLine, ...]) -> None:
    """Each once, in order, of a known kind with a proper payload, replacing only what is there."""
    seen: dict[UUID, str] = {}
    last = 0
    for line in entries:
        where = f"{ENTRIES}, entry {line.id}"
        if line.id in seen:
            raise ArchiveError(f"{where} stands in it twice. {OURS}")
        if line.number <= last:
            raise ArchiveError(f"{where} is out of order. {OURS}")
        if line.kind not in KINDS:
            fault = f"{where}: this Ischia knows no entry of the kind {line.kind!r}"
            raise ArchiveError(f"{fault}. Remedy: use the Ischia that made it, or a newer one.")
        try:
            msgspec.convert(line.data, KINDS[line.kind])
        except msgspec.ValidationError as error:
            raise ArchiveError(f"{where}: {error}. {OURS}") from None
        if line.replaces is not None and seen.get(line.replaces) != line.kind:
            raise ArchiveError(f"{where} replaces one that is not there. {OURS}")
        seen[line.id], last = line.kind, line.number


def _check_decisions(
    decisions: tuple[DecisionLine, ...], entries: tuple[EntryLine, ...], known: set[str]
) -> None:
    ids, last = {line.id for line in entries}, 0
    for line in decisions:
        where = f"{DECISIONS}, decision {line.id}"
        if line.id <= last:
            raise ArchiveError(f"{where} stands in it twice, or out of order. {OURS}")
        if line.kind not in DECIDED:
            fault = f"{where}: this Ischia knows no decision of the kind {line.kind!r}"
            raise ArchiveError(f"{fault}. Remedy: use the Ischia that made it, or a newer one.")
        if line.protocol not in known:
            raise ArchiveError(f"{where}: its protocol is missing. {OURS}")
        if line.caused_by is not None and line.caused_by not in ids:
            raise ArchiveError(f"{where} rests on an entry that is not there. {OURS}")
        last = line.id
