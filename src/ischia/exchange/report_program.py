"""The report's foot: what the person does now, and what they want to ask."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ischia.care.practice import Due, Practice, sessions_of
from ischia.exchange.report_parts import Row, Section, first_of
from ischia.exchange.words import day_in_words, dose_in_words
from ischia.protocol.model import Protocol
from ischia.record.models import Person
from ischia.record.practices import current
from ischia.record.questions import questions_of

MOST_EXERCISES, MOST_QUESTIONS = 12, 6


def program(person: Person, protocol: Protocol, *, may_exercise: bool) -> Section:
    """Each exercise with its dose and when in the day. It says so when exercise is stopped."""
    title, now = _("Current program"), current(person)
    if now is None:
        return Section(title=title, lead=_("None yet."))
    stopped = not may_exercise or now.practice.stopped_on is not None
    due: dict[str, tuple[Due, list[str]]] = {}
    for slot, items in sessions_of(protocol, now.practice).items():
        for item in items:
            due.setdefault(item.exercise, (item, []))[1].append(slot)
    rows = [
        Row(
            head=protocol.exercises[name].title,
            text=dose_in_words(item.dose),
            small=", ".join(_slots()[slot] for slot in slots),
        )
        for name, (item, slots) in due.items()
    ]
    shown, note = first_of(rows, MOST_EXERCISES)
    stage = protocol.stages[now.practice.state.stage].title
    day = day_in_words(now.practice.through + timedelta(days=1))
    lead = _("Stage: %(stage)s. As of %(day)s.") % {"stage": stage, "day": day}
    if stopped:
        lead = f"{_stop(protocol, now.practice)} {lead}"
    return Section(title=title, lead=lead, rows=shown, note=note, alarm=stopped)


def _stop(protocol: Protocol, practice: Practice) -> str:
    """That exercise is stopped, and by what."""
    if practice.stopped_on is None:
        return _("Not being done now: it waits for the safety check or for a clinician.")
    said = _("Not being done since %(day)s, because of how the sessions went: %(what)s")
    what = protocol.dispositions[practice.state.disposition].headline
    return said % {"day": day_in_words(practice.stopped_on), "what": what.rstrip(".") + "."}


def _slots() -> dict[str, str]:
    return {
        "morning": pgettext("session", "Morning"),
        "evening": pgettext("session", "Evening"),
        "between": pgettext("session", "In between"),
    }


def questions(person: Person) -> Section:
    """What the person wants to ask."""
    rows = [Row(head=row.is_.text) for row in questions_of(person)]
    shown, note = first_of(rows, MOST_QUESTIONS)
    lead = "" if rows else _("None written down.")
    return Section(title=_("Questions the person wants to ask"), lead=lead, rows=shown, note=note)
