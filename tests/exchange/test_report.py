"""The page for the clinician: what is on it, that it is one page, and that words stay words."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as ET

import msgspec
import pytest
import typst

from ischia.exchange import report_pdf as pdf_module
from ischia.exchange.report import Report, report_of
from ischia.exchange.report_pdf import TEMPLATE, report_pdf, report_png
from ischia.record import journey
from ischia.record.models import Decision, Entry, Person
from ischia.record.questions import ask, questions_of, settle_question
from ischia.web.report.alone import report_page
from lived_cast import DAYS, HOSTILE
from record_cast import DAY, HOUR, MONDAY, make_person

LATER = MONDAY + DAYS * DAY


@pytest.fixture
def report(lived: Person) -> Report:
    return report_of(lived, LATER)


def words(report: Report) -> str:
    """Everything on the page."""
    return msgspec.json.encode(report).decode()


def shown(report: Report) -> str:
    """What typst would print, as the text of an SVG's source: every string that it laid out."""
    return " ".join(re.findall(r">([^<]+)<", report_page(report)))


def section(report: Report, title: str) -> str:
    parts = (*report.course, *report.state, report.program, report.questions)
    return next(msgspec.json.encode(part).decode() for part in parts if part.title == title)


def test_everything_that_a_clinician_needs_is_there(report: Report) -> None:
    titles = [part.title for part in (*report.course, *report.state)]
    assert titles == [
        "Pain", "Furthest point of the pain", "Questionnaires", "What was done",
        "Response to the sessions", "Flares", "Safety check (red flags)", "Diagnosis recorded",
        "What it may be (differential)", "Findings",
    ]  # fmt: skip
    assert report.made == "14 Mar 2026"
    assert re.search(r"protocol [0-9a-f]{12}$", report.by)
    assert "14 \u2192 6 / 24" in section(report, "Questionnaires")
    assert "-8 points" in section(report, "Questionnaires")
    assert "provisional, by Dr" in section(report, "Diagnosis recorded")
    assert "green" in section(report, "Response to the sessions")
    assert "No red flag found" in section(report, "Safety check (red flags)")
    assert "Should I have a scan?" in section(report, "Questions the person wants to ask")
    assert report.program.rows


def test_the_differential_says_why_and_that_it_is_no_diagnosis(report: Report) -> None:
    said = section(report, "What it may be (differential)")
    assert "Fits:" in said
    assert "Does not fit:" in said
    assert "weak evidence" in said
    assert "Not a diagnosis" in said
    assert "%" not in said


def test_it_reads_and_keeps_nothing(lived: Person) -> None:
    before = (Entry.objects.count(), Decision.objects.count())
    report_of(lived, LATER)
    assert (Entry.objects.count(), Decision.objects.count()) == before


def test_a_red_flag_leads_and_the_program_says_that_it_is_stopped(lived: Person) -> None:
    journey.answer(lived, {"saddle_numbness": "yes"}, at=LATER)
    report = report_of(lived, LATER)
    screening = next(part for part in report.state if part.title.startswith("Safety check"))
    assert screening.alarm
    assert "No red flag" not in screening.lead
    assert screening.rows
    assert report.program.alarm
    assert "Not being done now" in report.program.lead


def test_before_the_check_is_finished_nothing_is_said_about_red_flags(db: None) -> None:
    report = report_of(make_person("New"), LATER)
    screening = next(part for part in report.state if part.title.startswith("Safety check"))
    assert screening.alarm
    assert "Nothing can be said" in screening.lead
    assert "No red flag" not in words(report)
    assert report_pdf(report, at=LATER).startswith(b"%PDF")
    assert len(report_png(report)) == 1


def test_the_course_is_drawn_and_told_in_words(report: Report) -> None:
    drawing = ET.fromstring(report.chart)  # noqa: S314 - our own
    assert {"chart-leg", "chart-back"} <= {e.get("class") for e in drawing.iter()}
    assert "Leg pain" in report.chart_says


def test_it_is_one_page_whatever_is_on_it(lived: Person) -> None:
    for number in range(9):
        ask(lived, f"{number} {'long words ' * 17}", at=LATER)
    report = report_of(lived, LATER)
    assert len(report_png(report)) == 1
    assert "more are in Ischia" in section(report, "Questions the person wants to ask")


def test_the_pdf_is_tagged_and_holds_no_more_than_the_page(report: Report) -> None:
    made = report_pdf(report, at=LATER)
    assert made.startswith(b"%PDF")
    assert b"pdfuaid" in made
    assert b"/StructTreeRoot" in made
    for hidden in (b"/EmbeddedFile", b"/JavaScript", b"/Launch", b"/URI", b"/Author"):
        assert hidden not in made


def test_the_same_record_gives_the_same_file(lived: Person) -> None:
    one, other = (report_pdf(report_of(lived, LATER), at=LATER) for _ in range(2))
    assert one == other


def _printed(name: str, at: datetime, report: Report) -> list[str]:
    """Every text of the page as typst has it, asked of typst itself."""
    given = {"report": pdf_module._json(msgspec.structs.replace(report, name=name))}
    source = TEMPLATE.read_bytes() + b"\n#metadata(data.name) <who>\n"
    found = typst.query(source, "<who>", field="value", sys_inputs=given)
    return msgspec.json.decode(found)


@pytest.mark.parametrize(
    "name",
    [
        HOSTILE,
        '#panic("x")',
        '#read("/etc/passwd")',
        '#image("/etc/passwd")',
        '"); #panic("out',
        "$ #sys.inputs $",
        "*bold* _it_ `raw` <label> @ref // gone /* gone */",
        "\\u{41} \\ #",
        "]#panic()[",
    ],
)
def test_hostile_words_stay_words(report: Report, name: str) -> None:
    assert _printed(name, LATER, report) == [name]
    hostile = msgspec.structs.replace(report, name=name, title=name, note=name)
    assert len(report_png(hostile)) == 1
    assert report_pdf(hostile, at=LATER).startswith(b"%PDF")


def test_a_planted_injection_would_be_seen(report: Report) -> None:
    """Words that are pasted into the markup do run: the test above can fail."""
    pasted = TEMPLATE.read_text().replace("data.name", '[#panic("x")]', 1)
    assert pasted != TEMPLATE.read_text()
    given = {"report": pdf_module._json(report)}
    with pytest.raises(typst.TypstError, match="panicked"):
        typst.compile(pasted.encode(), format="pdf", sys_inputs=given)


@pytest.mark.parametrize(
    "name", ["山田 太郎", "محمد", "Łukasz Řeřicha", "Ada 🦴", "\U0001f9b4" * 40]
)
def test_a_name_in_any_script_makes_a_file(report: Report, name: str) -> None:
    """A letter that no font here can draw costs the name PDF/UA, never the file."""
    made = report_pdf(msgspec.structs.replace(report, name=name), at=LATER)
    assert made.startswith(b"%PDF")
    assert b"/StructTreeRoot" in made


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\u202e", "\u2028", "\ufeff"])
def test_letters_that_hide_or_turn_words_are_taken_out(report: Report, letter: str) -> None:
    hostile = msgspec.structs.replace(report, name=f"Ada{letter}Nilsen")
    assert letter not in pdf_module._json(hostile)
    assert len(report_png(hostile)) == 1


def test_the_html_file_escapes_words_and_asks_for_nothing(report: Report) -> None:
    page = report_page(report)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r'(src|href)\s*=\s*"', page)
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_page_file_and_pdf_show_the_same(report: Report) -> None:
    page = shown(report)
    for part in (*report.course, *report.state, report.program, report.questions):
        assert part.title in page
    template = TEMPLATE.read_text()
    for field in ("course", "state", "program", "questions", "note", "name", "made", "by"):
        assert f"data.{field}" in template


def test_a_question_that_is_settled_is_not_asked_any_more(lived: Person) -> None:
    first, second = questions_of(lived)
    settle_question(lived, second.id, at=LATER + HOUR)
    assert [row.id for row in questions_of(lived)] == [first.id]
    with pytest.raises(ValueError, match="no such question"):
        settle_question(lived, second.id, at=LATER + HOUR)
    with pytest.raises(ValueError, match="text"):
        ask(lived, "   ", at=LATER)
