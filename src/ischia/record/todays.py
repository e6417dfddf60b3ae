"""Today for a person: the practice brought up to date, and what of it is due and done today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from ischia.care import practice_change
from ischia.care.decision import Reason
from ischia.care.plan import FLARE
from ischia.care.practice import Due, Practice, sessions_of
from ischia.protocol.model import Disposition
from ischia.record.checks import Looked, allowed, keep_check, look, view
from ischia.record.days import ONE, diary_of
from ischia.record.facts import Recent, day_of
from ischia.record.keep import plain
from ischia.record.knowledge import knowledge
from ischia.record.limits import limits_of
from ischia.record.models import Person
from ischia.record.practices import (
    Current,
    adaptation_on,
    current,
    days_to_settle,
    keep_practice,
    settle,
    settled_input,
)
from ischia.record.programs import Basis, basis_of, person_for, plan_on, waiting_reasons
from ischia.record.shown import Today, TodayItem, TodaySession

Done = dict[str, tuple[float, UUID]]


def today_for(person: Person, at: datetime) -> Today:
    """Bring everything up to date and show the day."""
    looked = look(person, at)
    keep_check(person, looked, at)
    day = day_of(person, at)
    if not allowed(looked):
        return _barred(looked, day)
    now = current(person)
    waits_for = None if now is None else _waits_for(person, now.practice, day, at)
    settle_upto = (waits_for or day) - ONE
    if now is not None and now.practice.through < settle_upto:
        now = settle(person, settle_upto, at)
    basis = basis_of(looked, day)
    now = up_to_date(person, looked, basis, now, at)
    if now is None:
        decision = plan_on(knowledge(), basis)
        return _without(day, decision.value.stage, decision.value.cause, decision.reasons)
    practice = _cautious(person, now.practice, day, at) if waits_for else now.practice
    if practice.stopped_on is not None:
        return _stopped(day, practice, now)
    done = _done_on(person, looked.recent, day)
    return _shown(day, basis, practice, now, done, waits_for)


def _waits_for(person: Person, practice: Practice, day: date, at: datetime) -> date | None:
    """The day whose sessions wait for what this morning brings."""
    if practice.through >= day - ONE:
        return None
    waiting = diary_of(person, at).untold(day)
    return waiting if waiting is not None and waiting > practice.through else None


def _cautious(person: Person, practice: Practice, day: date, at: datetime) -> Practice:
    """The practice as if nothing were told of the morning: what is not known is never green."""
    diary, upto = diary_of(person, at), day - ONE
    days = days_to_settle(person, practice, diary, upto)
    given = settled_input(practice, diary, days, upto, cleared=False)
    return adaptation_on(knowledge(), plain(given)).value


def up_to_date(
    person: Person, looked: Looked, basis: Basis, now: Current | None, at: datetime
) -> Current | None:
    """The practice, begun if there is none, and made for what the person is and has now."""
    by = knowledge()
    if now is None:
        return keep_practice(person, {"step": "begin", "basis": basis, "day": basis.today}, at)
    planned = person_for(looked, basis)
    given = {"basis": basis, "practice": now.practice}
    if not practice_change.fits(now.practice, planned, limits_of(by, planned)):
        return keep_practice(person, {"step": "anew", **given}, at) or now
    if practice_change.for_stage(by.planner, now.practice, planned) is not None:
        return keep_practice(person, {"step": "stage", **given}, at) or now
    if practice_change.extend(by.planner, now.practice, planned) is not None:
        return keep_practice(person, {"step": "extend", **given}, at) or now
    return now


def _barred(looked: Looked, day: date) -> Today:
    """No sessions: safety questions are open, or a clinician is awaited."""
    seen = view(looked, None)
    reached = seen.disposition
    waiting = looked.standing.waiting
    if not seen.ask and waiting and (reached is None or reached is Disposition.SELF_CARE):
        reached = _highest(waiting)
    said = {reason.rule for reason in seen.reasons}
    earlier = waiting_reasons(knowledge(), waiting)
    reasons = (*seen.reasons, *(reason for reason in earlier if reason.rule not in said))
    rechecks = knowledge().protocol.rechecks
    if seen.ask in rechecks:
        message = rechecks[seen.ask].text
    else:
        message = "" if reached is None else knowledge().protocol.dispositions[reached].headline
    return Today(
        day=day,
        stage="",
        cause="",
        sessions=(),
        ask=seen.ask,
        disposition=reached,
        message=message,
        reasons=reasons,
        changes=(),
    )


def _highest(rules: dict[str, date]) -> Disposition | None:
    flags = knowledge().protocol.red_flags
    found = [flags[rule].then for rule in rules if rule in flags]
    return max(found, key=lambda d: d.urgency, default=Disposition.CLINICIAN_FIRST)


def _without(day: date, stage: str, cause: str, reasons: tuple[Reason, ...]) -> Today:
    """The safety questions allow exercise, but none is right for all that limits the person."""
    return Today(
        day=day,
        stage=stage,
        cause=cause,
        sessions=(),
        ask="",
        disposition=Disposition.CLINICIAN_FIRST,
        message=reasons[-1].text if reasons else "",
        reasons=reasons,
        changes=(),
    )


def _stopped(day: date, practice: Practice, now: Current) -> Today:
    """Adaptation has stopped the exercises until a clinician has looked."""
    state = practice.state
    return Today(
        day=day,
        stage=state.stage,
        cause=practice.cause,
        sessions=(),
        ask="",
        disposition=state.disposition,
        message=knowledge().protocol.dispositions[state.disposition].headline,
        reasons=_reasons(now),
        changes=state.changes,
        decision=now.row.pk,
    )


def _reasons(now: Current) -> tuple[Reason, ...]:
    return msgspec.convert(now.row.reasons, tuple[Reason, ...])


def _shown(
    day: date,
    basis: Basis,
    practice: Practice,
    now: Current,
    done: Done,
    waits_for: date | None,
) -> Today:
    state, protocol = practice.state, knowledge().protocol
    sessions = _gentle(basis) if state.resting else _due(practice)
    stage = protocol.stages[state.stage]
    rest = protocol.adaptation_rules["flare_rest"].text
    return Today(
        day=day,
        stage=state.stage,
        cause=practice.cause,
        sessions=_marked(sessions, done),
        ask="",
        waits_for=waits_for,
        disposition=Disposition.SELF_CARE,
        message=rest if state.resting else stage.aim,
        reasons=_reasons(now),
        changes=() if waits_for else state.changes,
        review_on=day + timedelta(days=max(0, stage.review_in_days - state.stage_days)),
        decision=now.row.pk,
    )


def _due(practice: Practice) -> list[TodaySession]:
    found = sessions_of(knowledge().protocol, practice)
    return [
        TodaySession(
            slot=slot,
            items=tuple(_item(due) for due in items),
            minutes=round(sum(due.minutes for due in items), 1),
        )
        for slot, items in found.items()
    ]


def _item(due: Due) -> TodayItem:
    return TodayItem(
        exercise=due.exercise,
        role=due.role,
        dose=due.dose,
        minutes=due.minutes,
        why=due.why,
        easier=due.easier,
        harder=due.harder,
    )


def _gentle(basis: Basis) -> list[TodaySession]:
    """What eases in a flare's days of rest."""
    return [
        TodaySession(
            slot=session.slot,
            items=tuple(
                TodayItem(
                    exercise=item.exercise,
                    role=item.role,
                    dose=item.dose,
                    minutes=item.minutes,
                    why=item.why,
                    easier=item.easier,
                    harder="",
                )
                for item in session.items
            ),
            minutes=session.minutes,
            gentle=True,
        )
        for session in plan_on(knowledge(), replace(basis, stage=FLARE)).value.sessions
    ]


def _done_on(person: Person, recent: Iterable[Recent], day: date) -> Done:
    """The sessions done that day: the most that was done in each slot."""
    found: Done = {}
    for row in recent:
        if row.kind == "session" and day_of(person, row.at) == day:
            slot, share = str(row.data["slot"]), float(row.data["done_share"])
            if slot not in found or share > found[slot][0]:
                found[slot] = share, row.id
    return found


def _marked(sessions: list[TodaySession], done: Done) -> tuple[TodaySession, ...]:
    return tuple(
        replace(session, done=done[session.slot][0], entry=done[session.slot][1])
        if session.slot in done
        else session
        for session in sessions
    )
