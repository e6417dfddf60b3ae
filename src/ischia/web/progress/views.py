"""The page of progress, and the page for staying well."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ischia.exchange.wording import shown_protocol
from ischia.protocol.model import Protocol
from ischia.record import journey
from ischia.record.decisions import CHECK
from ischia.record.models import Decision, Person
from ischia.record.questionnaires import Scored
from ischia.record.story import Story, story_of
from ischia.web.person import with_person
from ischia.web.progress import charts
from ischia.web.progress.bodies import bodies, outline, places
from ischia.web.progress.events import changes_of, events_of
from ischia.web.progress.tables import scores_table, tables_of

MAINTAIN = "maintain"
STAY_WELL = (
    "fewer_and_stronger",
    "walk_to_stay_well",
    "signs_of_a_relapse",
    "first_steps_in_a_relapse",
    "once_a_year",
)
LAST = 12  # flares, and days with changes of the program, that are listed


@require_GET
@with_person
def home(request: HttpRequest, person: Person) -> HttpResponse:
    """Everything that has been told so far, over time."""
    protocol = shown_protocol()
    story = story_of(person, timezone.now())
    if story.is_empty:
        return render(request, "progress/empty.html", {})
    band = charts.leg_band(protocol, story.weeks)
    changed = changes_of(story)
    page = {
        "story": story,
        "tables": tables_of(story, events_of(story, changed)),
        "bodies": bodies(story.weeks),
        "outline": outline(),
        "places": places(_side(person)),
        "band": band,
        "reach": protocol.education["watch_where_it_goes"],
        "leg": protocol.instruments[charts.LEG],
        "pain": charts.pain_chart(story, band),
        "scores": _scores(protocol, story),
        "changes": changed[:LAST],
        "flares": story.flares[: -LAST - 1 : -1],
        "stage": protocol.stages.get(story.stages[-1][1]) if story.stages else None,
        **_weekly(story),
    }
    return render(request, "progress/home.html", page)


def _side(person: Person) -> str:
    """Which leg it is, as the last check knew it."""
    rows = Decision.objects.filter(person=person, kind=CHECK).order_by("-pk")
    side = rows.values_list("input__answers__side", flat=True).first()
    return side if isinstance(side, str) else "both"


def _weekly(story: Story) -> dict[str, Any]:
    """The charts by week, those for which there is anything."""
    weeks, walking = story.weeks, story.walking.value
    found: dict[str, Any] = {}
    if any(w.sessions.planned or w.sessions.done or w.sessions.rested for w in weeks):
        planned = [w.sessions.planned for w in weeks]
        done = [w.sessions.done for w in weeks]
        named = {_("Planned"): planned, _("Done"): done}
        found["sessions"] = charts.week_chart(weeks, named, level=None)
    if any(minutes is not None for minutes in walking.weekly):
        named = {_("Minutes walked"): walking.weekly}
        found["walked"] = charts.week_chart(weeks, named, level=walking.goal_minutes)
    if any(w.form is not None for w in weeks):
        found["form"] = charts.week_chart(weeks, {_("Form"): [w.form for w in weeks]}, level=None)
    return found


def _scores(protocol: Protocol, story: Story) -> list[dict[str, Any]]:
    """One part for each instrument that was answered, with its chart once there are two scores."""

    def name(row: Scored) -> str:
        return row.instrument

    found: list[dict[str, Any]] = []
    for key, group in groupby(sorted(story.scores, key=name), key=name):
        rows, instrument = list(group), protocol.instruments[key]
        told = [row for row in rows if row.score.value is not None]
        band = charts.score_band(protocol, told)
        found.append(
            {
                "instrument": instrument,
                "table": scores_table(rows),
                "last": rows[-1],
                "change": rows[-1].reasons[-1].text if rows[-1].score.change else "",
                "band": band,
                "chart": charts.score_chart(instrument, told, band, story) if told[1:] else None,
            }
        )
    return sorted(found, key=lambda part: part["instrument"].order)


@require_GET
@with_person
def staying_well(request: HttpRequest, person: Person) -> HttpResponse:
    """When the lighter program begins, what it asks, and what to do when the pain comes back."""
    protocol = shown_protocol()
    now = timezone.now()
    today = journey.today(person, at=now)
    page = {
        "there": today.stage == MAINTAIN,
        "now": protocol.stages.get(today.stage),
        "before": protocol.stages["strengthen"],
        "stage": protocol.stages[MAINTAIN],
        "texts": [protocol.education[name] for name in STAY_WELL if name in protocol.education],
        "walking": story_of(person, now).walking,
        "words": protocol.dispositions["self_care"],
    }
    return render(request, "progress/staying_well.html", page)
