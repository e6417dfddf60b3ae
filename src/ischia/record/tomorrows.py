"""What has changed by what was told: for certain, or if the morning is no worse."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from ischia.care.decision import Decision, Reason
from ischia.care.plan import Day
from ischia.care.practice import Practice, follow
from ischia.care.response import Response
from ischia.protocol.model import Disposition
from ischia.record.days import day_from, diary_of
from ischia.record.facts import day_of
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.practices import Current, current
from ischia.record.shown import Tomorrow


def tomorrow_for(person: Person, at: datetime) -> Tomorrow:
    """The plan for the next day, as far as it can be told."""
    now = current(person)
    if now is None:
        return Tomorrow(
            light=None,
            changes=(),
            reasons=(),
            stage="",
            disposition=Disposition.SELF_CARE,
            settled=True,
            message="",
        )
    day, diary = day_of(person, at), diary_of(person, at)
    if now.practice.stopped_on is not None or not diary.on(day):
        return _told(_as_kept(now), settled=True)
    foreseen = as_if_no_worse(day_from(diary, day, late=True).day)
    protocol = knowledge().protocol
    return _told(follow(protocol, now.practice, [(day, foreseen)], day), settled=False)


def _as_kept(now: Current) -> Decision[Practice]:
    return Decision(now.practice, msgspec.convert(now.row.reasons, tuple[Reason, ...]))


def as_if_no_worse(day: Day) -> Day:
    """The day as it will be if the morning is as it was before the session."""
    return replace(day, sessions=tuple(_no_worse(response) for response in day.sessions))


def _no_worse(response: Response) -> Response:
    morning, before = response.pain_next_morning, response.pain_before
    known = morning.leg is not None or morning.back is not None
    zone = response.zone_next_morning
    return replace(
        response,
        pain_next_morning=morning if known else before,
        zone_next_morning=response.zone_before if zone is None else zone,
    )


def _told(decision: Decision[Practice], *, settled: bool) -> Tomorrow:
    state, protocol = decision.value.state, knowledge().protocol
    stop = state.disposition is not Disposition.SELF_CARE
    message = protocol.dispositions[state.disposition].headline if stop else ""
    first = state.changes[0].text if state.changes else ""
    return Tomorrow(
        light=state.light,
        changes=state.changes,
        reasons=decision.reasons,
        stage=state.stage,
        disposition=state.disposition,
        settled=settled,
        message=message or first or protocol.adaptation_rules["hold"].text,
    )
