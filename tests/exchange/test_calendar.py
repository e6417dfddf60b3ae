"""The calendar: neutral, daily, by the person's own clock on both sides of a change of the hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from ischia.exchange.calendar import CalendarEvent, calendar_text

STAMP = datetime(2026, 3, 20, 9, tzinfo=UTC)
MORNING = CalendarEvent(uid="morning@ischia", name="Ischia: morning session", at=time(7, 30))
EVENING = CalendarEvent(uid="evening@ischia", name="Ischia: evening session", at=time(19))


def read(zone: str, *events: CalendarEvent) -> Any:
    text = calendar_text(
        events, title="Ischia", zone=ZoneInfo(zone), start=date(2026, 3, 20), stamp=STAMP
    )
    return icalendar.Calendar.from_ical(text)


def test_both_sessions_are_daily_with_an_alarm_at_their_time() -> None:
    found = list(read("Europe/Rome", MORNING, EVENING).walk("VEVENT"))
    assert [str(event["summary"]) for event in found] == [MORNING.name, EVENING.name]
    for event in found:
        assert event["rrule"]["FREQ"] == ["DAILY"]
        assert [str(a["action"]) for a in event.walk("VALARM")] == ["DISPLAY"]


@pytest.mark.parametrize("zone", ["Europe/Rome", "America/New_York", "Asia/Kolkata", "UTC"])
def test_the_time_is_that_of_the_persons_clock(zone: str) -> None:
    (event,) = read(zone, MORNING).walk("VEVENT")
    begins = event["dtstart"].dt
    assert begins.replace(tzinfo=None) == datetime(2026, 3, 20, 7, 30)  # noqa: DTZ001
    assert begins.utcoffset() == datetime(2026, 3, 20, 7, 30, tzinfo=ZoneInfo(zone)).utcoffset()


def test_the_zone_travels_with_its_change_of_the_hour() -> None:
    (zone,) = read("Europe/Rome", MORNING).walk("VTIMEZONE")
    rules = zone.to_tz()
    for day, hours in ((date(2026, 3, 20), 1), (date(2026, 7, 1), 2), (date(2027, 1, 1), 1)):
        offset = datetime.combine(day, MORNING.at, rules).utcoffset()
        assert offset is not None
        assert offset.total_seconds() == hours * 3600


def test_it_is_marked_private_and_busy_nobody() -> None:
    (event,) = read("Europe/Rome", MORNING).walk("VEVENT")
    assert str(event["class"]) == "PRIVATE"
    assert str(event["transp"]) == "TRANSPARENT"


def test_without_times_it_is_a_calendar_without_events() -> None:
    assert list(read("Europe/Rome").walk("VEVENT")) == []
