"""A real server: started, signed in to, started again, backed up, erased."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from running import LINK, Served, as_header, free_port

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills and permissions of POSIX")
MARKER = "a-word-that-stands-nowhere-else"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served") / "data"


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    server = Served(folder, free_port(), DATABASE_URL="", ISCHIA_DRAW="no")
    yield server
    server.kill()


def send(server: Served, cookies: dict[str, str], text: str) -> int:
    body = {"id": str(uuid4()), "kind": "note", "at": "2026-03-02T08:00:00Z",
            "data": {"text": text}}  # fmt: skip
    headers = {"Cookie": as_header(cookies), "X-CSRFToken": cookies["ischia_csrf"],
               "Content-Type": "application/json"}  # fmt: skip
    return server.ask("POST", "/inbox/", json.dumps(body).encode(), headers).status


def test_the_whole_life_of_a_record(served: Served, folder: Path, tmp_path: Path) -> None:
    cookies = served.sign_in()
    assert send(served, cookies, MARKER) == 200
    assert served.get(served.link).status == 410  # once

    # what is kept is its owner's alone
    for name in ("secret.key", "ischia.sqlite3"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700

    # only this address
    assert served.get("/alive/", {"Host": "evil.example"}).status == 421

    # asked for again, it gives a new link to the one that runs
    again = served.command("serve", "--no-browser")
    found = LINK.search(again.stdout)
    assert again.returncode == 0
    assert found is not None
    assert found[1].endswith(f":{served.port}")
    assert found[2] != served.link
    assert served.get(found[2]).status == 302

    # a backup of the running server, restored elsewhere, is the same record
    backup = tmp_path / "record.zip"
    assert served.command("backup", str(backup)).returncode == 0
    elsewhere = str(tmp_path / "elsewhere")
    assert served.command("restore", str(backup), "--data", elsewhere).returncode == 0
    assert MARKER in exported(served, tmp_path / "out", "--data", elsewhere)
    assert served.command("replay", "--data", elsewhere).returncode == 0

    # sessions survive a restart, and a kill
    served.kill()
    revived = Served(folder, served.port, DATABASE_URL="", ISCHIA_DRAW="no")
    try:
        assert send(revived, cookies, "after the kill") == 200
        assert MARKER in exported(revived, tmp_path / "out2")
        assert revived.stop() == 0
    finally:
        revived.kill()

    # erased: not a byte of it is left in the data folder
    assert MARKER in raw(folder)
    answered = served.command("erase", "--yes")
    assert answered.returncode == 0, answered.stderr
    assert "'entries': 0" in answered.stdout
    assert MARKER not in raw(folder)


def exported(server: Served, out: Path, *more: str) -> str:
    done = server.command("export", str(out), *more)
    assert done.returncode == 0, done.stderr
    return (out / "entries.jsonl").read_text("utf-8")


def raw(folder: Path) -> str:
    files = [path for path in folder.rglob("ischia.sqlite3*") if path.is_file()]
    return "".join(path.read_bytes().decode("latin-1") for path in files)


def test_the_doctor_names_what_is_wrong(tmp_path: Path, folder: Path, served: Served) -> None:
    assert "no record yet" in served.command("doctor", "--data", str(tmp_path / "none")).stdout
    data = tmp_path / "data"
    backup = tmp_path / "b.zip"
    assert served.command("backup", str(backup)).returncode == 0
    assert served.command("restore", str(backup), "--data", str(data)).returncode == 0
    (data / "secret.key").chmod(0o644)
    told = served.command("doctor", "--data", str(data))
    assert told.returncode == 1
    assert f"chmod 600 {data / 'secret.key'}" in told.stdout
    (data / "secret.key").chmod(0o600)
    (data / "ischia.sqlite3").write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    told = served.command("doctor", "--data", str(data), "--json")
    states = {f["what"]: f["state"] for f in json.loads(told.stdout)["findings"]}
    assert states["database"] == "wrong"
    for command in ("serve", "replay", "export"):
        words = [command, *([str(tmp_path / "out")] if command == "export" else [])]
        told = served.command(*words, "--data", str(data))
        assert told.returncode == 2, told.stderr
        assert "Remedy: ischia doctor" in told.stderr
