"""The receipt of an erasure, on a real database file: it is true, and would tell if it were not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MARKER = "Grandmother's blåbær jam"
FILL = """
import sys
from pathlib import Path
from ischia.web.boot import boot
config, marker = boot(Path(sys.argv[1])), sys.argv[3]
from django.db import connection
from django.utils import timezone
from ischia.record import journey
from ischia.record.models import Person, User
from ischia.web.account.links import the_owner
from ischia.web.prepare import prepare_database
now = timezone.now()
prepare_database(config, at=now)
person = Person.objects.get(owner=the_owner(at=now))
for number in range(30):
    journey.note(person, marker + " " * number + "x" * number * 40, at=now)
other = Person.objects.create(created_at=now, display_name="Somebody else here")
journey.note(other, "What the other one wrote", at=now)
(config.data / "backups").mkdir()
(config.data / "backups/before-update-20260101-000000.sqlite3").write_text(marker)
print(person.pk)
with connection.cursor() as cursor:
    if sys.argv[2] == "planted":
        cursor.execute("CREATE TABLE left_over (x TEXT)")
        cursor.execute("INSERT INTO left_over VALUES (%s)", [marker + " "])
    if sys.argv[2] == "id":
        hers = "SELECT id FROM record_entry WHERE person_id = %s LIMIT 3"
        cursor.execute("CREATE TABLE left_over AS " + hers, [person.pk.hex])
"""


def filled(folder: Path, how: str) -> str:
    command = [sys.executable, "-c", FILL, str(folder), how, MARKER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def erased(folder: Path, person: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ischia", "erase", "--yes"]
    more = ["--data", str(folder), "--person", person]
    return subprocess.run([*command, *more], capture_output=True, text=True, check=False)


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*.sqlite3*"))


def test_the_receipt_says_what_was_removed_and_that_no_trace_is_left(tmp_path: Path) -> None:
    person = filled(tmp_path, "plain")
    assert MARKER.encode()[:11] in raw(tmp_path)
    done = erased(tmp_path, person)
    assert done.returncode == 0, done.stderr
    assert "30 entries" in done.stdout
    assert "'entries': 0" in done.stdout
    assert "no trace" in done.stdout
    assert "1 older copies" in done.stdout
    assert b"Grandmother" not in raw(tmp_path)
    assert b"What the other one wrote" in raw(tmp_path)


@pytest.mark.parametrize(("how", "said"), [("planted", "1 texts"), ("id", "3 entries")])
def test_a_trace_that_is_left_is_found_and_told(tmp_path: Path, how: str, said: str) -> None:
    person = filled(tmp_path, how)
    done = erased(tmp_path, person)
    assert done.returncode == 2
    assert "this is left" in done.stderr
    assert said in done.stderr
    assert "Erased." not in done.stdout
