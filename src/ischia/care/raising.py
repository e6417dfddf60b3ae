"""Everything that makes a plan more: one thing on one exercise at a time, inside every limit.

Nothing here acts on a day on which the plan was lowered, within two days of a red session, above
the load ceiling, or beyond the weekly rise of work. After a flare the way back comes first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from ischia.care.dose import Amount
from ischia.care.plan import (
    AFTER_FLARE,
    DIRECTIONS,
    MAINTAIN,
    Items,
    PlanItem,
    Recovery,
    eased,
    item_work,
    lessened,
    top_level,
    total_work,
)
from ischia.care.progression import VARIABLES
from ischia.care.response import Light, centralised, counts_for_progress
from ischia.care.step import Step, shown
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import Disposition

_DIGITS = 6


def clear(step: Step) -> None:
    """A clinician has looked and lets the person go on: gently, as after a flare."""
    if step.day.cleared and step.stopped:
        step.change("cleared", "", "stop", step.disposition, Disposition.SELF_CARE)
        step.disposition = Disposition.SELF_CARE
        step.lost, step.trial, step.tingling_run = (), "", 0
        resume(step)


def resume(step: Step, rule: str = "flare_resume") -> None:
    """Back to moving at half the last green dose, a level lower, with nothing new."""
    before = tuple(_last_green(step))
    step.stage, step.stage_days, step.resting = AFTER_FLARE, 0, 0
    step.items = as_many_as_fit(step, before)
    easier = tuple(_a_level_lower(step))
    share = step.value("flare_resume_share")
    step.recovery = Recovery(
        before=before, easier=easier, stage=step.home, share=share, since=step.number
    )
    step.items = [_shared(step, item, share) for item in easier]
    step.green_run = step.uneasy_run = step.central_run = 0
    step.change(rule, "", "dose", _shown_all(before), _shown_all(step.items))


def as_many_as_fit(step: Step, items: Iterable[PlanItem]) -> list[PlanItem]:
    """The first exercises, and walking or the like, as many as the day's sessions of the stage have
    room for."""
    stage = step.protocol.stages[step.stage]
    slots = stage.sessions_per_day
    room = {True: slots * stage.max_aerobic, False: slots * stage.max_exercises}
    kept: list[PlanItem] = []
    for item in items:
        needed, aerobic = min(item.times_a_day, slots), step.aerobic(item)
        if needed <= room[aerobic]:
            kept.append(item)
            room[aerobic] -= needed
    return kept


def _last_green(step: Step) -> Iterator[PlanItem]:
    """Each exercise as it last went well, or as it is now where that is less. What rests goes on
    resting."""
    known = {item.entry: item for item in step.state.green_items}
    for item in step.items:
        green = known.get(item.entry, item)
        least = min(green, item, key=lambda i: (i.level, item_work(step.protocol, i)))
        yield replace(least, rest_until=item.rest_until)


def _a_level_lower(step: Step) -> Iterator[PlanItem]:
    """Every exercise a level lower where there is one, in place, so that none is there twice."""
    for index, item in enumerate(step.items):
        lower = eased(step.protocol, item, step.allowed) or item
        step.items[index] = lower = within(step, lower)
        yield lower


def fits(step: Step, item: PlanItem) -> bool:
    """Whether the item may be done in the stage of now: by its load and by the person's states."""
    top = top_level(step.protocol, step.state.ceiling, step.stage, item)
    return item.level <= top and not step.forbidden(item.exercise)


def within(step: Step, item: PlanItem) -> PlanItem:
    """The item as it fits the stage, easier if need be; where it cannot, it rests."""
    if fits(step, item):
        return item
    lower = eased(step.protocol, item, step.allowed)
    if lower is not None:
        return within(step, lower)
    return replace(item, rest_until=step.number + int(step.value("exercise_rest_days")))


def _shared(step: Step, item: PlanItem, share: float) -> PlanItem:
    return replace(item, dose=lessened(item, share, step.value("flare_floor_share")))


def recover(step: Step) -> None:
    """Each green session adds a tenth; after four days with three of them all is as before."""
    recovery = step.recovery
    if recovery is None or step.light is not Light.GREEN:
        return
    greens = recovery.greens + step.lights.count(Light.GREEN)
    enough = greens >= step.value("flare_restore_greens")
    if enough and step.number - recovery.since >= step.value("flare_restore_days"):
        _restore(step, recovery)
        return
    gained = step.value("flare_recovery_step") * step.lights.count(Light.GREEN)
    share = min(1.0, round(recovery.share + gained, _DIGITS))  # 0.7 + 0.1 must be 0.8
    items = [
        replace(_shared(step, item, share), rest_until=now.rest_until)  # what rests goes on resting
        for item, now in zip(recovery.easier, step.items, strict=True)
    ]
    step.recovery = replace(recovery, share=share, greens=greens)
    if items != step.items:
        before, after = _shown_all(step.items), _shown_all(items)
        step.items = items
        step.change("flare_recover", "", "dose", before, after)


def _restore(step: Step, recovery: Recovery) -> None:
    before = _shown_all(step.items)
    step.stage, step.stage_days = recovery.stage, 0
    step.recovery, step.items = None, [within(step, item) for item in recovery.before]
    step.work = (min(step.work),) * len(step.work)
    step.slow_until = step.number + int(step.value("flare_slow_days"))
    step.change("flare_restore", "", "dose", before, _shown_all(step.items))


def bring_back(step: Step) -> None:
    """An exercise that has rested for its two days returns, if it fits the stage now."""
    for index, item in enumerate(step.items):
        if item.rest_until == step.number:
            if not fits(step, item):
                step.items[index] = replace(item, rest_until=step.number + 1)
            else:
                step.change("return_exercise", item.exercise, "rest", "rested", shown(item))


def count_good(step: Step) -> bool:
    """Count the good sessions in a row, past what is noise; whether every one of today
    was good."""
    good = [
        light is Light.GREEN and counts_for_progress(step.protocol, response)
        for light, response in zip(step.lights, step.day.sessions, strict=True)
    ]
    for one, noise, response in zip(good, step.noise, step.day.sessions, strict=True):
        if not noise:
            step.green_run = step.green_run + 1 if one else 0
        step.central_run = step.central_run + 1 if centralised(response) else 0
    return bool(good) and all(good)


def progress(step: Step) -> None:
    """After three good sessions one thing goes up; or the direction that draws the pain back is
    done more often."""
    if step.stage == MAINTAIN or not _may_rise(step):
        return
    if step.green_run >= step.value("progress_green_sessions"):
        step.green_run = 0
        raised = _raise_one(step)
        if not raised:
            _want_exercise(step)
    elif step.central_run >= step.value("direction_sessions"):
        _more_often(step)


def _may_rise(step: Step) -> bool:
    since_red = step.number - step.last_red if step.last_red is not None else math.inf
    if step.lowered or step.state.recovery is not None or since_red <= step.value("red_wait_days"):
        return False
    since_raise = step.number - step.last_raise if step.last_raise is not None else math.inf
    slow = step.number <= step.slow_until
    return not slow or since_raise >= step.value("flare_slow_every_days")


def room(step: Step) -> float:
    """Seconds of work a day that may be added: the weekly rise over the least of the last week.
    What rests comes back, so it counts."""
    most = (1 + step.value("weekly_rise")) * min(step.work)
    free = step.value("weekly_free_minutes") * 60
    return max(most, free) - total_work(step.protocol, step.items)


def _raise_one(step: Step) -> bool:
    found = next_rise(step)
    if found is None:
        return False
    index, item, rule, what = found
    step.put(index, item, rule, what)
    _raised(step, item)
    return True


def _raised(step: Step, item: PlanItem) -> None:
    step.last_raise, step.last_changed = step.number, item.exercise
    if any(response.form_score is None for response in step.day.sessions):
        step.note("form_unjudged")


def next_rise(step: Step) -> tuple[int, PlanItem, str, str] | None:
    """The first thing that may go up, in the fixed order; None when nothing may. Walking comes
    first while it is what the stage still asks for."""
    left, walks = room(step), _walks_enough(step)
    due = [(index, item) for index, item in enumerate(step.items) if item in step.due]
    for variable in VARIABLES:
        order = sorted(
            due, key=lambda pair: (walks or not step.aerobic(pair[1]), variable.reached(pair[1]))
        )
        for index, item in order:
            top = top_level(step.protocol, step.state.ceiling, step.stage, item)
            higher = variable.rise(step.protocol, item, left, top, step.allowed)
            if higher is not None:
                return index, higher, variable.rule, variable.what
    return None


def _want_exercise(step: Step) -> None:
    """Nothing is left to raise: there may be room for one more exercise."""
    stage = step.protocol.stages[step.stage]
    most = stage.max_exercises + stage.max_aerobic
    if not step.wants_exercise and len(step.items) < most:
        step.wants_exercise = True
        step.change("add_exercise", "", "exercises", len(step.items), len(step.items) + 1)


def _more_often(step: Step) -> None:
    for index, item in enumerate(step.items):
        exercise = step.protocol.exercises[item.exercise]
        once = item_work(step.protocol, item) / item.times_a_day
        below = item.times_a_day < step.value("direction_most_a_day")
        if exercise.direction in DIRECTIONS and item in step.due and below and once <= room(step):
            more = replace(item, times_a_day=item.times_a_day + 1)
            changed = [*step.items[:index], more, *step.items[index + 1 :]]
            if len(as_many_as_fit(step, changed)) < len(changed):
                continue  # another session of the day would have one exercise too many
            step.put(index, more, "more_often", "times a day")
            _raised(step, more)
            step.central_run = 0
            return


def next_stage(step: Step) -> None:
    """On to the next stage when a week has gone well; into the last only with nothing left."""
    if step.stage == MAINTAIN or step.recovery is not None or step.light is not Light.GREEN:
        return
    if not (_good_week(step) and _walks_enough(step)):
        return
    following = STAGES[STAGES.index(step.stage) + 1]
    if following == MAINTAIN and not _nothing_left(step):
        return
    step.change("next_stage", "", "stage", step.stage, following)
    step.stage, step.stage_days, step.wants_exercise = following, 0, False
    step.items = as_many_as_fit(step, step.items)
    for index, item in enumerate(step.items):
        step.items[index] = within(step, _as_often(step, item))


def _as_often(step: Step, item: PlanItem) -> PlanItem:
    """The last stage has fewer sessions a day, and so every exercise in it; walking stays."""
    if step.stage != MAINTAIN or step.aerobic(item):
        return item
    sessions = step.protocol.stages[MAINTAIN].sessions_per_day
    return replace(item, times_a_day=min(item.times_a_day, sessions))


def _good_week(step: Step) -> bool:
    days = step.value("stage_green_days")
    since_red = step.number - step.last_red if step.last_red is not None else math.inf
    if step.stage_days < days or since_red <= days:
        return False
    recent = [*step.state.greens, step.greens][-int(days) :]
    green, known = (sum(part) for part in zip(*recent, strict=True))
    planned = days * step.protocol.stages[step.stage].sessions_per_day
    enough = known >= step.value("stage_least_share") * planned
    well = green >= step.value("stage_green_share") * known
    return enough and well and _nearly_in_full(step, int(days))


def _nearly_in_full(step: Step, days: int) -> bool:
    """Whether as much was done in the sessions of these days, taken together, as counts as full."""
    recent = [*step.state.history, step.day.sessions][-days:]
    shares = [one.done_share or 0 for sessions in recent for one in sessions]
    return sum(shares) >= step.value("progress_done") * len(shares)


def _walks_enough(step: Step) -> bool:
    """Whether as much is walked (or cycled) a day as the stage asks for, or twice the start;
    nothing is asked of a plan without it."""
    timed = [item for item in step.items if step.aerobic(item) and item.dose.minutes]
    now = sum(_minutes_a_day(item, item.dose) for item in timed)
    twice = 2 * sum(_minutes_a_day(item, item.start) for item in timed)
    return now >= min(step.protocol.stages[step.stage].leave_walk_minutes, twice)


def _minutes_a_day(item: PlanItem, dose: Amount) -> float:
    return dose.minutes * dose.sets * item.times_a_day


def _nothing_left(step: Step) -> bool:
    """Every exercise at its goal, or held for a whole week by a limit that will not move."""
    if len(step.due) < len(step.items) or next_rise(step) is not None:
        return False
    return math.isclose(min(step.work), max((*step.work, total_work(step.protocol, step.due))))


def _shown_all(items: list[PlanItem] | Items) -> str:
    return "; ".join(f"{item.exercise} {shown(item)}" for item in items) or "nothing"
