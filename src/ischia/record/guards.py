"""The database's own refusal to change or delete what is kept.

Triggers, made after every migration: a table that a migration makes anew would have lost them.
"""

from __future__ import annotations

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

OF_A_PERSON = ("record_entry", "record_decision")
FOR_GOOD = ("record_protocolversion", "record_erasure")
TABLES = (*OF_A_PERSON, *FOR_GOOD)
SAYS = "the record only grows"


def make_guards(*, using: str = "default", **_: object) -> None:
    """Make every guard; called after each migration."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement)


def drop_guards(connection: BaseDatabaseWrapper) -> None:
    """Take them away, for a migration that has to change rows; the next `make_guards` is due."""
    with connection.cursor() as cursor:
        for name in _names():
            table = name.removesuffix("_no_update").removesuffix("_no_delete")
            of = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of}")


def missing_guards(using: str = "default") -> list[str]:
    """The names of the guards that should be in the database and are not."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    }[connections[using].vendor]
    with connections[using].cursor() as cursor:
        cursor.execute(query)
        found = {str(row[0]) for row in cursor.fetchall()}
    return [name for name in _names() if name not in found]


def _names() -> list[str]:
    return [f"{table}_{action}" for table in TABLES for action in ("no_update", "no_delete")]


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    return _sqlite() if connection.vendor == "sqlite" else _postgresql()


def _erased(table: str) -> str:
    """Whether the row belongs to somebody whose erasure stands."""
    if table not in OF_A_PERSON:
        return "FALSE"
    return "EXISTS (SELECT 1 FROM record_erasure WHERE person_id = OLD.person_id)"


def _sqlite() -> list[str]:
    made: list[str] = []
    for table in TABLES:
        stop = f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        make = f"CREATE TRIGGER IF NOT EXISTS {table}"
        made.append(f"{make}_no_update BEFORE UPDATE ON {table} {stop}")
        made.append(f"{make}_no_delete BEFORE DELETE ON {table} WHEN NOT {_erased(table)} {stop}")
    return made


def _postgresql() -> list[str]:
    made: list[str] = []
    for table in TABLES:
        for action in ("UPDATE", "DELETE"):
            name = f"{table}_no_{action.lower()}"
            allowed = _erased(table) if action == "DELETE" else "FALSE"
            made.append(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN IF {allowed} THEN RETURN OLD; END IF; RAISE EXCEPTION '{SAYS}'; END $$"
            )
            made.append(
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {action} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    return made
