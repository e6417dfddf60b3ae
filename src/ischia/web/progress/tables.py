"""The tables beside the charts: the same numbers, for who reads rather than looks.

A year is some fifty rows in each of them; they are put together here, as a template would take
longer for them than for the whole rest of the page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from msgspec import Struct

from ischia.care.outcomes import written
from ischia.record.questionnaires import Scored
from ischia.record.story import Story, StoryWeek
from ischia.web.words import zones


class Tables(Struct, frozen=True):
    """One table for each chart by week, the latest week first."""

    pain: SafeString
    sessions: SafeString
    walked: SafeString
    form: SafeString


def tables_of(story: Story, events: Mapping[date, str]) -> Tables:
    """All four. Weeks of which nothing was told or asked are left out."""
    names = {value: str(title) for value, title in zones()}
    weeks = [
        (week, date_format(week.start, "j M y"))
        for week in reversed(story.weeks)
        if week.leg is not None or week.sessions.planned or week.sessions.rested
    ]

    def pain(week: StoryWeek) -> list[str]:
        reach = "" if week.zone is None else names[week.zone]
        return [_number(week.leg), _number(week.back), reach, events.get(week.start, "")]

    def sessions(week: StoryWeek) -> list[str]:
        told = week.sessions
        return [_number(told.planned), _number(told.done), _number(told.rested)]

    first = _("Week from")
    return Tables(
        pain=table([first, _("Leg"), _("Back"), _("Reaches"), _("What happened")],
                   [[day, *pain(week)] for week, day in weeks]),
        sessions=table([first, _("Planned"), _("Done"), _("Rest")],
                       [[day, *sessions(week)] for week, day in weeks]),
        walked=table([first, _("Minutes")],
                     [[day, _whole(week.sessions.walked_minutes)] for week, day in weeks
                      if week.sessions.walked_minutes is not None]),
        form=table([first, _("Form")],
                   [[day, _whole(week.form)] for week, day in weeks if week.form is not None]),
    )  # fmt: skip


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString:
    """A table whose first column names the row. All text is escaped."""
    head = "".join(f'<th scope="col">{_cell(word)}</th>' for word in heads)
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        + "".join(f"<td>{_cell(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in rows
    )
    return mark_safe(  # noqa: S308 - every cell is escaped above
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(text: str) -> str:
    """Escaped once. (Django's own looks for lazy text first, which takes most of the time.)"""
    return text if isinstance(text, SafeString) else html.escape(text)


def scores_table(rows: Sequence[Scored]) -> SafeString:
    """The scores of one instrument, the latest first, each with the way to its page."""
    nobody = UUID(int=0)
    place = reverse("questionnaire:result", args=(nobody,))
    found = [
        [
            format_html(
                '<a href="{}">{}</a>',
                place.replace(str(nobody), str(row.entry)),
                date_format(row.day, "j M y"),
            ),
            _("no score") if row.score.value is None else _number(row.score.value),
        ]
        for row in reversed(rows)
    ]
    return table([_("Day"), _("Score")], found)


def _number(value: float | None) -> str:
    return "" if value is None else _local(written(value))


def _whole(value: float | None) -> str:
    return "" if value is None else str(round(value))


def _local(number: str) -> str:
    return number.replace(".", str(get_format("DECIMAL_SEPARATOR"))) if "." in number else number
