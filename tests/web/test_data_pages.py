"""My data: counted, downloaded whole, erased only on the typed word and with a receipt."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.http import FileResponse
from django.test import Client
from django.utils import timezone

from ischia.record import journey
from ischia.record.import_ import read_source
from ischia.record.models import Entry, Erasure, Person

HOME, DOWNLOAD, ERASE = "/my-data/", "/my-data/download/", "/my-data/erase/"
NOTE = "Something that I wrote"


@pytest.fixture
def wrote(owner: Person) -> Person:
    journey.note(owner, NOTE, at=timezone.now())
    return owner


@pytest.fixture
def no_vacuum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run inside a transaction, where SQLite cannot VACUUM; test_erase_proof does it."""
    monkeypatch.setattr("ischia.record.erase.clean_up", lambda: None)


def test_a_stranger_gets_nothing(stranger: Client, wrote: Person) -> None:
    assert stranger.get(HOME).status_code == 302
    assert stranger.post(DOWNLOAD).status_code == 302
    assert stranger.post(ERASE, {"word": "erase"}).status_code == 302
    assert Entry.objects.exists()


def test_it_says_how_much_is_kept_and_how_to_bring_it_back(browser: Client, wrote: Person) -> None:
    page = browser.get(HOME).content.decode()
    assert "keeps 1 entries" in page
    assert "ischia import" in page


def test_the_download_is_a_whole_export(browser: Client, wrote: Person, tmp_path: Path) -> None:
    assert browser.get(DOWNLOAD).status_code == 405
    answered = browser.post(DOWNLOAD)
    assert isinstance(answered, FileResponse)
    assert "no-store" in answered.headers["Cache-Control"]
    file = tmp_path / "mine.zip"
    file.write_bytes(io.BytesIO(b"".join(answered.streaming_content)).getvalue())  # pyright: ignore
    read = read_source(file)
    assert [entry.data for entry in read.entries] == [{"text": NOTE}]


@pytest.mark.parametrize("word", ["", "yes", "eras", "erase everything"])
def test_nothing_is_erased_without_the_word(browser: Client, wrote: Person, word: str) -> None:
    answered = browser.post(ERASE, {"word": word})
    assert answered.status_code == 400
    assert "Nothing was erased" in answered.content.decode()
    assert Entry.objects.exists()
    assert browser.get(ERASE).status_code == 200
    assert Entry.objects.exists()


def test_the_word_erases_and_the_receipt_says_so(
    browser: Client, wrote: Person, no_vacuum: None
) -> None:
    answered = browser.post(ERASE, {"word": " Erase "})
    page = answered.content.decode()
    assert "Your record is erased" in page
    assert "Entries: 1 removed, 0 left" in page
    assert answered.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert str(wrote.pk) in page
    assert not Entry.objects.exists()
    assert not Person.objects.filter(pk=wrote.pk).exists()
    assert Erasure.objects.get().counts["entries"] == 1
    assert browser.get(HOME).status_code == 302


def test_what_is_left_is_told(
    browser: Client, wrote: Person, no_vacuum: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(_: object) -> list[str]:
        return ["ischia.sqlite3: 1 texts"]

    monkeypatch.setattr("ischia.record.erase.remnants", found)
    page = browser.post(ERASE, {"word": "erase"}).content.decode()
    assert "Something is left" in page
    assert "ischia.sqlite3: 1 texts" in page
    assert "Your record is erased" not in page


def test_erasing_needs_the_form_of_this_page(wrote: Person) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "127.0.0.1:8765"})
    assert wrote.owner is not None
    client.force_login(wrote.owner)
    assert client.post(ERASE, {"word": "erase"}).status_code in (400, 403)
    assert Entry.objects.exists()
