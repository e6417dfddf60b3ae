"""The page for the clinician: one content, which the page, the file and the PDF show alike.

Everything is read from the record as it stands; nothing is decided or kept here. What does not
fit on a page is left out by number, and the page says so.
"""

from __future__ import annotations

from datetime import datetime
from importlib.metadata import version

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.exchange.report_chart import pain_chart
from ischia.exchange.report_course import adherence, flares, furthest, pain, responses, scores
from ischia.exchange.report_parts import Row, Section
from ischia.exchange.report_program import program, questions
from ischia.exchange.report_state import causes, diagnosis, findings, screening
from ischia.exchange.wording import shown_protocol
from ischia.exchange.words import day_in_words
from ischia.record.checks import look, view
from ischia.record.facts import day_of
from ischia.record.models import Person
from ischia.record.story import story_of

__all__ = ["Report", "Row", "Section", "report_of"]


class Report(Struct, frozen=True, kw_only=True):
    """The whole page. `chart` is an SVG drawing, empty before there is anything to draw, and
    `chart_says` the same in words."""

    language: str
    title: str
    name: str
    made: str
    by: str
    note: str
    chart: str
    chart_title: str
    chart_says: str
    course: tuple[Section, ...]
    state: tuple[Section, ...]
    program: Section
    questions: Section


def report_of(person: Person, at: datetime) -> Report:
    """The report as of now."""
    protocol, today = shown_protocol(), day_of(person, at)
    story, seen = story_of(person, at), view(look(person, at), None)
    told_by = _("Ischia %(version)s, protocol %(protocol)s") % {
        "version": version("ischia"),
        "protocol": protocol.short_version,
    }
    course = (
        pain(story), furthest(story), scores(protocol, story), adherence(story),
        responses(person), flares(story),
    )  # fmt: skip
    return Report(
        language=(get_language() or "en").partition("-")[0],
        title=_("Back and leg pain: report for a clinician"),
        name=person.display_name or _("(no name given)"),
        made=day_in_words(today),
        by=told_by,
        note=_(
            "Told by the person and kept on their own computer; not examined by anybody unless it "
            "says so. It is not a diagnosis and does not replace your own judgement."
        ),
        chart=pain_chart(story),
        chart_title=_("Pain by week"),
        chart_says=pain(story).says,
        course=tuple(section for section in course if section.rows),
        state=(
            screening(person, protocol, seen),
            diagnosis(person, protocol),
            causes(protocol, seen),
            findings(protocol, seen),
        ),
        program=program(person, protocol, may_exercise=seen.may_exercise),
        questions=questions(person),
    )
