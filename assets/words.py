"""Gather every text that is translated into the translation files, and compile them.

    python assets/words.py            gather, keep what is translated, compile
    python assets/words.py --check    say what is out of date, and change nothing

There are two domains for each language: `django`, the words of the pages, and `protocol`, those of
the knowledge. The English text is the key.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from ischia.care.sayings import SAYINGS
from ischia.motion.tracker.sight import SAYS
from ischia.protocol.load import load_protocol
from ischia.protocol.wording import LOCALE, texts_of

HERE = Path(__file__).parent.parent
SOURCE = HERE / "src" / "ischia"
DOMAINS = ("django", "protocol")
SOME_DAY = datetime(2026, 11, 23, tzinfo=UTC)  # the same files whenever they are made
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def gathered(domain: str) -> Catalog:
    """Every text of this domain, with where it stands."""
    catalog = Catalog(domain=domain, fuzzy=False)
    return _gather_protocol(catalog) if domain == "protocol" else _gather_pages(catalog)


def _gather_protocol(catalog: Catalog) -> Catalog:
    for where, text in [
        *texts_of(load_protocol()),
        *(("sayings", text) for text in SAYINGS),
        *(("tracker", text) for text in SAYS.values()),
    ]:
        catalog.add(text, locations=[(where, 0)])
    return catalog


def _gather_pages(catalog: Catalog) -> Catalog:
    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in sorted(p for p in SOURCE.rglob("*") if p.suffix in (".py", ".html")):
        text = path.read_text("utf-8")
        code = templatize(text, origin=path.name) if path.suffix == ".html" else text
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(code.encode()), keywords=KEYWORDS
        ):
            where = path.relative_to(SOURCE).as_posix()
            catalog.add(message, locations=[(where, 0)], context=context)
    return catalog


def languages() -> Iterator[str]:
    """The languages that there is a folder for."""
    yield from sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def po_of(language: str, domain: str) -> Path:
    """Where the translation of a domain lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def updated(language: str, domain: str, template: Catalog) -> Catalog:
    """The translations that there are, with the texts of now; what is no longer used is dropped."""
    path = po_of(language, domain)
    catalog = Catalog(language, domain=domain, fuzzy=False)
    if path.exists():
        catalog = read_po(io.BytesIO(path.read_bytes()), language, domain)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = f"# Ischia, {domain}: {catalog.locale_identifier}"
    catalog.project, catalog.version = "Ischia", ""
    catalog.last_translator = catalog.msgid_bugs_address = catalog.language_team = ""
    catalog.creation_date = catalog.revision_date = SOME_DAY
    return catalog


def written(catalog: Catalog) -> bytes:
    """The catalog as a file: no line numbers, which would only make noise."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, include_lineno=False, sort_output=True)
    return out.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """The catalog as Python and Django read it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def forms(said: Any) -> list[str]:
    """A text in its forms: one, or one for each number."""
    return [str(form) for form in said] if isinstance(said, tuple | list) else [str(said or "")]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def main() -> int:
    """Update the files, or only look. The exit code is 1 when a look finds something to do."""
    only_look = "--check" in sys.argv[1:]
    stale: list[Path] = []
    for domain in DOMAINS:
        template = gathered(domain)
        for language in languages():
            catalog = updated(language, domain, template)
            path = po_of(language, domain)
            made = {path: written(catalog), path.with_suffix(".mo"): compiled(catalog)}
            for file, content in made.items():
                if not file.exists() or file.read_bytes() != content:
                    stale.append(file)
                    if not only_look:
                        file.parent.mkdir(parents=True, exist_ok=True)
                        file.write_bytes(content)
            left = sum(1 for m in catalog if m.id and not all(forms(m.string)))
            print(f"{language} {domain}: {len(catalog)} texts, {left} not translated")
    for file in stale:
        print(f"{'out of date' if only_look else 'written'}: {file.relative_to(HERE)}")
    return 1 if stale and only_look else 0


if __name__ == "__main__":
    sys.exit(main())
