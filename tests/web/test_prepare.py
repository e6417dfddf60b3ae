"""What is made ready before pages are served, and what the surroundings may say."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from ischia.record.guards import drop_guards, missing_guards
from ischia.web import prepare
from ischia.web.address import free_port, running
from ischia.web.config import Config, ConfigError, database_settings, read_config, secret_key
from ischia.web.prepare import prepare_database
from ischia.web.zone import is_zone

NOW = timezone.now()


def config(data: Path, **environ: str) -> Config:
    return read_config({"ISCHIA_DATA": str(data), **environ})


# --- the database ---


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been done to a database that has updates to come."""
    names: list[str] = []

    def command(name: str, **_: object) -> None:
        names.append(name)

    def copy(target: Path) -> None:
        names.append(target.name)

    monkeypatch.setattr(prepare, "call_command", command)
    monkeypatch.setattr(prepare, "copy_sqlite", copy)
    return names


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the file of SQLite")
def test_an_update_copies_the_record_first(
    db: None, tmp_path: Path, called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_migrations", lambda: (True, ["record.0009_new"]))
    prepare_database(config(tmp_path), at=NOW)
    assert called == [f"before-update-{NOW:%Y%m%d-%H%M%S}.sqlite3", "migrate"]


def test_a_new_record_is_not_copied(
    db: None, tmp_path: Path, called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_migrations", lambda: (False, ["record.0001_initial"]))
    prepare_database(config(tmp_path), at=NOW)
    assert called == ["migrate"]


def test_guards_that_somebody_took_away_are_made_again(db: None, tmp_path: Path) -> None:
    drop_guards(connection)
    assert missing_guards()
    prepare_database(config(tmp_path), at=NOW)
    assert missing_guards() == []


# --- the surroundings ---


def test_sqlite_keeps_what_it_says_it_keeps(tmp_path: Path) -> None:
    options = database_settings(config(tmp_path))["OPTIONS"]
    with closing(sqlite3.connect(tmp_path / "x.sqlite3")) as database:
        for statement in filter(None, options["init_command"].split(";")):
            database.execute(statement)
        asked = {name: database.execute(f"PRAGMA {name}").fetchone()[0]
                 for name in ("journal_mode", "synchronous", "foreign_keys")}  # fmt: skip
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert options["transaction_mode"] == "IMMEDIATE"


def test_a_database_address_is_read(tmp_path: Path) -> None:
    url = "postgresql://ada:p%40ss@db.example:5433/ischia?sslmode=require"
    read = database_settings(config(tmp_path, DATABASE_URL=url))
    assert [read[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "ischia", "ada", "p@ss", "db.example", "5433",
    ]  # fmt: skip
    assert read["OPTIONS"]["sslmode"] == "require"
    file = database_settings(config(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3"))
    assert file["NAME"] == f"{tmp_path}/other.sqlite3"


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "ischia"])
def test_an_unknown_database_names_the_known_ones(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="Remedy: write sqlite:"):
        database_settings(config(tmp_path, DATABASE_URL=url))


@pytest.mark.parametrize("address", ["8000", "host:", "host:x", "host:0", "host:70000", ""])
def test_a_bad_address_is_named(tmp_path: Path, address: str) -> None:
    with pytest.raises(ConfigError, match="Remedy"):
        config(tmp_path, ISCHIA_ADDRESS=address)


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    key = secret_key(config(data))
    assert len(key) > 50
    assert secret_key(config(data)) == key
    assert [path.name for path in data.iterdir()] == ["secret.key"]
    if os.name == "posix":
        assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600
        assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    secret_key(config(tmp_path))
    (tmp_path / "secret.key").write_text("")
    with pytest.raises(ConfigError, match="Remedy: rm "):
        secret_key(config(tmp_path))


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="ISCHIA_DATA"):
        secret_key(config(tmp_path / "file" / "data"))


def test_the_hosts_are_this_computers_and_those_named(tmp_path: Path) -> None:
    hosts = config(tmp_path, ISCHIA_ADDRESS="127.0.0.1:9000", ISCHIA_HOSTS="a.example, b:1").hosts
    assert hosts == {"127.0.0.1:9000", "localhost:9000", "[::1]:9000", "a.example", "b:1"}


# --- addresses and zones ---


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"port {port} is in use"):
            free_port(port)
    assert free_port(port) == port


@pytest.mark.parametrize("mark", ["", "{}", "[]", '{"address": "127.0.0.1:1"}', "nonsense"])
def test_a_server_that_is_gone_is_not_taken_for_running(tmp_path: Path, mark: str) -> None:
    (tmp_path / "server.json").write_text(mark)
    assert running(tmp_path) == ""
    assert running(tmp_path / "nowhere") == ""


def test_a_zone_is_one_that_there_is() -> None:
    assert is_zone("Europe/Rome")
    assert not any(map(is_zone, ("", "Mars/Olympus", "../etc/passwd", "/etc/localtime")))
