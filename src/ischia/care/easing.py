"""Everything that makes a plan less: stopping, a flare's rest, easier exercises, smaller doses.

These rules are applied before any that makes it more, and where one of them has acted nothing goes
up that day. Each lowers what the ones before it have left, so worse symptoms never leave more.
"""

from __future__ import annotations

from msgspec.structs import replace

from ischia.care.decision import reason_of
from ischia.care.outcomes import score
from ischia.care.plan import FLARE, OPPOSITE, PlanItem, eased, item_work, lessened, lower_of, scaled
from ischia.care.response import (
    Light,
    Response,
    flare_signs,
    severe,
    spread_lasts,
    tingling_lasts,
)
from ischia.care.step import Step
from ischia.protocol.model import Disposition

NERVE_TENSION = "nerve_tension"
STRETCH = "stretch"


def want_less(step: Step) -> None:
    """A person may always do less, without giving a reason."""
    for name, share in step.day.less.items():
        for index, item in reversed(list(enumerate(step.items))):
            if item.exercise == name and share <= 0:
                _drop(step, index, "person_less")
            elif item.exercise == name and share < 1:
                dose = scaled(item.dose, share)
                step.lower(index, replace(item, dose=dose), "person_less", "amount")


def stop_for_danger(step: Step) -> bool:
    """A danger sign, or an answer that opens a crisis text, stops everything until a clinician
    has looked."""
    danger = step.light is Light.EMERGENCY
    if danger:
        step.stop(Disposition.EMERGENCY_TODAY, "danger_stop")
    return _stop_for_alerts(step) or danger


def _stop_for_alerts(step: Step) -> bool:
    alerted = False
    for name, answers in step.day.scores.items():
        instrument = step.protocol.instruments[name]
        for alert in score(instrument, answers).value.alerts:
            alerted = True
            step.reasons.append(reason_of(instrument, alert.text, (alert.item,)))
            step.stop(alert.then, "questionnaire_alert")
    return alerted


def drop_directions(step: Step) -> None:
    """A direction that sends the pain down the leg and leaves it there is rested; the opposite is
    tried once. When both do, no direction is trained and a clinician should look."""
    bad = [r for r in step.day.sessions if spread_lasts(step.protocol, r)]
    if not bad:
        if step.day.sessions and step.light is Light.GREEN:
            step.trial = ""  # the opposite direction was tried and is borne
        return
    direction = _direction_done(step, bad[0])
    if not direction:
        return
    first = direction not in step.lost
    step.lost = tuple(dict.fromkeys((*step.lost, direction)))
    step.trial = ""
    for index, item in enumerate(step.items):
        if step.direction(item.exercise) == direction:
            _rest(step, index, "drop_direction")
    if len(step.lost) > 1:
        _give_up_directions(step)
    elif first and _may_try(step, OPPOSITE.get(direction, "")):
        step.trial = OPPOSITE[direction]
        step.change("retest_direction", "", "direction", direction, step.trial)


def _may_try(step: Step, direction: str) -> bool:
    """Whether the person's states leave an exercise in this direction to try."""
    exercises = step.protocol.exercises.values()
    return any(e.direction == direction and not step.forbidden(e.id) for e in exercises)


def _give_up_directions(step: Step) -> None:
    for index, item in reversed(list(enumerate(step.items))):
        if step.direction(item.exercise):
            _drop(step, index, "no_direction")
    step.stop(Disposition.CLINICIAN_FIRST, "no_direction")


def _direction_done(step: Step, response: Response) -> str:
    """The direction that the session was about: the exercise named, the one on trial, or the
    plan's own."""
    named = step.direction(response.exercise) if response.exercise else ""
    planned = (step.direction(item.exercise) for item in step.state.due)
    return named or step.trial or next(filter(None, planned), "")


def rest_the_nerve(step: Step) -> None:
    """Tingling that grew and stayed rests whatever pulls on the nerve; day after day it asks for a
    clinician."""
    told = [r for r in step.day.sessions if r.tingling is not None]
    if not told:
        return
    if not any(tingling_lasts(step.protocol, r) for r in told):
        step.tingling_run = 0
        return
    step.tingling_run += 1
    for index, item in enumerate(step.items):
        pulls = NERVE_TENSION in step.protocol.exercises[item.exercise].features
        if pulls and item.rest_until <= step.number:
            _rest(step, index, "tingling_rests")
    if step.tingling_run >= step.value("tingling_days"):
        step.stop(Disposition.CLINICIAN_FIRST, "tingling_stays")


def begin_flare(step: Step) -> bool:
    """A flare: a day or two of relative rest."""
    if step.resting:
        return False
    flares = [
        (response, reasons)
        for light, response in zip(step.lights, step.day.sessions, strict=True)
        if light.badness >= Light.RED.badness  # every sign of a flare is red
        and (reasons := tuple(flare_signs(step.protocol, response, step.past)))
    ]
    if not flares:
        return False
    step.change("flare_rest", "", "stage", step.stage, FLARE)
    step.remember_stage()
    days = int(step.value("flare_review_days"))
    step.flares = (*(day for day in step.flares if step.number - day < days), step.number)
    step.stage, step.stage_days, step.resting = FLARE, 0, 1
    step.recovery = None
    if any(severe(step.protocol, response) for response, _ in flares):
        step.stop(Disposition.CLINICIAN_FIRST, "flare_severe")
    elif len(step.flares) >= step.value("flare_review_count"):
        step.stop(Disposition.CLINICIAN_FIRST, "flares_often")
    return True


def rest_in_flare(step: Step) -> bool:
    """Rest goes on for two days at most; who cannot start again then sees a clinician."""
    if step.resting < step.value("flare_rest_days"):
        step.resting += 1
        step.note("flare_rest")
        return True
    if step.light is Light.RED:
        step.stop(Disposition.CLINICIAN_FIRST, "flare_review")
        return True
    return False


def drop_stretches(step: Step) -> None:
    """A stretch that stirs up pain again is left out; the strengthening stays."""
    named = {
        response.exercise
        for light, response in zip(step.lights, step.day.sessions, strict=True)
        if light.badness >= Light.AMBER.badness
    }
    for index, item in reversed(list(enumerate(step.items))):
        if item.exercise not in named or step.protocol.exercises[item.exercise].kind != STRETCH:
            continue
        step.items[index] = replace(item, stirred=item.stirred + 1)
        if step.items[index].stirred >= step.value("stretch_stirs_sessions"):
            _drop(step, index, "drop_stretch")


def cut_amount(step: Step) -> None:
    """After two uneasy sessions running the amount shrinks, down to a floor. A session that left
    strong pain as it was, or mild pain a point higher, neither counts nor ends the run."""
    cut = False
    for light, rules, noise in zip(step.lights, step.rules, step.noise, strict=True):
        if noise or rules == {"light_steady_pain"}:
            continue
        step.uneasy_run = 0 if light is Light.GREEN else step.uneasy_run + 1
        if step.uneasy_run >= step.value("amber_sessions"):
            cut, step.uneasy_run = True, 0
    share, least = step.value("amber_cut_share"), step.value("amber_floor_share")
    for index in _failing(step, Light.AMBER) if cut else ():
        item = step.items[index]
        dose = lessened(item, share, least)
        if dose != item.dose:
            step.lower(index, replace(item, dose=dose), "cut_amount", "amount")


def regress(step: Step) -> None:
    """After a red session the exercise behind it becomes a level easier, or rests."""
    for index in _failing(step, Light.RED):
        easier = eased(step.protocol, step.items[index], step.allowed)
        if easier is None:
            _rest(step, index, "rest_exercise")
        else:
            step.lower(index, easier, "regress_level", "level")
    if step.light is Light.RED:
        step.last_red = step.number


def fewer_exercises(step: Step) -> None:
    """Doing less than half for days is no matter of dose: the plan is too long. A day without a
    session says nothing about that, and walking stays."""
    done = [r.done_share for r in step.day.sessions if r.done_share is not None]
    if not (step.state.due and done):
        return
    share = sum(done) / len(done)
    step.low_days = step.low_days + 1 if share < step.value("adherence_low_share") else 0
    rest = [index for index, item in enumerate(step.items) if not step.aerobic(item)]
    if step.low_days >= step.value("adherence_low_days") and rest and len(step.items) > 1:
        step.low_days = 0
        _drop(step, rest[-1], "fewer_exercises")


def _failing(step: Step, at_least: Light) -> list[int]:
    """The exercises behind the sessions that were this bad, by their place in the plan."""
    names = {
        _culprit(step, response)
        for light, response in zip(step.lights, step.day.sessions, strict=True)
        if light.badness >= at_least.badness
    }
    due = step.due
    return [i for i, item in enumerate(step.items) if item.exercise in names and item in due]


def _culprit(step: Step, response: Response) -> str:
    """The exercise that the person names, or the last that changed, or the heaviest."""
    done = {item.exercise: item for item in step.state.due}
    for name in (response.exercise, step.state.last_changed):
        if name in done:
            return name
    heaviest = max(done.values(), key=lambda item: _weight(step, item), default=None)
    return heaviest.exercise if heaviest is not None else ""


def _weight(step: Step, item: PlanItem) -> tuple[int, float]:
    return item.level, item_work(step.protocol, item)


def _rest(step: Step, index: int, rule: str) -> None:
    """Leave an exercise out for two days; it returns at no more than its start."""
    item = step.items[index]
    until = step.number + int(step.value("exercise_rest_days"))
    alike = bool(item.dose.minutes) == bool(item.start.minutes)
    dose = lower_of(item.start, item.dose) if alike else item.dose
    step.items[index] = replace(item, dose=dose, rest_until=until)
    step.lowered = True
    step.change(rule, item.exercise, "rest", "in the plan", f"rests until after day {until}")
    step.end_recovery()


def _drop(step: Step, index: int, rule: str) -> None:
    item = step.items.pop(index)
    step.lowered = True
    step.change(rule, item.exercise, "removed", "in the plan", "left out")
    step.end_recovery()
