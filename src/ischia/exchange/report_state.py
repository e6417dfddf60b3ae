"""The report's right side: what screening found, what it may be, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from ischia.care.decision import Reason
from ischia.care.differential import CauseEstimate, Evidence
from ischia.exchange.report_parts import Row, Section, first_of, shortened
from ischia.exchange.wording import said
from ischia.exchange.words import day_in_words, said_in_words
from ischia.protocol.model import Disposition, Protocol
from ischia.record.decisions import CHECK, last_decision
from ischia.record.facts import day_of, told_of
from ischia.record.knowledge import knowledge
from ischia.record.models import Person
from ischia.record.programs import waiting_reasons
from ischia.record.shown import CheckView

MOST_CAUSES, MOST_EVIDENCE, MOST_FINDINGS, MOST_REASONS = 3, 4, 12, 5
NOTE_LETTERS = 240
FIRST = ("age_years", "sex", "duration_weeks", "side")


def screening(person: Person, protocol: Protocol, seen: CheckView) -> Section:
    """The result of the safety check, its day, and what fired. It never says more than it knows."""
    title = _("Safety check (red flags)")
    if seen.disposition is None and not seen.reasons:
        unknown = _("Not finished: questions are open. Nothing can be said about red flags.")
        return Section(title=title, lead=unknown, alarm=True)
    reached = seen.disposition or Disposition.SELF_CARE
    rows = [Row(head=said(reason.text)) for reason in seen.reasons]
    if reached is Disposition.SELF_CARE:
        lead, rows = _("No red flag found in the answers."), []
    else:
        lead = protocol.dispositions[reached].headline
    if not seen.complete:
        lead = " ".join([lead, _("Not finished: questions are open.")])
    waiting = [Row(head=said(reason.text)) for reason in _waiting(person)]
    known = {row.head for row in rows}
    shown, note = first_of([*rows, *(r for r in waiting if r.head not in known)], MOST_REASONS)
    notes = (_checked(person), _cleared(person, seen), note)
    alarm = reached is not Disposition.SELF_CARE or not seen.may_exercise
    return Section(
        title=title, lead=lead, rows=shown, note=" ".join(filter(None, notes)), alarm=alarm
    )


def _waiting(person: Person) -> Iterable[Reason]:
    last = last_decision(person, CHECK)
    rules: Sequence[str] = () if last is None else last.input["waiting"]
    return waiting_reasons(knowledge(), rules)


def _checked(person: Person) -> str:
    last = last_decision(person, CHECK)
    if last is None:
        return ""
    day = day_in_words(day_of(person, last.made_at))
    return _("Last result kept on %(day)s.") % {"day": day}


def _cleared(person: Person, seen: CheckView) -> str:
    cleared = told_of(person).clearances
    if not cleared or not seen.cleared:
        return ""
    said = cleared[-1][1]
    words = {"by": shortened(said.by, 60), "day": day_in_words(said.on)}
    return _("The person told that %(by)s has looked on %(day)s and lets exercise go on.") % words


def diagnosis(person: Person, protocol: Protocol) -> Section:
    """What a clinician said, as the person wrote it down."""
    title, said = _("Diagnosis recorded"), told_of(person).diagnosis
    if said is None:
        return Section(title=title, lead=_("None."))
    known = protocol.causes.get(said.cause)
    status = {"provisional": _("provisional"), "confirmed": _("confirmed")}[said.status]
    text = _("%(status)s, by %(by)s, %(day)s") % {
        "status": status,
        "by": shortened(said.by, 80),
        "day": day_in_words(said.on),
    }
    row = Row(
        head=known.title if known else said.cause,
        text=text,
        small=shortened(said.note, NOTE_LETTERS),
    )
    return Section(title=title, rows=(row,), note=_("As the person wrote it down."))


def causes(protocol: Protocol, seen: CheckView) -> Section:
    """The likeliest causes with reasons for and against; none before the check has a result."""
    title = _("What it may be (differential)")
    note = _(
        "From what the person told, which is weak evidence: even “more likely” is a hint and no "
        "more. Not a diagnosis."
    )
    if seen.disposition is None:
        return Section(title=title, lead=_("Not before the safety check is finished."))
    rows = [_cause(protocol, estimate) for estimate in seen.differential]
    shown, _more = first_of(rows, MOST_CAUSES)
    if seen.roots.pattern:
        titles = ", ".join(protocol.roots[name].title for name in seen.roots.pattern)
        shown = (*shown, Row(head=_("Nerve root it looks like"), text=titles))
    return Section(title=title, rows=shown, note=note)


def _cause(protocol: Protocol, estimate: CauseEstimate) -> Row:
    band = {
        "more_likely": _("more likely"),
        "possible": _("possible"),
        "less_likely": _("less likely"),
    }[estimate.band]
    parts = (
        (_("Fits:"), estimate.supporting),
        (_("Does not fit:"), estimate.opposing),
    )
    small = " ".join(f"{word} {_listed(evidence)}." for word, evidence in parts)
    return Row(head=protocol.causes[estimate.cause].title, text=band, small=small)


def _listed(evidence: Sequence[Evidence]) -> str:
    texts = [said(item.text).rstrip(".") for item in evidence[:MOST_EVIDENCE]]
    return "; ".join(texts) or _("nothing told")


def findings(protocol: Protocol, seen: CheckView) -> Section:
    """What was examined, and the answers on which the causes above rest."""
    named = dict.fromkeys((*FIRST, *_examined(protocol, seen), *_behind(seen)))
    rows = [
        Row(
            head=protocol.findings[name].label,
            text=said_in_words(protocol, protocol.findings[name], seen.answers[name]),
            small=_("examined") if protocol.findings[name].who == "clinician" else "",
        )
        for name in named
        if name in seen.answers and name in protocol.findings
    ]
    shown, note = first_of(rows, MOST_FINDINGS)
    return Section(title=_("Findings"), rows=shown, note=note)


def _examined(protocol: Protocol, seen: CheckView) -> Iterable[str]:
    known = protocol.findings
    return (name for name in seen.answers if name in known and known[name].who == "clinician")


def _behind(seen: CheckView) -> Iterable[str]:
    for estimate in seen.differential[:MOST_CAUSES]:
        for item in (*estimate.supporting, *estimate.opposing):
            yield from item.reason.findings
