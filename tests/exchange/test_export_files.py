"""The export for people: tables that no spreadsheet runs, the bundle, the page, all in one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from ischia.exchange.csv_tables import TABLES, guarded, tables
from ischia.exchange.export import export_folder, export_zip
from ischia.record.import_ import read_source
from ischia.record.models import Entry, Person
from record_cast import DAY, MONDAY

LATER = MONDAY + 12 * DAY


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\ufeff=1",
        "\uff1d1", "|calc", "%x", "\x00=1", "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(value: str) -> None:
    assert str(guarded(value)).startswith("'")


@pytest.mark.parametrize("value", [-3, 1.5, None, True, "yes", "a=b", "3 - 4", ""])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert guarded(value) is value


def test_the_tables_hold_what_was_told(lived: Person) -> None:
    made = {name: list(csv.DictReader(io.StringIO(c.decode()))) for name, c in tables(lived)}
    assert made.keys() == TABLES.keys()
    slips = [row for row in made["answers.csv"] if row["replaced"] == "True"]
    assert [(row["finding"], row["value"]) for row in slips] == [("leg_giving_way", "yes")]
    sessions = Entry.objects.filter(kind="session").count()
    assert len(made["sessions.csv"]) == len(made["responses.csv"]) == sessions > 3
    assert [row["score"] for row in made["questionnaires.csv"]] == ["14", "6"]
    assert made["questionnaires.csv"][1]["change"] == "-8"
    assert all(row["reasons"] for row in made["decisions.csv"] if row["kind"] == "program")


def test_an_export_has_everything_and_can_be_imported(lived: Person, tmp_path: Path) -> None:
    export_folder(lived, tmp_path / "out", at=LATER)
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "READ-ME.txt", "manifest.json", "person.json", "entries.jsonl", "decisions.jsonl",
        "protocols", "protocols.json", "report.pdf", "fhir.json", *TABLES,
    }  # fmt: skip
    told = (tmp_path / "out/READ-ME.txt").read_text()
    assert all(name.partition(".")[0] in told for name in names - {"READ-ME.txt"})
    bundle = json.loads((tmp_path / "out/fhir.json").read_text())
    assert bundle["resourceType"] == "Bundle"
    read = read_source(tmp_path / "out")
    assert len(read.entries) == Entry.objects.count()
    with (tmp_path / "out.zip").open("wb") as file:
        export_zip(lived, file, at=LATER)
    assert read_source(tmp_path / "out.zip") == read
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert archive.testzip() is None
        assert not any(name.startswith(("/", "..")) for name in archive.namelist())


def test_an_export_that_fails_leaves_nothing_half(
    lived: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise OSError("disk full")

    monkeypatch.setattr("ischia.exchange.export.bundle_of", broken)
    with pytest.raises(OSError, match="disk full"):
        export_folder(lived, tmp_path / "out", at=LATER)
    assert not (tmp_path / "out").exists()
