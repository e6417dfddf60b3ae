"""The sessions as a calendar (RFC 5545): neutral names, daily, in the person's own time zone.

Whoever sees the calendar learns that there is a session of Ischia, and nothing about health.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event
from msgspec import Struct

PRODUCT = "-//Ischia//Sessions//EN"
REFRESH = timedelta(hours=12)


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """A daily event, but for the `silent` days. `uid` stays the same when its time changes, so that
    it moves."""

    uid: str
    name: str
    at: time
    minutes: int = 15
    silent: tuple[date, ...] = ()


def calendar_text(
    events: tuple[CalendarEvent, ...], *, title: str, zone: ZoneInfo, start: date, stamp: datetime
) -> bytes:
    """The calendar file: every event daily from `start` on, by the clock of `zone`.

    `stamp` is when this was made. An alarm rings at the time itself.
    """
    calendar = Calendar()
    _add(calendar, prodid=PRODUCT, version="2.0", method="PUBLISH")
    _add(calendar, **{"x-wr-calname": title})
    cast("Any", calendar).add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, zone, start, stamp))
    calendar.add_missing_timezones(first_date=start)
    return calendar.to_ical()


def _event(event: CalendarEvent, zone: ZoneInfo, start: date, stamp: datetime) -> Event:
    made = Event()
    _add(
        made,
        uid=event.uid,
        dtstamp=stamp,
        summary=event.name,
        dtstart=datetime.combine(start, event.at, zone),
        duration=timedelta(minutes=event.minutes),
        rrule={"freq": "daily"},
        transp="TRANSPARENT",
    )
    _add(made, **{"last-modified": stamp, "class": "PRIVATE"})
    if event.silent:
        _add(made, exdate=[datetime.combine(day, event.at, zone) for day in event.silent])
    alarm = Alarm()
    _add(alarm, action="DISPLAY", description=event.name, trigger=timedelta())
    made.add_component(alarm)
    return made


def _add(component: Component, **properties: object) -> None:
    for name, value in properties.items():
        cast("Any", component).add(name, value)
