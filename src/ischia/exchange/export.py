"""An export with everything for people and other programs: tables, FHIR, the page for a clinician.

What an import reads is made in `record.export`; the rest stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from ischia.exchange.csv_tables import tables
from ischia.exchange.fhir import bundle_of
from ischia.exchange.report import report_of
from ischia.exchange.report_pdf import report_pdf
from ischia.record.export import ExportError, files_of, write_folder, write_zip
from ischia.record.models import Person

__all__ = ["ExportError", "export_folder", "export_zip"]

TABLES = {
    "answers.csv": "every answer to a question, for a spreadsheet",
    "sessions.csv": "every session",
    "responses.csv": "what the sessions did",
    "mornings.csv": "every morning check-in",
    "questionnaires.csv": "the scores of the questionnaires",
    "decisions.csv": "what was decided, and why",
}


def export_folder(person: Person, folder: Path, *, at: datetime) -> int:
    """Everything into a new folder; how many files. Raises `ExportError`."""
    return write_folder(files_of(person, at=at, more=_for_people(person, at)), folder)


def export_zip(person: Person, target: IO[bytes], *, at: datetime) -> int:
    """Everything into a zip; how many files."""
    return write_zip(files_of(person, at=at, more=_for_people(person, at)), target)


def _for_people(person: Person, at: datetime) -> Iterator[tuple[str, bytes, str]]:
    report = report_pdf(report_of(person, at), at=at)
    yield "report.pdf", report, "the page for a clinician"
    for name, content in tables(person):
        yield name, content, TABLES[name]
    bundle = msgspec.json.format(msgspec.json.encode(bundle_of(person, at)))
    yield "fhir.json", bundle, "for a clinic's own system (FHIR R4 bundle)"
