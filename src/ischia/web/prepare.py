"""What must be so before pages are served: the database's tables, the static files, the owner."""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ischia.record.backup import copy_sqlite
from ischia.record.guards import make_guards
from ischia.web.assets import VENDOR
from ischia.web.config import OWNER_ONLY, Config


def waiting_migrations() -> list[str]:
    """The migrations that the database has not had yet, by name."""
    return _migrations()[1]


def _migrations() -> tuple[bool, list[str]]:
    """Whether the database has had any, and those that it has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    waiting = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    return bool(executor.loader.applied_migrations), waiting


def prepare_database(config: Config, *, at: datetime) -> None:
    """Bring the tables up to date. A record that is there already is copied before."""
    old, waiting = _migrations()
    if not waiting:
        make_guards()  # also those that somebody took away
        return
    if old and config.is_sqlite:
        copy_sqlite(config.data / "backups" / f"before-update-{at:%Y%m%d-%H%M%S}.sqlite3")
    call_command("migrate", interactive=False, verbosity=0)
    if config.is_sqlite and config.database_file.exists():
        config.database_file.chmod(OWNER_ONLY)


def prepare_static(config: Config) -> None:
    """Gather, name and compress the static files, unless they are those of last time."""
    if config.dev:
        return
    root, mark = config.data / "static", config.data / "static" / ".made-of"
    digest = _digest_of_static()
    if mark.exists() and mark.read_text("ascii") == digest:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=[VENDOR])
    root.mkdir(exist_ok=True)
    mark.write_text(digest, "ascii")


def _digest_of_static() -> str:
    """A hash over names, sizes and times: it changes whenever a static file may have."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([VENDOR]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
