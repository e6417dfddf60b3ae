"""How a program follows the person: one day's responses in, tomorrow's plan and the reasons out.

The order is fixed: danger, a flare, what makes the plan less, and only then what makes it more.
Every threshold is a parameter of the protocol and every rule an item of `adaptation_rules`.
"""

from __future__ import annotations

from msgspec.structs import replace

from ischia.care import easing, raising
from ischia.care.decision import Decision, unique
from ischia.care.plan import MAINTAIN, Day, PlanState
from ischia.care.response import Response
from ischia.care.step import Step
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import Protocol


def adapt(protocol: Protocol, state: PlanState, day: Day) -> Decision[PlanState]:
    """The plan for the day after `day`. The same input always gives the same plan."""
    step = Step(protocol, state, day)
    easing.want_less(step)
    if easing.stop_for_danger(step):
        return _decided(step)
    if step.stopped:
        raising.clear(step)
        if step.stopped:
            step.note("waiting_for_clinician")
        return _decided(step)
    easing.drop_directions(step)
    if step.stopped:
        return _decided(step)
    if step.resting:
        if not easing.rest_in_flare(step):
            raising.resume(step)
        return _decided(step)
    if easing.begin_flare(step):
        return _decided(step)
    _follow(step)
    return _decided(step)


def away(protocol: Protocol, state: PlanState, days: int) -> Decision[PlanState]:
    """The plan after so many days on which exercise was not open: a break, if it grows long.

    They are no days of the plan: nothing else changes in them.
    """
    step = Step(protocol, state, Day())
    if step.stopped or step.resting:
        return Decision(state, ())
    _come_back(step, days)
    plan = replace(
        state,
        stage=step.stage,
        stage_days=step.stage_days if step.changes else state.stage_days,
        items=tuple(step.items),
        changes=tuple(step.changes),
        recovery=step.recovery,
        home=step.home,
        green_run=step.green_run,
        uneasy_run=step.uneasy_run,
        central_run=step.central_run,
        idle=step.idle,
    )
    return Decision(plan, unique(step.reasons))


def _come_back(step: Step, days: int) -> None:
    """So many more days without a session: after a long break the way back begins gently, once."""
    if step.idle is None or step.long_break:
        return
    step.idle += days
    if step.long_break and step.recovery is None:
        step.remember_stage()
        raising.resume(step, "return_after_break")


def _follow(step: Step) -> None:
    """An ordinary day: less where it went badly, more where it went well."""
    if not step.day.sessions:
        _come_back(step, 1)
    easing.cut_amount(step)
    easing.regress(step)
    easing.fewer_exercises(step)
    good = raising.count_good(step)
    raising.bring_back(step)
    raising.recover(step)
    if good:
        raising.progress(step)
    raising.next_stage(step)
    _long_flare(step)
    _look_again(step)
    if not step.changes:
        step.note(MAINTAIN if step.stage == MAINTAIN else "hold")


def _long_flare(step: Step) -> None:
    """Two weeks after a flare began, who is not back where they were is asked to be seen."""
    if not step.flares or step.number - step.flares[-1] != step.value("flare_long_days"):
        return
    behind = STAGES.index(step.stage) < STAGES.index(step.home)
    if behind or step.recovery is not None:
        step.note("flare_long")


def _look_again(step: Step) -> None:
    """Ten sessions without a change ask for another look at the direction and the cause."""
    last = step.past[-1] if step.past else None
    for response in step.day.sessions:
        same = last is not None and _unchanged(step, last, response)
        step.unchanged_run = step.unchanged_run + 1 if same else 0
        last = response
    if step.unchanged_run >= step.value("no_change_sessions"):
        step.unchanged_run = 0
        step.note("look_again")


def _unchanged(step: Step, last: Response, now: Response) -> bool:
    """Pain that is still there, as much and as far down as before."""
    pains = (last.pain_before.leg, last.pain_before.back, now.pain_before.leg, now.pain_before.back)
    if None in pains or last.zone_before != now.zone_before or not now.zone_before:
        return False
    near = step.value("no_change_points")
    leg, back, leg_now, back_now = (value or 0.0 for value in pains)
    return abs(leg - leg_now) < near and abs(back - back_now) < near


def _decided(step: Step) -> Decision[PlanState]:
    return Decision(step.finished(), unique((*step.reasons, *step.light_reasons)))
