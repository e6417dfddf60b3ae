"""What happened when: flares, stages and changes of the program, by week and by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec import Struct

from ischia.care.plan import Change
from ischia.exchange.wording import shown_protocol
from ischia.record.story import DAYS, Story

QUIET = ("hold", "maintain")  # rules by which nothing changes


class Changed(Struct, frozen=True):
    """What changed in the program on one day."""

    day: date
    changes: tuple[Change, ...]


def events_of(story: Story, changed: Iterable[Changed]) -> dict[date, str]:
    """For each week by its first day, what happened in it, in words."""
    stages = shown_protocol().stages
    words: dict[date, list[str]] = {week.start: [] for week in story.weeks}
    counts: dict[date, int] = {}
    first = story.weeks[0].start

    def start_of(day: date) -> date:
        return max(first, first + timedelta(weeks=(day - first).days // DAYS))

    for flare in story.flares:
        words.setdefault(start_of(flare.start), []).append(_("a flare"))
    for day, stage in story.stages:
        if stage in stages:
            words.setdefault(start_of(day), []).append(stages[stage].title)
    for one in changed:
        start = start_of(one.day)
        counts[start] = counts.get(start, 0) + len(one.changes)
    for start, n in counts.items():
        text = ngettext("%(n)d change", "%(n)d changes", n) % {"n": n}
        words.setdefault(start, []).append(text)
    return {start: ", ".join(found) for start, found in words.items()}


def changes_of(story: Story) -> list[Changed]:
    """The days on which the program changed, the latest first; each change is named once."""
    found = [
        Changed(step.through, tuple(c for c in step.changes if c.rule not in QUIET))
        for step in story.steps
    ]
    return [changed for changed in reversed(found) if changed.changes]
