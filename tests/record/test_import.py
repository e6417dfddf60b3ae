"""An export put into a new Ischia: nothing lost, and nothing at all from what is not whole."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ischia.record import archive, journey
from ischia.record.archive import ArchiveError
from ischia.record.backup import kept_models
from ischia.record.erase import erase
from ischia.record.export import files_of, write_folder, write_zip
from ischia.record.export_format import MANIFEST
from ischia.record.import_ import Imported, import_export, read_source
from ischia.record.models import Decision, Entry, Person, ProtocolVersion, User
from ischia.record.questions import ask
from ischia.record.replay import replay
from record_cast import DAY, HOUR, MONDAY, good_day, wake

Files = dict[str, bytes]


@pytest.fixture
def lived(checked: Person) -> Person:
    """Somebody with days behind them, a slip, a question, and entries of their own account."""
    checked.preferences = {"big": True}
    checked.country, checked.language = "NO", "en"
    checked.save()
    journey.answer(checked, {"leg_giving_way": "yes"}, at=MONDAY + HOUR, author=checked.owner)
    journey.answer(checked, {"leg_giving_way": "no"}, at=MONDAY + HOUR, slip=True)
    journey.today(checked, at=MONDAY + HOUR)
    good_day(checked, MONDAY + HOUR)
    wake(checked, MONDAY + DAY)
    journey.today(checked, at=MONDAY + DAY)
    ask(checked, "Sollte ich röntgen?", at=MONDAY + DAY)
    return checked


@pytest.fixture
def files(lived: Person) -> Files:
    return dict(files_of(lived, at=MONDAY + 2 * DAY))


def wipe() -> None:
    """An empty database, past the guards."""
    with connection.cursor() as cursor:
        for model in reversed(kept_models()):
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute(f"TRUNCATE {table} CASCADE")
                continue
            for action in ("no_update", "no_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{action}")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def fresh() -> User:
    """A new Ischia with its empty person."""
    wipe()
    owner = User.objects.create(username="owner")
    Person.objects.create(owner=owner, created_at=MONDAY)
    return owner


def brought(path: Path, owner: User, **more: Any) -> Imported:
    return import_export(read_source(path), owner=owner, **more)


def zipped(files: Files, path: Path) -> Path:
    with path.open("wb") as file:
        write_zip(files.items(), file)
    return path


def relisted(files: Files) -> Files:
    """The same files with a manifest that fits them: what somebody would do who means ill."""
    manifest = json.loads(files[MANIFEST])
    for one in manifest["files"]:
        content = files[one["name"]]
        one["size"], one["sha256"] = len(content), hashlib.sha256(content).hexdigest()
    return {**files, MANIFEST: json.dumps(manifest).encode()}


def edited(files: Files, name: str, change: Callable[[list[Any]], Any]) -> Files:
    """The files with the lines of one changed, and the manifest to fit."""
    lines = [json.loads(line) for line in files[name].splitlines()]
    change(lines)
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()
    return relisted({**files, name: content})


# --- nothing lost ---


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_export_import_export_is_the_same(files: Files, tmp_path: Path, form: str) -> None:
    source = tmp_path / "out"
    if form == "zip":
        zipped(files, source)
    else:
        write_folder(files.items(), source)
    rows = {"entries": Entry.objects.count(), "decisions": Decision.objects.count()}
    packed = {row.pk: bytes(row.content) for row in ProtocolVersion.objects.all()}
    owner = fresh()
    done = brought(source, owner)
    assert (done.entries, done.decisions) == (rows["entries"], rows["decisions"])
    assert done.decisions > 2
    (person,) = Person.objects.all()
    assert dict(files_of(person, at=MONDAY + 2 * DAY)) == files
    assert {row.pk: bytes(row.content) for row in ProtocolVersion.objects.all()} == packed


def test_after_an_import_every_decision_replays_and_life_goes_on(
    files: Files, tmp_path: Path
) -> None:
    source = zipped(files, tmp_path / "out.zip")
    owner = fresh()
    assert brought(source, owner).differences == ()
    (person,) = Person.objects.all()
    assert person.owner == owner
    assert [found for _, found in replay() if found is not None] == []
    last = Decision.objects.order_by("-pk")[0].pk
    assert journey.today(person, at=MONDAY + DAY).sessions
    journey.answer(person, {"saddle_numbness": "yes"}, at=MONDAY + DAY + HOUR)
    journey.check_now(person, at=MONDAY + DAY + HOUR)
    assert Decision.objects.order_by("-pk")[0].pk > last


def test_a_record_that_is_here_is_never_mixed_with_another(files: Files, tmp_path: Path) -> None:
    source = zipped(files, tmp_path / "out.zip")
    owner = User.objects.get()
    before = Entry.objects.count()
    with pytest.raises(ArchiveError, match="a record here already"):
        brought(source, owner)
    assert Entry.objects.count() == before


def test_what_was_erased_here_does_not_come_back_here(
    lived: Person, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ischia.record.erase.clean_up", lambda: None)
    source = zipped(files, tmp_path / "out.zip")
    owner = lived.owner
    assert owner is not None
    erase(lived, at=MONDAY)
    with pytest.raises(ArchiveError, match="erased here"):
        brought(source, owner)
    assert not Entry.objects.exists()


# --- nothing from what is not whole ---


def _drop(name: str) -> Callable[[Files], Files]:
    return lambda files: {key: content for key, content in files.items() if key != name}


def _first(change: Callable[[Any], Any]) -> Callable[[list[Any]], Any]:
    return lambda lines: change(lines[0])


SPOILT: dict[str, tuple[Callable[[Files], Files], str]] = {
    "no manifest": (_drop(MANIFEST), "no manifest"),
    "a file missing": (_drop("entries.jsonl"), "entries.jsonl is missing"),
    "a file changed": (
        lambda f: {**f, "entries.jsonl": f["entries.jsonl"].replace(b"yes", b"no!")},
        "cut off or was changed",
    ),
    "a file cut off": (
        lambda f: {**f, "decisions.jsonl": f["decisions.jsonl"][:-40]},
        "cut off or was changed",
    ),
    "an older format": (
        lambda f: {**f, MANIFEST: f[MANIFEST].replace(b"ischia-export-2", b"ischia-export-1")},
        "of the format 'ischia-export-1'",
    ),
    "a format to come": (lambda f: {**f, MANIFEST: b'{"format": "ischia-export-99"}'}, "99"),
    "no JSON": (lambda f: {**f, MANIFEST: b"\xff\xfe{"}, "manifest.json"),
    "deep JSON": (lambda f: {**f, MANIFEST: b"[" * 200_000}, "manifest.json"),
    "an entry twice": (
        lambda f: edited(f, "entries.jsonl", lambda ls: ls.append(ls[0])),
        "stands in it twice",
    ),
    "out of order": (
        lambda f: edited(f, "entries.jsonl", lambda ls: ls.reverse()),
        "out of order|not there",
    ),
    "a kind unknown": (
        lambda f: edited(f, "entries.jsonl", _first(lambda e: e.update(kind="spell"))),
        "no entry of the kind 'spell'",
    ),
    "a payload wrong": (
        lambda f: edited(f, "entries.jsonl", _first(lambda e: e.update(data={"x": 1}))),
        "entry",
    ),
    "a time without zone": (
        lambda f: edited(f, "entries.jsonl", _first(lambda e: e.update(at="2026-03-02T08:00:00"))),
        "line 1",
    ),
    "a field too many": (
        lambda f: edited(f, "entries.jsonl", _first(lambda e: e.update(extra=1))),
        "line 1",
    ),
    "a decision twice": (
        lambda f: edited(f, "decisions.jsonl", lambda ls: ls.append(ls[-1])),
        "twice, or out of order",
    ),
    "a decision on nothing": (
        lambda f: edited(
            f,
            "decisions.jsonl",
            _first(lambda d: d.update(caused_by="00000000-0000-4000-8000-000000000000")),
        ),
        "an entry that is not there",
    ),
    "a protocol missing": (
        lambda f: edited(f, "decisions.jsonl", _first(lambda d: d.update(protocol="0" * 64))),
        "protocol is missing",
    ),
    "somebody else": (
        lambda f: relisted(
            {
                **f,
                "person.json": f["person.json"].replace(
                    json.loads(f["person.json"])["id"].encode(),
                    b"00000000-0000-4000-8000-000000000000",
                ),
            }
        ),
        "somebody else",
    ),
}


def _nothing_kept() -> bool:
    kept = (Entry, Decision, ProtocolVersion)
    return not any(model.objects.exists() for model in kept) and Person.objects.count() == 1


def test_what_is_spoilt_is_refused_whole(files: Files, tmp_path: Path) -> None:
    owner = fresh()
    for number, (name, (spoil, said)) in enumerate(SPOILT.items()):
        source = zipped(spoil(files), tmp_path / f"{number}.zip")
        with pytest.raises(ArchiveError, match=said):
            brought(source, owner)
        assert _nothing_kept(), name
    assert brought(zipped(files, tmp_path / "good.zip"), owner).entries


def test_a_forged_protocol_is_refused(files: Files, tmp_path: Path) -> None:
    name = next(n for n in files if n.startswith("protocols/") and "red_flags" in n)
    forged = relisted({**files, name: files[name] + b"# weaker\n"})
    owner = fresh()
    with pytest.raises(ArchiveError, match="not what it was"):
        brought(zipped(forged, tmp_path / "forged.zip"), owner)
    assert _nothing_kept()


def test_a_forged_decision_is_found_and_refused(files: Files, tmp_path: Path) -> None:
    def forge(lines: list[Any]) -> None:
        next(d for d in lines if d["kind"] == "check")["value"]["fired"] = ["made_up"]

    source = zipped(edited(files, "decisions.jsonl", forge), tmp_path / "forged.zip")
    owner = fresh()
    with pytest.raises(ArchiveError, match="1 decisions come out differently"):
        brought(source, owner)
    assert _nothing_kept()
    assert len(brought(source, owner, different_too=True).differences) == 1


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "a/../../evil", "..\\evil", "C:/evil", "a\\b"]
)
def test_a_name_that_leads_elsewhere_is_refused(files: Files, tmp_path: Path, name: str) -> None:
    source = zipped(files, tmp_path / "slip.zip")
    with zipfile.ZipFile(source, "a") as archive_:
        archive_.writestr(zipfile.ZipInfo(name), b"x")
    before = sorted(tmp_path.parent.rglob("*evil*"))
    with pytest.raises(ArchiveError, match="a file with the name"):
        read_source(source)
    assert sorted(tmp_path.parent.rglob("*evil*")) == before


def test_a_name_that_stands_twice_is_refused(files: Files, tmp_path: Path) -> None:
    source = zipped(files, tmp_path / "twice.zip")
    with zipfile.ZipFile(source, "a") as archive_, pytest.warns(UserWarning, match="Duplicate"):
        archive_.writestr("entries.jsonl", b"")
    with pytest.raises(ArchiveError, match="twice"):
        read_source(source)


def test_links_are_refused(files: Files, tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    source = zipped(files, tmp_path / "link.zip")
    with zipfile.ZipFile(source, "a") as archive_:
        archive_.writestr(info, "/etc/passwd")
    with pytest.raises(ArchiveError, match="is a link"):
        read_source(source)
    folder = tmp_path / "folder"
    write_folder(files.items(), folder)
    (folder / "link").symlink_to("/etc/passwd")
    with pytest.raises(ArchiveError, match="is a link"):
        read_source(folder)


def test_a_bomb_does_not_unfold(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_OF_ONE", 5_000_000)
    bomb = {**files, "entries.jsonl": b" " * 5_000_001}
    with pytest.raises(ArchiveError, match="larger than a record"):
        read_source(zipped(bomb, tmp_path / "bomb.zip"))


def test_a_bomb_that_lies_about_its_size_does_not_unfold(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_OF_ONE", 5_000_000)
    size, lie = 6_000_001, 1_234
    source = zipped({**files, "entries.jsonl": b" " * size}, tmp_path / "bomb.zip")
    content = source.read_bytes().replace(size.to_bytes(4, "little"), lie.to_bytes(4, "little"))
    source.write_bytes(content)
    with zipfile.ZipFile(source) as opened:
        assert opened.getinfo("entries.jsonl").file_size == lie
    with pytest.raises(ArchiveError):
        read_source(source)


def test_too_many_files_are_refused(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = zipped(files, tmp_path / "many.zip")
    monkeypatch.setattr(archive, "MOST_FILES", len(files) - 1)
    with pytest.raises(ArchiveError, match="too many"):
        read_source(source)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a zip", b"\x00" * 1000])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    with pytest.raises(ArchiveError, match="neither a folder nor a whole zip"):
        read_source(file)


def test_a_zip_cut_off_anywhere_is_refused(files: Files, tmp_path: Path) -> None:
    whole = io.BytesIO()
    write_zip(files.items(), whole)
    content, file = whole.getvalue(), tmp_path / "cut.zip"
    for share in (0.1, 0.5, 0.9, 0.999):
        file.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(ArchiveError):
            read_source(file)
