"""The shape of an export: its manifest and the lines of its files, for writing and for reading."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

FORMAT = "ischia-export-2"
MANIFEST = "manifest.json"
PERSON, ENTRIES, DECISIONS = "person.json", "entries.jsonl", "decisions.jsonl"
PROTOCOLS = "protocols.json"
LISTED = (PERSON, ENTRIES, DECISIONS, PROTOCOLS)  # what an import reads, but for protocol files

Moment = Annotated[datetime, Meta(tz=True)]
Number = Annotated[int, Meta(ge=1, le=2**53)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]


class Listed(Struct, frozen=True):
    """One file of the export with its size in bytes and its SHA-256."""

    name: str
    size: int
    sha256: Hash


class Manifest(Struct, frozen=True, kw_only=True):
    """What an export says of itself. It lists every file that an import reads."""

    format: str
    made_at: Moment
    software: str
    person: UUID
    counts: dict[str, int]
    files: tuple[Listed, ...]


class About(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who it is."""

    id: UUID
    display_name: Annotated[str, Meta(max_length=100)]
    country: Annotated[str, Meta(max_length=2)]
    language: Annotated[str, Meta(max_length=10)]
    time_zone: Annotated[str, Meta(max_length=64)]
    preferences: dict[str, Any]
    created_at: Moment


class EntryLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry. `author` is `own` for the person's account, `other` for another, else empty."""

    id: UUID
    number: Number
    kind: Annotated[str, Meta(max_length=20)]
    at: Moment
    received_at: Moment
    by: Annotated[str, Meta(max_length=20)]
    author: str
    replaces: UUID | None
    data: dict[str, Any]


class DecisionLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One decision, whole."""

    id: Number
    kind: Annotated[str, Meta(max_length=20)]
    made_at: Moment
    caused_by: UUID | None
    protocol: Hash
    software: Annotated[str, Meta(max_length=40)]
    input: Any
    value: Any
    reasons: Any


class ProtocolLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of the knowledge: its files in the order in which they were read, each with the
    number of its folder (0 is the shipped one)."""

    hash: Hash
    kept_at: Moment
    files: tuple[tuple[Annotated[int, Meta(ge=0, le=99)], str], ...]


def protocol_path(version: str, folder: int, name: str) -> str:
    """Where a protocol's file lies in the export."""
    return f"protocols/{version[:12]}/{f'pack-{folder}' if folder else 'shipped'}/{name}"
