"""How a program follows the person: one day's responses in, tomorrow's plan and the reasons out.

The order is fixed: danger, a flare, what makes the plan less, and only then what makes it more.
Every threshold is a parameter of the protocol and every rule an item of `adaptation_rules`.
"""

from __future__ import annotations

from msgspec.structs import replace

from ischia.care import easing, raising
from ischia.care.decision import Decision, unique
from ischia.care.plan import MAINTAIN, Day, PlanState, Unchanged
from ischia.care.response import Response
from ischia.care.step import Step
from ischia.protocol.exercise import STAGES
from ischia.protocol.model import Disposition, Protocol


def adapt(protocol: Protocol, state: PlanState, day: Day) -> Decision[PlanState]:
    """The plan for the day after `day`. The same input always gives the same plan."""
    step = Step(protocol, state, day)
    easing.want_less(step)
    if easing.stop_for_danger(step):
        return _decided(step)
    if step.stopped:
        raising.clear(step)
        if step.stopped:
            emergency = step.disposition.urgency >= Disposition.EMERGENCY_TODAY.urgency
            step.note("danger_stop" if emergency else "waiting_for_clinician")
        return _decided(step)
    easing.drop_directions(step)
    easing.rest_the_nerve(step)
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
    easing.drop_stretches(step)
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
    """Many sessions without a change ask for another look at the direction and the cause; while it
    stays so, once more after some weeks."""
    first, again = (int(step.value(f"no_change_{name}")) for name in ("sessions", "again_sessions"))
    for response in step.day.sessions:
        now, begun = _where(response), step.unchanged_from
        if now is not None and begun is not None and _near(step, begun, now):
            step.unchanged_run += 1
            if step.unchanged_run >= first and (step.unchanged_run - first) % again == 0:
                step.note("look_again")
        else:
            step.unchanged_run, step.unchanged_from = 0, now


def _where(response: Response) -> Unchanged | None:
    """Pain that is there, how much and how far down; None where there is none or it is not told."""
    pain, zone = response.pain_before, response.zone_before
    if pain.leg is None or pain.back is None or not zone:
        return None
    return Unchanged(pain.leg, pain.back, zone)


def _near(step: Step, begun: Unchanged, now: Unchanged) -> bool:
    near = step.value("no_change_points")
    same = abs(begun.leg - now.leg) < near and abs(begun.back - now.back) < near
    return same and begun.zone == now.zone


def _decided(step: Step) -> Decision[PlanState]:
    return Decision(step.finished(), unique((*step.reasons, *step.light_reasons)))
