"""The report's left side: how it went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ischia.exchange.report_parts import Row, Section, first_of
from ischia.exchange.wording import said
from ischia.exchange.words import day_in_words, number_in_words, zones
from ischia.protocol.instrument import Instrument
from ischia.protocol.model import Protocol
from ischia.record.decisions import ADAPTATION
from ischia.record.models import Decision, Person
from ischia.record.questionnaires import Scored
from ischia.record.story import Story, StoryWeek

MOST_FLARES = 4


def pain(story: Story) -> Section:
    """Leg and back, first week and last."""
    rows = (
        _from_to(_("Leg pain"), [(w, w.leg) for w in story.weeks]),
        _from_to(_("Back pain"), [(w, w.back) for w in story.weeks]),
    )
    note = _("Means of a week, 0 to 10, told in the morning and before sessions.")
    told = tuple(row for row in rows if row is not None)
    return Section(title=_("Pain"), rows=told, note=note)


def _from_to(head: str, told: Sequence[tuple[StoryWeek, float | None]]) -> Row | None:
    known = [(week, value) for week, value in told if value is not None]
    if not known:
        return None
    (first, then), (last, now) = known[0], known[-1]
    words = {
        "then": number_in_words(then),
        "first": day_in_words(first.start),
        "now": number_in_words(now),
        "last": day_in_words(last.start),
    }
    if first is last:
        return Row(head=head, text=_("%(now)s in the week from %(last)s") % words)
    return Row(
        head=head,
        text=_("%(then)s in the week from %(first)s, %(now)s in the week from %(last)s") % words,
    )


def furthest(story: Story) -> Section:
    """How far down the pain usually reached, first week and last."""
    names = dict(zones())
    known = [(week, week.zone) for week in story.weeks if week.zone is not None]
    rows: tuple[Row, ...] = ()
    if known:
        (first, then), (last, now) = known[0], known[-1]
        rows = (
            Row(head=day_in_words(first.start), text=names[then]),
            Row(head=day_in_words(last.start), text=names[now]),
        )
    return Section(title=_("Furthest point of the pain"), rows=rows if len(known) > 1 else rows[:1])


def scores(protocol: Protocol, story: Story) -> Section:
    """Each questionnaire, first and last, with what its minimal important change says."""
    by_name: dict[str, list[Scored]] = {}
    for row in story.scores:
        if row.score.value is not None:
            by_name.setdefault(row.instrument, []).append(row)
    rows = [_score(protocol.instruments[name], found) for name, found in by_name.items()]
    return Section(title=_("Questionnaires"), rows=tuple(rows))


def _score(instrument: Instrument, found: Sequence[Scored]) -> Row:
    first, last = found[0], found[-1]
    now, then = last.score.value or 0, first.score.value or 0
    text = f"{number_in_words(now)} / {number_in_words(instrument.high)}"
    if len(found) > 1:
        text = f"{number_in_words(then)} → {text}"
    words = [f"{day_in_words(first.day)}"]
    if len(found) > 1:
        words.append(day_in_words(last.day))
    small = ", ".join(words)
    change = last.score.change
    if change is not None and last.reasons:
        small = f"{small}. {said(last.reasons[-1].text)}"
    elif instrument.mic is not None:
        mic = _("Minimal important change: %(mic)s") % {"mic": _mic(instrument)}
        small = f"{small}. {mic}."
    return Row(head=instrument.title, text=text, small=small)


def _mic(instrument: Instrument) -> str:
    points = number_in_words(instrument.mic or 0)
    if instrument.mic_percent is None:
        return points
    return _("%(points)s, or %(percent)s %% of the first score") % {
        "points": points,
        "percent": number_in_words(instrument.mic_percent),
    }


def adherence(story: Story) -> Section:
    """Sessions done of those that the plan asked for, and minutes walked."""
    done, rows = story.adherence, list[Row]()
    if done.planned or done.rested:
        words = {"done": number_in_words(done.done), "planned": number_in_words(done.planned)}
        rest = _("%(n)s more fell on days on which the plan asked for rest or for a clinician.")
        small = rest % {"n": number_in_words(done.rested)} if done.rested else ""
        text = _("%(done)s of %(planned)s planned") % words
        rows.append(Row(head=_("Sessions"), text=text, small=small))
    walked = story.walking.value
    if walked.last is not None:
        words = {"last": number_in_words(walked.last), "goal": number_in_words(walked.goal_minutes)}
        text = _("%(last)s minutes in the last week told; the goal is %(goal)s") % words
        rows.append(Row(head=_("Walking"), text=text))
    return Section(title=_("What was done"), rows=tuple(rows))


def responses(person: Person) -> Section:
    """How many days were green, amber and red."""
    lights: dict[str, str] = {}  # the last word on each day
    rows = Decision.objects.filter(person=person, kind=ADAPTATION).exclude(input__took=[])
    columns = ("value__through", "value__state__light")
    told = rows.order_by("pk").values_list(*columns)
    lights.update((through, light) for through, light in told if light is not None)
    counts: Counter[Any] = Counter(lights.values())
    names = {
        "green": _("green"), "amber": _("amber"), "red": _("red"), "emergency": _("danger sign"),
    }  # fmt: skip
    text = ", ".join(f"{counts[light]} {name}" for light, name in names.items()
                     if counts[light] or light != "emergency")  # fmt: skip
    row = Row(head=_("Days"), text=text)
    return Section(title=_("Response to the sessions"), rows=(row,) if counts else ())


def flares(story: Story) -> Section:
    """The flares, the latest first."""
    rows = [
        Row(
            head=day_in_words(flare.start),
            text=_("rest until %(day)s") % {"day": day_in_words(flare.end)}
            if flare.over
            else _("going on"),
        )
        for flare in reversed(story.flares)
    ]
    shown, note = first_of(rows, MOST_FLARES)
    return Section(title=_("Flares"), rows=shown, note=note)
