"""The report as a tagged PDF (PDF/UA-1), one page, made on this computer by typst.

What people wrote goes in as JSON, and is never read as markup. No package and no font is fetched.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

import msgspec
import typst

from ischia.exchange.report import Report

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(__file__).parents[1] / "web/static/vendor/print"
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)


def report_pdf(report: Report, *, at: datetime) -> bytes:
    """The page as PDF. Where a word has a letter that no font here can draw, the file is tagged
    but does not call itself PDF/UA, which demands every letter."""
    try:
        return _made(report, at, "ua-1")
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _made(report, at)


def _made(report: Report, at: datetime, *standards: Literal["ua-1"]) -> bytes:
    made = _compiler().compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"report": _json(report)},
        pdf_standards=[*standards],
        timestamp=at.astimezone(UTC).replace(microsecond=0),
    )
    return cast("bytes", made)


def report_png(report: Report, *, ppi: float = 110) -> list[bytes]:
    """Each page as a picture: what the PDF shows."""
    given = {"report": _json(report)}
    made = _compiler().compile(TEMPLATE.read_bytes(), format="png", ppi=ppi, sys_inputs=given)
    return [made] if isinstance(made, bytes) else cast("list[bytes]", made)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """One for the life of the process: it reads the fonts only once."""
    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=[str(FONTS)])


def _json(report: Report) -> str:
    """The report without letters that print as nothing or turn the direction of a line."""
    return msgspec.json.encode(_clean(msgspec.to_builtins(report))).decode()


def _clean(value: object) -> object:
    if isinstance(value, str):
        return UNPRINTABLE.sub(" ", value)
    if isinstance(value, list | tuple):
        return [_clean(item) for item in cast("list[object]", value)]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in cast("dict[str, object]", value).items()}
    return value
