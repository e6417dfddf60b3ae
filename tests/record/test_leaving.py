"""The record taken along, put back, and taken out: whole, checked, and without a trace."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from django.db import connection

from ischia.record import journey
from ischia.record.backup import BackupError, backup, check, kept_models, restore
from ischia.record.erase import count, erase
from ischia.record.export import ExportError, files_of, write_folder
from ischia.record.knowledge import knowledge, unpack
from ischia.record.models import Decision, Entry, Erasure, Person, User
from ischia.record.replay import replay
from record_cast import DAY, HOUR, MONDAY, do_session, good_day, tell, wake


@pytest.fixture
def lived(checked: Person) -> Person:
    """Somebody with two days behind them, a slip and a note."""
    journey.answer(checked, {"leg_giving_way": "yes"}, at=MONDAY + HOUR)
    journey.answer(checked, {"leg_giving_way": "no"}, at=MONDAY + HOUR, slip=True)
    journey.today(checked, at=MONDAY + HOUR)
    good_day(checked, MONDAY + HOUR)
    wake(checked, MONDAY + DAY)
    journey.today(checked, at=MONDAY + DAY)
    journey.note(checked, "=MARKER is a secret", at=MONDAY + DAY)
    return checked


def wipe() -> None:
    """An empty database, for a restore: what the guards forbid to everybody else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in reversed(kept_models()):
            if connection.vendor == "postgresql":
                cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
                continue
            table = model._meta.db_table
            for action in ("no_update", "no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{action}")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def everything() -> dict[str, list[object]]:
    return {m.__name__: list(m._default_manager.order_by("pk").values()) for m in kept_models()}


# --- backup and restore ---


def test_a_backup_restored_is_the_same_record(lived: Person, tmp_path: Path) -> None:
    before = everything()
    file = tmp_path / "sub" / "record.zip"
    manifest = backup(file, at=MONDAY, software="test")
    assert {t.model.split(".")[1]: t.rows for t in manifest.tables} == {
        name: len(rows) for name, rows in before.items()
    }
    wipe()
    assert not Entry.objects.exists()
    restore(file)
    assert everything() == before
    assert [d for _, d in replay() if d is not None] == []
    assert journey.today(lived, at=MONDAY + DAY).sessions
    assert Decision.objects.count() >= len(before["Decision"])


def test_after_a_restore_the_record_goes_on(lived: Person, tmp_path: Path) -> None:
    backup(tmp_path / "b.zip", at=MONDAY, software="test")
    last = Decision.objects.order_by("-pk")[0].pk
    wipe()
    restore(tmp_path / "b.zip")
    session = do_session(lived, MONDAY + DAY + HOUR)
    tell(lived, session, MONDAY + DAY + HOUR, danger=True)
    assert Decision.objects.order_by("-pk")[0].pk > last


def test_a_backup_never_overwrites(lived: Person, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_text("mine")
    with pytest.raises(BackupError, match="there already"):
        backup(file, at=MONDAY, software="test")
    assert file.read_text() == "mine"


def test_a_restore_never_overwrites(lived: Person, tmp_path: Path) -> None:
    backup(tmp_path / "b.zip", at=MONDAY, software="test")
    before = everything()
    with pytest.raises(BackupError, match="a record here already"):
        restore(tmp_path / "b.zip")
    assert everything() == before


@pytest.mark.parametrize("spoil", ["cut", "change", "drop", "nothing"])
def test_a_spoilt_backup_is_refused_whole(lived: Person, tmp_path: Path, spoil: str) -> None:
    file, bad = tmp_path / "b.zip", tmp_path / "bad.zip"
    backup(file, at=MONDAY, software="test")
    if spoil == "cut":
        bad.write_bytes(file.read_bytes()[:-200])
    elif spoil == "nothing":
        bad.write_bytes(b"")
    else:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(bad, "w") as new:
            for name in old.namelist():
                data = old.read(name)
                if name == "record.Entry.jsonl":
                    if spoil == "drop":
                        continue
                    data = data.replace(b"MARKER", b"FORGED")
                new.writestr(name, data)
    wipe()
    with pytest.raises(BackupError, match="not a whole backup"):
        restore(bad)
    assert not Entry.objects.exists()
    assert check(file).tables


# --- export ---


def test_an_export_holds_everything_as_open_files(lived: Person, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(files_of(lived, at=MONDAY), folder)
    entries = [json.loads(line) for line in (folder / "entries.jsonl").read_text().splitlines()]
    assert {e["id"] for e in entries} == {str(e.pk) for e in Entry.objects.all()}
    assert [e["data"] for e in entries if e["kind"] == "note"] == [{"text": "=MARKER is a secret"}]
    decisions = (folder / "decisions.jsonl").read_text().splitlines()
    assert len(decisions) == Decision.objects.count()
    shipped = next((folder / "protocols").iterdir()) / "shipped"
    copies = {path.relative_to(shipped) for path in shipped.rglob("*.yaml")}
    assert {str(path) for path in copies} == {f.name for f in unpack(knowledge().packed)}


def test_an_export_never_overwrites(lived: Person, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="not empty"):
        write_folder(files_of(lived, at=MONDAY), tmp_path)


def test_an_export_is_of_one_person_only(lived: Person, other: Person, tmp_path: Path) -> None:
    journey.note(other, "somebody else's", at=MONDAY)
    write_folder(files_of(lived, at=MONDAY), tmp_path / "out")
    text = "".join(p.read_text() for p in (tmp_path / "out").glob("*.*"))
    assert "somebody else" not in text


# --- erase ---


@pytest.fixture
def no_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run inside a transaction, where SQLite cannot VACUUM; tests/web does that for real."""
    monkeypatch.setattr("ischia.record.erase.clean_up", lambda: None)


def test_erasing_leaves_nothing_of_one_and_all_of_the_other(
    lived: Person, other: Person, no_vacuum: None
) -> None:
    journey.note(other, "stays", at=MONDAY)
    before = count(lived.pk)
    proof = erase(lived, at=MONDAY)
    assert proof.complete
    assert proof.before == before
    assert not any(count(lived.pk).values())
    assert count(other.pk)["entries"] == 1
    erasure = Erasure.objects.get()
    assert (erasure.person_id, erasure.counts) == (lived.pk, before)
    assert User.objects.count() == 2


def test_an_erasure_opens_the_way_for_nobody_else(
    lived: Person, other: Person, no_vacuum: None
) -> None:
    journey.note(other, "stays", at=MONDAY)
    erase(lived, at=MONDAY)
    with pytest.raises(Exception, match="only grows"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_entry")
