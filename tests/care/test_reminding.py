"""A reminder comes at its time, at most twice, never in quiet hours; after days it asks instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ischia.care.reminding import (
    PastDay,
    Wishes,
    asks_why,
    is_quiet,
    lasts,
    missed_days,
    reminder_now,
    reminder_text,
)
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

ROME = ZoneInfo("Europe/Rome")
EIGHT = Wishes(times={"morning": time(8)})
TWICE = Wishes(times={"morning": time(8)}, repeat=True)
DUE = ("morning", "evening")
DAY = date(2026, 3, 2)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 2, hour, minute, tzinfo=ROME)


def test_it_comes_at_its_time_and_not_before(protocol: Protocol) -> None:
    assert reminder_now(protocol, EIGHT, at(7, 59), DUE, 0) is None
    now = reminder_now(protocol, EIGHT, at(8), DUE, 0)
    assert now is not None
    assert (now.slot, now.number) == ("morning", 1)


def test_it_comes_once_more_at_most_and_only_if_wished(protocol: Protocol) -> None:
    minutes = range(24 * 60)
    moments = [at(minute // 60, minute % 60) for minute in minutes]

    def numbers(wishes: Wishes) -> set[int]:
        found = (reminder_now(protocol, wishes, moment, DUE, 0) for moment in moments)
        return {now.number for now in found if now is not None}

    assert numbers(EIGHT) == {1}
    assert numbers(TWICE) == {1, 2}


def test_a_session_that_is_done_is_not_reminded_of(protocol: Protocol) -> None:
    assert reminder_now(protocol, EIGHT, at(8), ("evening",), 0) is None


@pytest.mark.parametrize(
    ("start", "end", "when", "quiet"),
    [("22:00", "07:00", "23:30", True), ("22:00", "07:00", "06:59", True),
     ("22:00", "07:00", "07:00", False), ("13:00", "14:00", "13:30", True),
     ("13:00", "14:00", "14:00", False), ("09:00", "09:00", "09:00", False)],
)  # fmt: skip
def test_quiet_hours_may_go_past_midnight(start: str, end: str, when: str, quiet: bool) -> None:
    wishes = Wishes(quiet_from=time.fromisoformat(start), quiet_until=time.fromisoformat(end))
    assert is_quiet(wishes, time.fromisoformat(when)) is quiet


@given(st.times(), st.times(), st.integers(0, 1439), st.booleans())
def test_nothing_is_said_in_quiet_hours(start: time, end: time, minute: int, again: bool) -> None:
    protocol = load_protocol()
    wishes = Wishes(times={"morning": time(8), "evening": time(20)}, repeat=again,
                    quiet_from=start, quiet_until=end)  # fmt: skip
    now = at(minute // 60, minute % 60)
    if is_quiet(wishes, now.time()):
        assert reminder_now(protocol, wishes, now, DUE, 0) is None


def days(*told: tuple[bool, int]) -> list[PastDay]:
    return [PastDay(DAY + timedelta(days=n), *one) for n, one in enumerate(told)]


def test_only_days_on_which_a_session_was_asked_for_are_missed() -> None:
    assert missed_days(days((True, 1), (True, 0), (False, 0), (True, 0))) == 2


def test_rest_that_was_asked_for_is_not_missed() -> None:
    assert missed_days(days((False, 0), (False, 0), (False, 0))) == 0


def test_a_session_ends_the_count() -> None:
    assert missed_days(days((True, 0), (True, 0), (True, 1))) == 0


def test_what_it_says_changes_when_it_goes_unanswered(protocol: Protocol) -> None:
    said = [reminder_text(protocol, missed) for missed in range(10)]
    assert all(said)
    assert len(set(said)) == len(protocol.reminder_texts) > 1


def test_no_reminder_counts_days_or_blames(protocol: Protocol) -> None:
    texts = [text.text for text in protocol.reminder_texts.values()]
    texts += [barrier.help for barrier in protocol.barriers.values()]
    for text in texts:
        assert not any(character.isdigit() for character in text)
        assert not {"missed", "failed", "streak", "should"} & set(text.lower().split())


def test_it_asks_after_some_days_and_then_rests(protocol: Protocol) -> None:
    enough = int(protocol.parameter("reminder_barrier_days"))
    rest = timedelta(days=protocol.parameter("reminder_barrier_rest_days"))
    assert not asks_why(protocol, enough - 1, DAY, None)
    assert asks_why(protocol, enough, DAY, None)
    assert not asks_why(protocol, enough + 9, DAY, DAY - rest + timedelta(days=1))
    assert asks_why(protocol, enough, DAY, DAY - rest)


@given(st.times(), st.times(), st.integers(0, 1439), st.integers(0, 59), st.booleans())
def test_how_long_it_lasts_is_to_the_minute(
    start: time, end: time, minute: int, second: int, again: bool
) -> None:
    protocol = load_protocol()
    quiet = {"quiet_from": start.replace(second=0, microsecond=0),
             "quiet_until": end.replace(second=0, microsecond=0)}  # fmt: skip
    wishes = Wishes(times={"morning": time(8), "evening": time(23, 30)}, repeat=again, **quiet)
    now = at(minute // 60, minute % 60) + timedelta(seconds=second)
    for slot in wishes.times:
        seen = reminder_now(protocol, wishes, now, [slot], 0)
        left = lasts(protocol, wishes, now, slot)
        if seen is None:
            assert left == timedelta()
        else:
            last = now + left - timedelta(seconds=1)
            assert reminder_now(protocol, wishes, last, [slot], 0) == seen
            assert reminder_now(protocol, wishes, now + left, [slot], 0) != seen
