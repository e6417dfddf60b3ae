"""The protocol in use, prepared for deciding; and every earlier one, as it was when it decided."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction

from ischia.care.check import Check, Checker
from ischia.care.program import Planner
from ischia.care.recheck import Recheck, compile_recheck
from ischia.protocol.lint import lint
from ischia.protocol.load import DATA, File, content_hash, protocol_of, read_files
from ischia.protocol.model import Protocol
from ischia.protocol.problems import ProtocolError
from ischia.record.models import ProtocolVersion

PACKED = list[tuple[int, str, str]]


class KnowledgeError(RuntimeError):
    """A kept protocol is not there, or not what it was."""


class Knowledge:
    """A protocol with what is prepared from it once. `packed` are the files that it was read from,
    so that what is kept is what decided, even if the files have changed since."""

    def __init__(self, protocol: Protocol, packed: bytes = b"") -> None:
        self.protocol = protocol
        self.packed = packed
        self._check = lru_cache(maxsize=64)(self._checked)

    @cached_property
    def checker(self) -> Checker:
        return Checker(self.protocol)

    def check(self, answers: Mapping[str, object], today: date) -> Check:
        """The check on these answers. Every page asks for it, mostly on the same ones as before."""
        return self._check(msgspec.json.encode(answers), today)

    def _checked(self, answers: bytes, today: date) -> Check:
        return self.checker.check(self.checker.read(msgspec.json.decode(answers), today))

    @cached_property
    def planner(self) -> Planner:
        return Planner(self.protocol)

    @cached_property
    def recheck(self) -> Recheck:
        return compile_recheck(self.protocol)


def packs() -> tuple[Path, ...]:
    """The protocol packs of this installation."""
    return tuple(getattr(settings, "ISCHIA_PACKS", ()))


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The protocol in use, read once in the life of a process. Raises `ProtocolError`."""
    folders = (DATA, *packs())
    files = read_files(folders)
    protocol = protocol_of(files, folders)
    problems = lint(packs()) if packs() else []
    if problems:
        raise ProtocolError(problems)
    return Knowledge(protocol, pack(files))


@lru_cache(maxsize=8)
def knowledge_of(version: str) -> Knowledge:
    """The kept protocol of this version. Raises `KnowledgeError`, `ProtocolError`."""
    kept = ProtocolVersion.objects.filter(pk=version).first()
    if kept is None:
        raise KnowledgeError(f"protocol {version[:12]} was not kept")
    files = unpack(bytes(kept.content))
    if content_hash(files) != version:
        raise KnowledgeError(f"protocol {version[:12]} is not what was kept")
    return Knowledge(protocol_of(files))


def keep_protocol(by: Knowledge, *, at: datetime) -> str:
    """Keep the protocol in use, unless it is kept already. Returns its version."""
    version = by.protocol.version
    if version not in _kept():
        if not ProtocolVersion.objects.filter(pk=version).exists():
            row = ProtocolVersion(hash=version, kept_at=at, content=by.packed)
            ProtocolVersion.objects.bulk_create([row], ignore_conflicts=True)
        transaction.on_commit(partial(_kept().add, version))  # and not if it is undone
    return version


@lru_cache(maxsize=1)
def _kept() -> set[str]:
    return set()


def pack(files: Sequence[File]) -> bytes:
    """Files as one compressed piece."""
    folders = list(dict.fromkeys(file.folder for file in files))
    rows = [(folders.index(file.folder), file.name, file.text) for file in files]
    return zlib.compress(msgspec.json.encode(rows), 9)


def unpack(content: bytes) -> list[File]:
    """The files again. The first folder is the shipped one; packs go by their number."""
    rows = msgspec.json.decode(zlib.decompress(content), type=PACKED)
    return [File(Path(f"pack-{n}") if n else DATA, name, text) for n, name, text in rows]
