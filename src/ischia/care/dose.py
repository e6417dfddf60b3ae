"""How much of an exercise: a point in its dose range, and the time that it takes."""

from __future__ import annotations

from msgspec import Struct, structs

from ischia.protocol.exercise import Dose, Span

SECONDS_PER_MINUTE = 60
LONG_HOLD, STEP = 10, 5  # nobody counts a hold of 18 seconds


class Amount(Struct, frozen=True, kw_only=True):
    """One prescribed dose. Either `minutes` or repetitions; holds and rests in seconds."""

    sets: int
    reps: int
    hold_s: int
    minutes: float
    rest_s: int
    per_side: bool


def amount(dose: Dose, fraction: float) -> Amount:
    """The dose at `fraction` of the way from its start (0) to its goal (1)."""
    return Amount(
        sets=max(1, round(_between(dose.sets, fraction))),
        reps=round(_between(dose.reps, fraction)),
        hold_s=_whole_seconds(dose.hold_s, fraction),
        minutes=_whole_minutes(_between(dose.minutes, fraction)),
        rest_s=round(dose.rest_s),
        per_side=dose.per_side,
    )


def shortened(dose: Dose, given: Amount, minutes: float) -> Amount:
    """A timed dose cut to `minutes`, but never below its start; any other dose unchanged."""
    if not given.minutes or given.minutes * given.sets <= minutes:
        return given
    fitting = max(dose.minutes[0], _whole_minutes(minutes / given.sets))
    return structs.replace(given, minutes=fitting)


def minutes_of(dose: Dose, given: Amount) -> float:
    """How long it takes, rests included."""
    if given.minutes:
        return given.minutes * given.sets
    sides = 2 if given.per_side else 1
    work = given.sets * sides * max(given.reps, 1) * (given.hold_s + dose.seconds_per_rep)
    return (work + given.rest_s * max(given.sets - 1, 0)) / SECONDS_PER_MINUTE


def _whole_seconds(hold_s: Span, fraction: float) -> int:
    """A hold that a person can count: in fives when it is long, start and goal as they are."""
    seconds = _between(hold_s, fraction)
    rounded = STEP * round(seconds / STEP) if seconds >= LONG_HOLD else seconds
    inside = 0 < fraction < 1 and hold_s[0] <= rounded <= hold_s[1]
    return round(rounded if inside else seconds)


def _whole_minutes(minutes: float) -> float:
    """Minutes that a person can count: whole ones, or what is left below one."""
    return float(int(minutes)) if minutes >= 1 else round(minutes, 1)


def _between(span: Span, fraction: float) -> float:
    start, goal = span
    return start + fraction * (goal - start)
