"""A year of a simulated diary through the record: on every page, on the way and at the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ischia.protocol.model import Protocol
from ischia.record.models import Entry, Person
from ischia.record.replay import replay
from ischia.record.story import story_of
from ischia.web.account.links import the_owner
from year_diary import DAY, live

DAYS, EVERY = 365, 4
FLARE = frozenset({41, 42, 200})
PAGES = (
    "today:home", "today:check_in", "today:told", "progress:home", "progress:staying_well",
    "program:home", "questionnaire:home", "more:home", "picture:home", "check:result",
    "daily_living:home", "daily_living:habits", "reminders:home", "reminders:missed",
)  # fmt: skip


def opened(browser: Client, name: str, *args: Any) -> str:
    answer = browser.get(reverse(name, args=args), follow=True)
    assert answer.status_code == 200, name
    return answer.content.decode()


@pytest.mark.django_db
def test_a_year_breaks_no_page(
    browser: Client, protocol: Protocol, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = timezone.now()
    person = Person.objects.get(owner=the_owner(at=end))
    now: list[datetime] = [end]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    first = end - (DAYS - 1) * DAY - timedelta(hours=1)
    for n, morning in enumerate(live(person, first, DAYS, every=EVERY, flare_on=FLARE)):
        now[0] = morning + timedelta(hours=12)
        if n in (0, 5, 11, 12, 40):
            for name in ("today:home", "progress:home", "progress:staying_well", "program:home"):
                opened(browser, name)
    now[0] = end
    pages = {name: opened(browser, name) for name in PAGES}
    for name in protocol.instruments:
        opened(browser, "questionnaire:ask", name)
    for entry in Entry.objects.filter(person=person, kind="questionnaire"):
        opened(browser, "questionnaire:result", entry.pk)
    story = story_of(person, end)
    assert len(story.weeks) >= 52
    assert len(story.days) >= DAYS // EVERY
    assert story.flares
    for flare in (one for one in story.flares if one.over):
        opened(browser, "today:look_back", flare.start.isoformat())
    assert all(len(page) <= 150 * 1024 for page in pages.values())
    assert "Roland-Morris" in pages["progress:home"]
    differences = [row.pk for row, difference in replay(person) if difference is not None]
    assert differences == []
