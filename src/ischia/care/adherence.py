"""How much of what was planned was done, and how much was walked, week by week.

Rest that the plan asked for counts as done: nobody falls behind by following a flare's rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ischia.care.decision import Decision, reason_of
from ischia.care.plan import Day, PlanState
from ischia.protocol.model import Disposition, Protocol

DAYS = 7
_DIGITS = 6


class Week(Struct, frozen=True, kw_only=True):
    """Sessions planned, done, and planned as rest. `walked_minutes` None was not told."""

    planned: float
    done: float
    rested: float = 0
    walked_minutes: float | None = None

    @property
    def share(self) -> float | None:
        """What was done of what was asked, rest included, 0 to 1; None when nothing was asked."""
        asked = self.planned + self.rested
        return (min(self.done, self.planned) + self.rested) / asked if asked else None


class Adherence(Struct, frozen=True, kw_only=True):
    """Shares 0 to 1 over all weeks and week by week; `change` is the last minus the first."""

    planned: float
    done: float
    rested: float
    share: float | None
    weekly: tuple[float | None, ...]
    change: float | None


class Walking(Struct, frozen=True, kw_only=True):
    """Minutes a week. `change` is the last week told minus the first; `share` is of the goal."""

    goal_minutes: float
    weekly: tuple[float | None, ...]
    last: float | None
    share: float | None
    change: float | None


def adherence(weeks: Sequence[Week]) -> Adherence:
    """Add up the weeks, the first first."""
    shares = [week.share for week in weeks]
    told = [share for share in shares if share is not None]
    whole = Week(
        planned=sum(week.planned for week in weeks),
        done=sum(min(week.done, week.planned) for week in weeks),
        rested=sum(week.rested for week in weeks),
    )
    return Adherence(
        planned=whole.planned,
        done=whole.done,
        rested=whole.rested,
        share=whole.share,
        weekly=tuple(shares),
        change=_change(told),
    )


def walking(protocol: Protocol, weeks: Sequence[Week]) -> Decision[Walking]:
    """The minutes walked beside the goal."""
    rule = protocol.parameters["walking_goal_minutes"]
    minutes = tuple(week.walked_minutes for week in weeks)
    told = [value for value in minutes if value is not None]
    last = told[-1] if told else None
    view = Walking(
        goal_minutes=rule.value,
        weekly=minutes,
        last=last,
        share=last / rule.value if last is not None and rule.value else None,
        change=_change(told),
    )
    return Decision(view, (reason_of(rule, rule.text, ()),))


def _change(told: Sequence[float]) -> float | None:
    return round(told[-1] - told[0], _DIGITS) if len(told) > 1 else None


def weeks_of(
    protocol: Protocol, start: PlanState, days: Sequence[Day], states: Sequence[PlanState]
) -> tuple[Week, ...]:
    """The weeks of a diary. `states` holds the plan after each day.

    A session without `done_share` took place, and counts as done. A day on which the plan asked
    for rest, or on which a clinician is awaited, is rest that was kept.
    """
    before = (start, *states)
    told = [_day(protocol, state, day) for state, day in zip(before, days, strict=False)]
    weeks = [told[first : first + DAYS] for first in range(0, len(told), DAYS)]
    return tuple(
        Week(
            planned=sum(day.planned for day in week),
            done=sum(day.done for day in week),
            rested=sum(day.rested for day in week),
        )
        for week in weeks
    )


def _day(protocol: Protocol, state: PlanState, day: Day) -> Week:
    a_day = protocol.stages[state.stage].sessions_per_day
    if not state.due and (state.resting or state.disposition is not Disposition.SELF_CARE):
        return Week(planned=0, done=0, rested=a_day)
    shares = [1.0 if r.done_share is None else r.done_share for r in day.sessions]
    return Week(planned=a_day if state.due else 0, done=min(sum(shares), a_day))
