"""The check on what is kept: which answers count, what they come to, what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from ischia.care.check import Check
from ischia.care.decision import Decision
from ischia.care.interview import DANGER
from ischia.care.recheck import Counting
from ischia.care.screening import Screening
from ischia.protocol.model import Disposition
from ischia.record.decisions import CHECK, keep_decision, last_decision
from ischia.record.facts import (
    Answered,
    Recent,
    Said,
    Told,
    answers_of,
    corrections,
    day_of,
    recent_of,
    told_of,
    unsettled_at,
)
from ischia.record.keep import plain
from ischia.record.knowledge import Knowledge, knowledge
from ischia.record.models import Decision as Row
from ischia.record.models import Person
from ischia.record.shown import Ask, CheckView, Question
from ischia.record.standing import Cleared, Found, Standing, stand


class Looked(Struct, frozen=True):
    """A check with everything that it was made from."""

    check: Check
    counting: Counting
    answered: Answered
    told: Told
    recent: tuple[Recent, ...]
    standing: Standing
    worst: Disposition | None
    last: Row | None

    @property
    def said(self) -> dict[str, Said]:
        """The last answer to each question."""
        return self.answered.said


class CheckGiven(Struct, frozen=True, kw_only=True):
    """All that a check decision is made from. `answered` is every answer there was, those that no
    longer count included, so that nothing before it has to be read again."""

    answers: dict[str, Any]
    today: date
    answered: Answered
    waiting: tuple[str, ...] = ()
    covered: tuple[str, ...] = ()

    @property
    def entries(self) -> dict[str, UUID]:
        """Where each answer that counts stands."""
        return {finding: self.answered.said[finding].entry for finding in self.answers}


def decide(by: Knowledge, answers: Mapping[str, object], today: date) -> Check:
    """The pure part, as it is replayed."""
    return by.check(answers, today)


def fired(by: Knowledge, check: Check) -> tuple[str, ...]:
    """The red flags that hold and stand in the way of exercise."""
    flags = by.protocol.red_flags
    found = (flags[reason.rule] for reason in check.screening.reasons if reason.rule in flags)
    return tuple(dict.fromkeys(f.id for f in found if f.then is not Disposition.SELF_CARE))


def check_on(by: Knowledge, given: CheckGiven) -> Decision[dict[str, object]]:
    """The check and what is kept of it; the pure part, as it is replayed."""
    check = decide(by, given.answers, given.today)
    rules = fired(by, check)
    standing = Standing(dict.fromkeys(given.waiting, given.today), frozenset(given.covered))
    value: dict[str, object] = {
        "screening": check.screening.value,
        "fired": rules,
        "may_exercise": may_exercise(check.screening.value, rules, standing),
        "next_question": check.next_question and check.next_question.finding,
        "differential": [
            {"cause": e.cause, "band": e.band, "probability": e.probability}
            for e in check.differential.value
        ],
        "roots": check.roots.value,
    }
    return Decision(value, (*check.screening.reasons, *check.contradictions))


def look(person: Person, at: datetime) -> Looked:
    """Decide on the answers that count now."""
    by, today = knowledge(), day_of(person, at)
    last = last_decision(person, CHECK)
    then = None if last is None else msgspec.convert(last.input["answered"], Answered)
    answered = answers_of(person, then)
    given = {f: one.given for f, one in answered.said.items() if f in by.protocol.findings}
    lasts = timedelta(days=by.protocol.parameter("screening_current_days") + 1)
    recent = recent_of(person, at - lasts)
    counting = by.recheck(given, today, unsettled_at(recent))
    check = decide(by, counting.answers, today)
    reached = check.screening.value.disposition
    if not check.screening.value.complete and (counting.weekly or counting.before_session):
        everything = decide(by, {f: one.value for f, one in given.items()}, today)
        reached = _worse(reached, everything.screening.value.disposition)
    now = [Found(at, today, frozenset(fired(by, check)))] if _is_settled(check) else []
    told = told_of(person)
    standing = standing_of(person, told, now)
    return Looked(check, counting, answered, told, recent, standing, reached, last)


def _is_settled(check: Check) -> bool:
    """Whether this is a result: complete, or of such urgency that it is told at once."""
    screening = check.screening.value
    reached = screening.disposition
    urgent = reached is not None and reached.urgency >= Disposition.SAME_DAY.urgency
    return screening.complete or urgent


def _worse(one: Disposition | None, other: Disposition | None) -> Disposition | None:
    """The more urgent; that nothing was found before means nothing while questions are open."""
    if other is None or other is Disposition.SELF_CARE:
        return one
    return other if one is None else max(one, other, key=lambda d: d.urgency)


def keep_check(
    person: Person, looked: Looked, at: datetime, *, relied_on: bool = True
) -> int | None:
    """Keep the decision once there is one, unless it is the last one still.

    While questions are still being answered and nothing `relied_on` it, an answer that changes
    neither the screening nor where the person stands makes no decision of its own.
    """
    by, standing = knowledge(), looked.standing
    if not _is_settled(looked.check):
        return None
    given = CheckGiven(
        answers=looked.counting.answers,
        today=day_of(person, at),
        answered=looked.answered,
        waiting=tuple(sorted(standing.waiting)),
        covered=tuple(sorted(standing.covered)),
    )
    asking = not relied_on and looked.check.next_question is not None
    last = looked.last
    if last is not None and _is_same(last, by, given, looked.check, asking=asking):
        return last.pk
    decided = check_on(by, given)
    return keep_decision(
        person,
        CHECK,
        given=given,
        value=decided.value,
        reasons=decided.reasons,
        by=by,
        at=at,
    ).pk


def _is_same(last: Row, by: Knowledge, given: CheckGiven, check: Check, *, asking: bool) -> bool:
    """The same answers and clearances under the same knowledge; while `asking`, the same result."""
    then = msgspec.convert(last.input, CheckGiven)
    stood = (then.waiting, then.covered) == (given.waiting, given.covered)
    if last.protocol_id != by.protocol.version or not stood:
        return False
    found = (last.value["screening"], last.value["fired"])
    now = plain((check.screening.value, fired(by, check)))
    return list(found) == now and (asking or then.entries == given.entries)


def standing_of(person: Person, told: Told, now: Iterable[Found] = ()) -> Standing:
    """Everything that checks have found, the one of `now` included, and clinicians have cleared."""
    rows = Row.objects.filter(person=person, kind=CHECK).order_by("pk")
    plainly = list(rows.values_list("made_at", "value__fired"))
    slips = corrections(person) if any(rules for _, rules in plainly) else {}
    found = [
        Found(made_at, day_of(person, made_at), frozenset(rules))
        for made_at, rules in (_corrected(rows, slips) if slips else plainly)
    ]
    cleared = [Cleared(at, frozenset(said.covers)) for at, said in told.clearances]
    return stand([*found, *cleared, *now])


def _corrected(
    rows: Iterable[Row], slips: Mapping[tuple[UUID, str], object]
) -> Iterable[tuple[datetime, Iterable[str]]]:
    """What each check would have found without the slips that were corrected since."""
    for row in rows:
        entries = msgspec.convert(row.input, CheckGiven).entries
        right = {
            finding: slips[entry, finding]
            for finding, entry in entries.items()
            if (entry, finding) in slips
        }
        rules: Iterable[str] = row.value["fired"]
        if right and rules:
            answers: dict[str, Any] = {**row.input["answers"], **right}
            by, today = knowledge(), date.fromisoformat(row.input["today"])
            rules = fired(by, decide(by, answers, today))
        yield row.made_at, rules


def view(looked: Looked, decision: int | None) -> CheckView:
    """The check as the pages need it."""
    by, check, counting = knowledge(), looked.check, looked.counting
    screening, question = check.screening.value, check.next_question
    return CheckView(
        screening=screening,
        disposition=looked.worst,
        complete=screening.complete,
        next_question=question
        and Question(
            finding=by.protocol.findings[question.finding],
            purpose=question.purpose,
            last=looked.said[question.finding].given.value
            if question.finding in looked.said
            else None,
        ),
        differential=check.differential.value,
        roots=check.roots.value,
        reasons=check.screening.reasons,
        contradictions=check.contradictions,
        answers={finding: one.given.value for finding, one in looked.said.items()},
        again=() if screening.complete else (*counting.weekly, *counting.before_session),
        ask=_ask(looked),
        cleared=is_cleared(looked),
        may_exercise=allowed(looked),
        check=check,
        decision=decision,
    )


def allowed(looked: Looked) -> bool:
    """Whether nothing stands in the way of exercise now."""
    rules = fired(knowledge(), looked.check)
    return may_exercise(looked.check.screening.value, rules, looked.standing)


def may_exercise(screening: Screening, rules: Iterable[str], standing: Standing) -> bool:
    """Neither what is found now stands in the way, nor what was found before."""
    if not (screening.complete and screening.current) or standing.waiting:
        return False
    if screening.allows_exercise:
        return True
    reached = screening.disposition
    emergency = Disposition.EMERGENCY_TODAY.urgency
    clearable = reached is not None and reached.urgency < emergency
    return clearable and standing.clears(rules)


def is_cleared(looked: Looked) -> bool:
    """Whether a clinician has looked at everything that is found now, and something is found."""
    rules = fired(knowledge(), looked.check)
    return bool(rules) and looked.standing.clears(rules)


def _ask(looked: Looked) -> Ask:
    """Which safety questions are open."""
    question = looked.check.next_question
    if looked.check.screening.value.complete or question is None or question.purpose != DANGER:
        return ""
    if looked.counting.weekly:
        return "weekly"
    if looked.counting.before_session:
        return "before_session"
    return "first" if looked.last is None else "finish"
