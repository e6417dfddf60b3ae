"""Everything that is kept in one checked file, and back again, between any two databases.

A backup is a zip of JSON lines, one file for each table, with a manifest of counts and SHA-256.
It is read back and checked before it gets its name. It holds the whole record in the clear: keep it
as you would keep the record. Sessions, sign-in links and the secret key are not in it.
"""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from msgspec import Struct

FORMAT = "ischia-backup-1"
MANIFEST = "manifest.json"
LEFT_OUT = ("record.SignInLink",)
ORDER = {"record.Entry": ("person_id", "number")}  # what is replaced before what replaces it
CHUNK = 500


class BackupError(RuntimeError):
    """The backup cannot be made or used; the text says why, with the remedy."""


class Table(Struct, frozen=True):
    """One table in a backup."""

    model: str
    rows: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    format: str
    made_at: datetime
    software: str
    tables: tuple[Table, ...]


def kept_models() -> list[type[models.Model]]:
    """Every table of our own, those that others refer to first."""
    found = [m for config in apps.get_app_configs() if config.name.startswith("ischia.")
             for m in config.get_models() if m._meta.label not in LEFT_OUT]  # fmt: skip
    order: list[type[models.Model]] = []

    def add(model: type[models.Model]) -> None:
        if model in order or model not in found:
            return
        for field in model._meta.get_fields():
            other = field.related_model if field.concrete and field.is_relation else None
            if isinstance(other, type) and other is not model:
                add(other)
        order.append(model)

    for model in found:
        add(model)
    return order


def backup(target: Path, *, at: datetime, software: str) -> Manifest:
    """Write everything to `target`, which must not be there yet. Raises `BackupError`."""
    if target.exists():
        raise BackupError(f"{target} is there already. Remedy: choose another name.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    outermost = not connection.in_atomic_block
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive, transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # all tables as of one moment, as SQLite does
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = tuple(_write_table(archive, model) for model in kept_models())
        manifest = Manifest(format=FORMAT, made_at=at, software=software, tables=tables)
        archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    check(part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.rename(target)
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> Table:
    digest, count = hashlib.sha256(), 0
    with archive.open(f"{model._meta.label}.jsonl", "w", force_zip64=True) as file:
        for line in _lines(model):
            file.write(line)
            digest.update(line)
            count += 1
    return Table(model._meta.label, count, digest.hexdigest())


def _lines(model: type[models.Model]) -> Iterator[bytes]:
    rows: models.QuerySet[Any] = model._default_manager.order_by(
        *ORDER.get(model._meta.label, ("pk",))
    )
    for row in rows.iterator(CHUNK):
        yield serializers.serialize("jsonl", [row], cls=_Exact).encode()


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond; Django's own writer keeps no more than thousandths."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def check(source: Path) -> Manifest:
    """Read a backup through and compare it with its manifest. Raises `BackupError`."""
    spoilt = f"{source} is not a whole backup. Remedy: use another one."
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
            for table in manifest.tables:
                digest, rows = hashlib.sha256(), 0
                with archive.open(f"{table.model}.jsonl") as file:
                    for line in file:
                        digest.update(line)
                        rows += 1
                if (digest.hexdigest(), rows) != (table.sha256, table.rows):
                    raise BackupError(spoilt)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError) as error:
        raise BackupError(f"{spoilt} ({error})") from None
    if manifest.format != FORMAT:
        raise BackupError(f"{source} is of another format. Remedy: use a newer Ischia.")
    return manifest


def restore(source: Path) -> Manifest:
    """Put a backup into a database that keeps nothing yet: all of it, or nothing.

    Raises `BackupError`.
    """
    manifest = check(source)
    full = [m._meta.label for m in kept_models() if m._default_manager.exists()]
    if full:
        remedy = "restore into a new data folder (--data FOLDER)"
        raise BackupError(f"there is a record here already ({full[0]}). Remedy: {remedy}.")
    with zipfile.ZipFile(source) as archive, transaction.atomic():
        for table in manifest.tables:
            with archive.open(f"{table.model}.jsonl") as file:
                lines = io.TextIOWrapper(file, "utf-8")
                for row in serializers.deserialize("jsonl", lines):
                    row.save()
        _reset_sequences()
    return manifest


def _reset_sequences() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def copy_sqlite(target: Path) -> None:
    """The SQLite file as it stands, whatever its tables look like: before a migration."""
    target.parent.mkdir(parents=True, exist_ok=True)
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
