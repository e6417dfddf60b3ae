"""What the journey hands to the pages: plain values, each with its reasons."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from ischia.care.check import Check
from ischia.care.decision import Reason
from ischia.care.differential import CauseEstimate
from ischia.care.dose import Amount
from ischia.care.plan import Change
from ischia.care.response import Light
from ischia.care.roots import RootPicture
from ischia.care.screening import Screening
from ischia.protocol.model import Disposition, Finding

Ask = Literal["", "first", "weekly", "before_session", "finish"]


class Question(Struct, frozen=True, kw_only=True):
    """What to ask next, and what for: `danger` or `picture`. `last` is the answer given before."""

    finding: Finding
    purpose: str
    last: object = None


class CheckView(Struct, frozen=True, kw_only=True):
    """Where the check stands.

    `disposition` is the most urgent that holds, answers awaiting to be given again included; None
    while nothing has been found and questions are open. `answers` maps every finding to what was
    said last, and `again` names those that are asked once more. `cleared` says that a clinician
    has looked at everything that was found. `may_exercise` is the last word.
    """

    screening: Screening
    disposition: Disposition | None
    complete: bool
    next_question: Question | None
    differential: tuple[CauseEstimate, ...]
    roots: RootPicture
    reasons: tuple[Reason, ...]
    contradictions: tuple[Reason, ...]
    answers: dict[str, object]
    again: tuple[str, ...]
    ask: Ask
    cleared: bool
    may_exercise: bool
    check: Check
    decision: int | None = None


class TodayItem(Struct, frozen=True, kw_only=True):
    """One exercise of today: how much, how long (minutes), what for, and why."""

    exercise: str
    role: str
    dose: Amount
    minutes: float
    why: tuple[str, ...]
    easier: str
    harder: str


class TodaySession(Struct, frozen=True, kw_only=True):
    """One of today's sessions. `done` is the share that was done, None before; `entry` its entry.

    A `gentle` one belongs to a flare's days of rest: to be done as far as it eases.
    """

    slot: str
    items: tuple[TodayItem, ...]
    minutes: float
    done: float | None = None
    entry: UUID | None = None
    gentle: bool = False


class Today(Struct, frozen=True, kw_only=True):
    """What today holds. Without sessions, `reasons` say why.

    `ask` names the questions to be answered first (none: ""). `waits_for` is the day whose
    sessions wait for what this morning brings; telling it comes before the first session.
    """

    day: date
    stage: str
    cause: str
    sessions: tuple[TodaySession, ...]
    ask: Ask
    disposition: Disposition | None
    message: str
    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    waits_for: date | None = None
    review_on: date | None = None
    decision: int | None = None

    @property
    def check_in(self) -> bool:
        """Whether the morning's questions are open."""
        return self.waits_for is not None

    @property
    def nothing_fits(self) -> bool:
        """Whether exercise would be allowed, but no exercise is right for this person."""
        return self.stage != "" and not self.sessions and self.decision is None

    @property
    def since(self) -> date | None:
        """The day that the morning's questions ask about, where it is longer ago than yesterday."""
        ago = 0 if self.waits_for is None else (self.day - self.waits_for).days
        return self.waits_for if ago > 1 else None

    @property
    def needs_check(self) -> bool:
        """Whether safety questions come before anything else."""
        return self.ask != ""


class Tomorrow(Struct, frozen=True, kw_only=True):
    """What a response changes. `settled` is False while it depends on the next morning: then this
    is what will be if the morning is no worse than before the session."""

    light: Light | None
    changes: tuple[Change, ...]
    reasons: tuple[Reason, ...]
    stage: str
    disposition: Disposition
    settled: bool
    message: str
