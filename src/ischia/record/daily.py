"""Daily living on what is kept: what fits the person, small habits, reminders, missed days.

Every function takes the person and `at`, an aware time. What is given is checked first:
`AnswerError` names the field and the remedy, and nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from ischia.care import reminding
from ischia.care.daily import NEUTRAL, Living, habits_for
from ischia.care.program import DIRECTION
from ischia.care.reminding import Now, PastDay, Wishes
from ischia.protocol.daily import Habit, Moment
from ischia.protocol.model import Disposition
from ischia.protocol.problems import nearest
from ischia.record import entries
from ischia.record.alone import alone
from ischia.record.days import ONE
from ischia.record.decisions import ADAPTATION, PRACTICE
from ischia.record.entries import Data, read_payload
from ischia.record.facts import day_of, kept, last_kept, zone_of
from ischia.record.keep import Sent, keep
from ischia.record.knowledge import knowledge
from ischia.record.models import Decision, Entry, Person, User
from ischia.record.open_days import open_days
from ischia.record.shown import Today
from ischia.record.valid import error

FLARE = "flare"
WINDOW = 14 * ONE  # how far back missed days are looked for
MOST_HABITS = 5
Step = tuple[str, str, str | None, str]  # through, begun, stopped on, stage
MAY_EXERCISE = (None, Disposition.SELF_CARE)


class TiedHabit(Struct, frozen=True):
    """A habit and its moment, as the protocol words them."""

    moment: Moment
    habit: Habit


def living_of(today: Today) -> Living:
    """What is known of the person for daily living. Without sessions, nothing about movement."""
    cause, flare = today.cause, today.stage == FLARE
    if not today.sessions or today.disposition not in MAY_EXERCISE:
        return Living(cause=cause, flare=flare)
    items = [item for session in today.sessions for item in session.items]
    known = knowledge().protocol.exercises
    trained = (known[item.exercise].direction for item in items if item.role == DIRECTION)
    return Living(
        cause=cause,
        direction=next((one for one in trained if one not in NEUTRAL), ""),
        exercises=frozenset(item.exercise for item in items),
        flare=flare,
    )


def keep_habits(
    person: Person, payload: Data, *, at: datetime, author: User | None = None
) -> Entry:
    """Keep the small things that the person wants to do (`entries.Habits`)."""
    wanted = read_payload(entries.Habits, payload)
    protocol = knowledge().protocol
    for plan in wanted.plans:
        _known("moment", plan.moment, list(protocol.moments))
        _known("habit", plan.habit, list(protocol.habits))
    if len(wanted.plans) > MOST_HABITS:
        raise error("plans", f"{len(wanted.plans)} habits at once are many", "begin with fewer")
    with alone(person):
        return keep(person, "habits", wanted, Sent(at=at, author=author))[0]


def _known(field: str, name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise error(field, f"{name!r} is not known{nearest(name, known)}", "choose one of the list")


def plans_of(person: Person) -> tuple[entries.HabitPlan, ...]:
    """What the person has chosen last."""
    chosen = last_kept(person, "habits", entries.Habits)
    return chosen.plans if chosen else ()


def tied_habits(person: Person, living: Living) -> tuple[TiedHabit, ...]:
    """The chosen habits that are still for this person, in the order of the day."""
    protocol = knowledge().protocol
    allowed = {habit.id: habit for habit in habits_for(protocol, living)}
    tied = [
        TiedHabit(protocol.moments[plan.moment], allowed[plan.habit])
        for plan in plans_of(person)
        if plan.moment in protocol.moments and plan.habit in allowed
    ]
    return tuple(sorted(tied, key=lambda one: one.moment.order))


def keep_reminders(
    person: Person, payload: Data, *, at: datetime, author: User | None = None
) -> Entry:
    """Keep when to remind (`entries.Reminders`)."""
    wanted = read_payload(entries.Reminders, payload)
    if (wanted.quiet_from is None) != (wanted.quiet_until is None):
        raise error("quiet_until", "quiet hours have a beginning and an end", "give both, or none")
    wishes = _wishes(wanted)
    for slot, when in wishes.times.items():
        if reminding.is_quiet(wishes, when):
            fault = f"{when:%H:%M} lies in the quiet hours"
            raise error(slot, fault, "choose another time, or other quiet hours")
    with alone(person):
        return keep(person, "reminders", wanted, Sent(at=at, author=author))[0]


def reminders_of(person: Person) -> entries.Reminders:
    """What the person has chosen last."""
    return last_kept(person, "reminders", entries.Reminders) or entries.Reminders()


def wishes_of(person: Person) -> Wishes:
    """The same as times of day."""
    return _wishes(reminders_of(person))


def _wishes(kept_ones: entries.Reminders) -> Wishes:
    given = {"morning": kept_ones.morning, "evening": kept_ones.evening}
    return Wishes(
        times={slot: time.fromisoformat(when) for slot, when in given.items() if when},
        quiet_from=_time(kept_ones.quiet_from),
        quiet_until=_time(kept_ones.quiet_until),
        repeat=kept_ones.repeat,
    )


def _time(when: str | None) -> time | None:
    return time.fromisoformat(when) if when else None


def is_reminder_time(person: Person, *, at: datetime) -> bool:
    """Whether a reminder could be seen now; quick, without looking at the day."""
    wishes, clock = wishes_of(person), at.astimezone(zone_of(person))
    protocol = knowledge().protocol
    return reminding.reminder_now(protocol, wishes, clock, wishes.times, 0) is not None


def reminder_now(person: Person, today: Today, *, at: datetime) -> Now | None:
    """The reminder to be seen now. Nothing while questions are open: those come first, and nothing
    on a day of a flare's rest."""
    wishes = wishes_of(person)
    if not wishes.times or today.needs_check or today.disposition not in MAY_EXERCISE:
        return None
    due = [s.slot for s in today.sessions if s.done is None and not s.gentle]
    if not due:
        return None
    if not any(session.slot in wishes.times for session in today.sessions):
        due = sorted(wishes.times)[:1]  # one session a day, at the other time of the two
    clock = at.astimezone(zone_of(person))
    return reminding.reminder_now(
        knowledge().protocol, wishes, clock, due, missed_of(person, at=at)
    )


def missed_of(person: Person, *, at: datetime) -> int:
    """How many days went without a session that was asked for, up to yesterday."""
    return reminding.missed_days(past_days(person, at=at))


def past_days(person: Person, *, at: datetime) -> list[PastDay]:
    """The last days since the program began. Rest that was asked for is not asked to be done."""
    today = day_of(person, at)
    steps = _steps(person, at)
    if not steps:
        return []
    begun = min(date.fromisoformat(step[1]) for step in steps)
    first = max(begun, today - WINDOW)
    days = [first + timedelta(days=n) for n in range((today - first).days)]
    may = set(open_days(person, days))
    done = _done(person, at - WINDOW - ONE)
    return [PastDay(day, day in may and not _rests(steps, day), done.get(day, 0)) for day in days]


def _steps(person: Person, at: datetime) -> list[Step]:
    """What was decided on the plan of late, and the last before that, the earliest first."""
    made = Decision.objects.filter(
        person=person, kind__in=(PRACTICE, ADAPTATION), made_at__lte=at
    ).order_by("-pk")
    columns = ("value__through", "value__begun", "value__stopped_on", "value__state__stage")
    since = at - WINDOW - ONE
    late = list(made.filter(made_at__gt=since).values_list(*columns))
    before = list(made.filter(made_at__lte=since).values_list(*columns)[:1])
    return [step for step in reversed([*late, *before]) if step[0] is not None]


def _rests(steps: Sequence[Step], day: date) -> bool:
    """Whether the plan for the day was a flare's rest, or waited for a clinician."""
    before = [row for row in steps if date.fromisoformat(row[0]) < day]
    return bool(before) and (before[-1][2] is not None or before[-1][3] == FLARE)


def _done(person: Person, since: datetime) -> dict[date, int]:
    done: dict[date, int] = {}
    for row in kept(person, "session", entries.Session, since=since):
        done[row.day] = done.get(row.day, 0) + 1
    return done


def asks_why(person: Person, *, at: datetime) -> bool:
    """Whether to ask what got in the way. What can be told quickly is looked at first."""
    protocol = knowledge().protocol
    recent = at - timedelta(days=protocol.parameter("reminder_barrier_days"))
    if Entry.objects.filter(person=person, kind="session", at__gt=recent).exists():
        return False
    if not Decision.objects.filter(person=person, kind=PRACTICE, made_at__lte=recent).exists():
        return False
    told = last_kept(person, "missed", entries.Missed)
    answered = told.on if told else None
    missed = missed_of(person, at=at)
    return reminding.asks_why(protocol, missed, day_of(person, at), answered)


def tell_why(person: Person, barrier: str, *, at: datetime, author: User | None = None) -> Entry:
    """Keep what got in the way."""
    _known("barrier", barrier, list(knowledge().protocol.barriers))
    payload = entries.Missed(on=day_of(person, at), barrier=barrier)
    with alone(person):
        return keep(person, "missed", payload, Sent(at=at, author=author))[0]
