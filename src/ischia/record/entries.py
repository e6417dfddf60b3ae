"""What may be entered: one typed payload for each kind of entry.

Pain and effort are 0 to 10, shares 0 to 1, `form_score` 0 to 100. A zone is how far down the pain
reaches: 0 none, 1 back, 2 buttock, 3 thigh, 4 knee or calf, 5 foot. What was not said is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from ischia.care.answers import AnswerError, AnswerFault

Score = Annotated[float, Meta(ge=0, le=10)]
Share = Annotated[float, Meta(ge=0, le=1)]
Percent = Annotated[float, Meta(ge=0, le=100)]
Hours = Annotated[float, Meta(ge=0, le=168)]
Zone = Annotated[int, Meta(ge=0, le=5)]
Count = Annotated[int, Meta(ge=0, le=10_000)]
Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Word = Annotated[str, Meta(max_length=60)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Text = Annotated[str, Meta(max_length=4000)]
Slot = Literal["morning", "evening", "between"]
Clock = Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Pain(Struct, frozen=True, forbid_unknown_fields=True):
    """Pain in the leg and in the back, 0 to 10."""

    leg: Score | None = None
    back: Score | None = None


class Payload(Struct, frozen=True, forbid_unknown_fields=True):
    """What every payload is."""


class Answers(Payload, frozen=True, kw_only=True):
    """Answers to questions, {finding: value}. `asked_in` says where: ease, check, picture ..."""

    answers: dict[str, object]
    asked_in: Word = ""


class Diagnosis(Payload, frozen=True, kw_only=True):
    """What a clinician said the cause is."""

    cause: Word
    status: Literal["provisional", "confirmed"]
    by: Name
    on: date
    note: Text = ""


class Clearance(Payload, frozen=True, kw_only=True):
    """That a clinician has looked and lets exercise go on. `covers` are the rules that held."""

    by: Name
    on: date
    covers: tuple[Word, ...] = ()
    note: Text = ""


class Done(Payload, frozen=True, kw_only=True):
    """One exercise of a session as it was done. `faults` counts what the camera or person saw."""

    exercise: Word
    sets: Count = 0
    reps: Count = 0
    hold_s: Seconds = 0
    seconds: Seconds = 0
    share: Share | None = None
    form_score: Percent | None = None
    skipped: bool = False
    hurt: bool = False
    faults: dict[Word, Count] = {}


class Session(Payload, frozen=True, kw_only=True):
    """A session that was done, in whole or in part. `stopped` says why it ended early."""

    slot: Slot
    items: tuple[Done, ...]
    seconds: Seconds = 0
    done_share: Share
    form_score: Percent | None = None
    pain_before: Pain = Pain()
    zone_before: Zone | None = None
    stopped: Literal["", "hurts", "danger", "time", "tired", "other"] = ""
    camera: bool = False
    exercise: Word = ""


class SessionResponse(Payload, frozen=True, kw_only=True):
    """What a session did to the symptoms, as far as is known when it is told."""

    session: UUID
    pain_after: Pain = Pain()
    zone_after: Zone | None = None
    tingling: Annotated[int, Meta(ge=-1, le=1)] | None = None
    settled_within_hours: Hours | None = None
    effort: Score | None = None
    form_score: Percent | None = None
    flare_felt: bool | None = None
    danger: bool | None = None
    exercise: Word = ""


class CheckIn(Payload, frozen=True, kw_only=True):
    """The morning after: about the sessions of the day before `on`, and the night.

    `as_before` says that the person told in one tap that nothing has changed since the last time.
    """

    on: date
    pain: Pain = Pain()
    zone: Zone | None = None
    settled_within_hours: Hours | None = None
    sleep: Score | None = None
    bad_night: bool | None = None
    flare_felt: bool | None = None
    danger: bool | None = None
    walked_minutes: Annotated[float, Meta(ge=0, le=1440)] | None = None
    as_before: bool = False


class Questionnaire(Payload, frozen=True, kw_only=True):
    """The answers to an instrument, {item: whole number}. `named` are the person's own activities,
    in the order of the items that rate them."""

    instrument: Word
    answers: dict[Word, int]
    named: tuple[Name, ...] = ()


class PutOff(Payload, frozen=True, kw_only=True):
    """An instrument that the person does not want to answer before the day `until`."""

    instrument: Word
    until: date


class LookBack(Payload, frozen=True, kw_only=True):
    """What the person makes of a flare that began on `flare`: what came before, what helped."""

    flare: date
    before: tuple[Word, ...] = ()
    helped: tuple[Word, ...] = ()
    note: Text = ""


class Choice(Payload, frozen=True, kw_only=True):
    """What the person wants otherwise: another exercise, an easier one, less of it, or none."""

    exercise: Word
    want: Literal["easier", "swap", "less", "leave_out"]
    to: Word = ""
    share: Share = 0.5


class Setting(Payload, frozen=True, kw_only=True):
    """What the person has and wants, where it changes the program. None leaves it as it is;
    `usual_minutes` takes back a length that was asked for."""

    equipment: tuple[Word, ...] | None = None
    minutes: Annotated[float, Meta(ge=1, le=240)] | None = None
    usual_minutes: bool | None = None
    states: tuple[Word, ...] | None = None


class HabitPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """A small thing tied to a moment: when `moment`, then `habit`."""

    moment: Word
    habit: Word


class Habits(Payload, frozen=True, kw_only=True):
    """All the small things that the person wants to do now, in place of those before."""

    plans: tuple[HabitPlan, ...] = ()


class Reminders(Payload, frozen=True, kw_only=True):
    """When to remind, HH:MM of the person's day; None is never. In place of what was before."""

    morning: Clock | None = None
    evening: Clock | None = None
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None
    repeat: bool = False


class Missed(Payload, frozen=True, kw_only=True):
    """What got in the way of the sessions, as told on the day `on`."""

    on: date
    barrier: Word


class Yearly(Payload, frozen=True, kw_only=True):
    """That the yearly look was done, or put off, on the day `on`; it rests before `until`."""

    on: date
    done: bool
    until: date


class Note(Payload, frozen=True, kw_only=True):
    """Free words."""

    text: Text


class Question(Payload, frozen=True, kw_only=True):
    """What the person wants to ask a clinician; `settled` when it need not be asked any more."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    settled: bool = False


KINDS: dict[str, type[Payload]] = {
    "answers": Answers,
    "diagnosis": Diagnosis,
    "clearance": Clearance,
    "session": Session,
    "response": SessionResponse,
    "check_in": CheckIn,
    "choice": Choice,
    "setting": Setting,
    "note": Note,
    "questionnaire": Questionnaire,
    "put_off": PutOff,
    "look_back": LookBack,
    "question": Question,
    "habits": Habits,
    "reminders": Reminders,
    "missed": Missed,
    "yearly": Yearly,
}


Data = Mapping[str, object] | Payload
P = TypeVar("P", bound=Payload)


def read_payload(kind: type[P], data: Data) -> P:
    """The payload in its proper type. Raises `AnswerError` naming the field and the remedy."""
    try:
        return msgspec.convert(msgspec.to_builtins(data), kind, strict=False)
    except msgspec.ValidationError as error:
        fault, _, place = str(error).partition(" - at ")
        field = place.strip("`").removeprefix("$.") or kind.__name__.lower()
        remedy = f"a {kind.__name__.lower()} has {', '.join(kind.__struct_fields__)}"
        raise AnswerError([AnswerFault(field, fault[:1].lower() + fault[1:], remedy)]) from None
    except TypeError:
        fault = "this holds something that cannot be kept"
        raise AnswerError([AnswerFault(kind.__name__.lower(), fault, "use plain values")]) from None
