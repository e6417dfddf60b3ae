"""`ischia report`, `export`, `import`: files made, nothing overwritten, honest exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FILL = """
import sys
from pathlib import Path
from ischia.web.boot import boot
config = boot(Path(sys.argv[1]))
from django.utils import timezone
from ischia.record import journey
from ischia.record.models import Person
from ischia.web.account.links import the_owner
from ischia.web.prepare import prepare_database
now = timezone.now()
prepare_database(config, at=now)
person = Person.objects.get(owner=the_owner(at=now))
journey.answer(person, {"saddle_numbness": "yes"}, at=now)
journey.check_now(person, at=now)
journey.note(person, "a note", at=now)
"""


def ischia(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ischia", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    subprocess.run([sys.executable, "-c", FILL, str(folder)], check=True)
    return folder


def test_a_report_as_pdf_html_and_json(data: Path, tmp_path: Path) -> None:
    pdf, html = tmp_path / "a.pdf", tmp_path / "sub" / "a.html"
    assert ischia("report", "-o", pdf, "--data", data).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    done = ischia("report", "-o", html, "--data", data)
    assert done.returncode == 0, done.stderr
    assert "Nothing was sent" in done.stdout
    assert html.read_text("utf-8").startswith("<!doctype html>")
    told = json.loads(ischia("report", "--json", "--data", data).stdout)
    assert told["state"][0]["alarm"] is True


def test_a_report_overwrites_nothing_unasked(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_text("mine")
    done = ischia("report", "-o", file, "--data", data)
    assert (done.returncode, file.read_text()) == (2, "mine")
    assert "--force" in done.stderr
    assert ischia("report", "-o", tmp_path / "a.docx", "--data", data).returncode == 2
    assert ischia("report", "-o", file, "--force", "--data", data).returncode == 0


def test_export_and_import_and_export_again(data: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "mine.zip", tmp_path / "new"
    assert ischia("export", file, "--data", data).returncode == 0
    assert ischia("export", file, "--data", data).returncode == 2
    done = ischia("import", file, "--data", new)
    assert done.returncode == 0, done.stderr
    assert "0 came out differently" in done.stdout
    for name, source in (("one", data), ("two", new)):
        assert ischia("export", tmp_path / name, "--data", source).returncode == 0
    for name in ("person.json", "entries.jsonl", "decisions.jsonl", "protocols.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    replayed = ischia("replay", "--data", new)
    assert replayed.returncode == 0, replayed.stdout
    again = ischia("import", file, "--data", new)
    assert again.returncode == 2
    assert "a record here already" in again.stderr


def test_what_is_no_export_is_refused_with_exit_code_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK\x05\x06" + bytes(18))
    done = ischia("import", bad, "--data", tmp_path / "new")
    assert done.returncode == 2
    assert "Remedy" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "new" / "ischia.sqlite3").exists()
