"""What a clearance covers: everything that was found, as far as the clinician can have seen it."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from ischia.protocol.model import Disposition
from ischia.record.checks import keep_check, look
from ischia.record.entries import Clearance
from ischia.record.facts import day_of
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.practices import current
from ischia.record.valid import error, valid_day


def clearance_for(person: Person, given: Clearance, at: datetime) -> Clearance:
    """The clearance with what it covers. Raises `AnswerError` where it came before the finding.

    What is urgent must have been seen on the day it was found or later; for the rest a visit counts
    if it was no longer ago than a screening stays current.
    """
    protocol = knowledge().protocol
    valid_day("on", given.on, day_of(person, at))
    looked = look(person, at)
    keep_check(person, looked, at)
    grace = timedelta(days=int(protocol.parameter("screening_current_days")))
    covers: list[str] = []
    for rule, found_on in looked.standing.waiting.items():
        flag = protocol.red_flags.get(rule)
        urgent = flag is None or flag.then.urgency >= Disposition.SAME_DAY.urgency
        if given.on < (found_on if urgent else found_on - grace):
            fault = f"{given.on} is before this was found ({found_on})"
            raise error("on", fault, "ask a clinician about it, and give the day of that visit")
        covers.append(rule)
    now_on = current(person)
    stopped_on = now_on and now_on.practice.stopped_on
    if stopped_on is not None and given.on < stopped_on:
        fault = f"{given.on} is before the exercises were stopped ({stopped_on})"
        raise error("on", fault, "ask a clinician about it, and give the day of that visit")
    return replace(given, covers=tuple(sorted({*covers, *looked.standing.covered})))
