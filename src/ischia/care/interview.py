"""Which question next: danger first, then whatever settles most about the cause.

While the screening is incomplete, the next question is the one that the most pressing open rule
waits for; then come those that could still change the disposition in other ways (`second_look`).
After that, what matters is which cause leads, and its band. What the open answers could still make
of each cause (`outlook`, `bounds`) says what is in doubt: every rival that could pass the leader,
and the band, if the leader could leave it. The next question is the one that is expected to take
away the largest share of these doubts.

The interview stops when no answers to the questions left could change the disposition, the leading
cause or its band: none at all, however unlikely. Two things are not waited for: where a person is
to be seen today, what the cause may be; in an emergency, whether what was denied makes it graver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.asking import (
    EMERGENCIES,
    Ask,
    AskOpen,
    asking_order,
    compile_ask,
    compile_ask_open,
)
from ischia.care.bounds import (
    Bounds,
    Forecast,
    Foresee,
    OpenFeature,
    cause_bounds,
    compile_foresee,
)
from ischia.care.differential import CauseEstimate, compile_hypotheses
from ischia.care.evaluate import UNSURE, Answers
from ischia.care.evidence import probability_of
from ischia.care.outlook import Look, Outlook, compile_look, influence, influences_of
from ischia.care.screening import Screening
from ischia.care.second_look import SecondLook
from ischia.protocol.condition import Condition, Test
from ischia.protocol.model import OTHER, Disposition, Protocol

DANGER, PICTURE = "danger", "picture"
_SLACK = 1e-9  # the same weights, added up in another order, differ by less
_AGE = Test("age_years", "at_least")  # what the priors depend on


class NextQuestion(Struct, frozen=True):
    """The finding to ask about, and what for: danger or picture.

    `settles` is the share of each doubt about the cause that the answer is expected to take away,
    added up over the doubts; 0 where the question is not about the cause.
    """

    finding: str
    purpose: str
    settles: float = 0.0


class _Doubts(Struct, frozen=True):
    """How far each rival could pass the leader; how far the leader could move, if that could change
    its band; how far everything could, if "other" is in the contest. In log odds."""

    leader: str
    rivals: dict[str, float]
    band: float
    all: float


class _Prepared(Struct, frozen=True):
    """Everything that is the same for every person."""

    protocol: Protocol
    dangers: dict[str, Ask]
    look: Look
    foresee: Foresee
    age: AskOpen
    features: dict[str, AskOpen]
    second_look: SecondLook


Interview = Callable[[Answers, Answers, Screening, Sequence[CauseEstimate]], NextQuestion | None]


def compile_interview(protocol: Protocol) -> Interview:
    """A function `next_question(said, answers, screening, differential)` for this protocol."""
    hypotheses = compile_hypotheses(protocol)
    influences = influences_of(protocol)
    features = [item.feature for hypothesis in hypotheses for item in hypothesis.features]
    rules = asking_order(protocol)

    def ask_open(condition: Condition) -> AskOpen:
        bearing = influence(condition, protocol, influences)
        in_order = [finding for finding in protocol.findings if finding in bearing]
        return compile_ask_open(condition, protocol, in_order)

    about = [_AGE, *(item.when for item in features), *(rule.when for rule in rules)]
    prepared = _Prepared(
        protocol=protocol,
        dangers={rule.id: compile_ask(rule.when, protocol) for rule in rules},
        look=compile_look(protocol, about),
        foresee=compile_foresee(protocol, hypotheses),
        age=ask_open(_AGE),
        features={feature.id: ask_open(feature.when) for feature in features},
        second_look=SecondLook(protocol, influences),
    )
    return partial(_next_question, prepared)


def _next_question(
    prepared: _Prepared,
    said: Answers,
    answers: Answers,
    screening: Screening,
    estimates: Sequence[CauseEstimate],
) -> NextQuestion | None:
    """The next question for what was `said`, settled to `answers`; None when none is needed."""
    for rule in screening.open_rules:
        finding = prepared.dangers[rule](answers)
        if finding is not None:
            return NextQuestion(finding, DANGER)
    if screening.disposition is None:
        return None
    outlook = prepared.look(said, answers, screening.allows_exercise)
    reached = screening.disposition
    finding = prepared.second_look.could_lower(answers, outlook, reached.urgency)
    if finding is not None:
        return NextQuestion(finding, DANGER)
    if reached not in EMERGENCIES:
        finding = prepared.second_look.could_raise(answers, outlook, reached.urgency)
        if finding is not None:
            return NextQuestion(finding, DANGER)
    if reached.urgency >= Disposition.SAME_DAY.urgency:
        return None  # what matters now is being seen, not what it may be
    return _about_the_cause(prepared, answers, outlook, estimates)


def _about_the_cause(
    prepared: _Prepared, answers: Answers, outlook: Outlook, estimates: Sequence[CauseEstimate]
) -> NextQuestion | None:
    """The question that settles most of what could still change the leader or its band."""
    if _AGE.finding in outlook.may:
        finding = prepared.age(answers, outlook.open)
        return None if finding is None else NextQuestion(finding, PICTURE)
    forecasts = prepared.foresee(answers, outlook.may)
    doubts = _doubts(prepared.protocol, forecasts, estimates[0].cause)
    if doubts is None:
        return None
    chances = {estimate.cause: probability_of(estimate.log_odds) for estimate in estimates}
    settles: dict[str, float] = {}
    for forecast in forecasts:
        cause = forecast.hypothesis.prior_of
        if not (doubts.all or cause == doubts.leader or cause in doubts.rivals):
            continue
        for item in forecast.open:
            worth = _worth(item, cause, chances[cause], doubts, answers)
            ask = prepared.features[item.weighed.feature.id]
            if worth and (finding := ask(answers, outlook.open)) is not None:
                settles[finding] = settles.get(finding, 0.0) + worth
    best = max(settles, key=lambda finding: settles[finding], default=None)
    return None if best is None else NextQuestion(best, PICTURE, settles[best])


def _doubts(protocol: Protocol, forecasts: Sequence[Forecast], leader: str) -> _Doubts | None:
    """What could still change the conclusion; None when nothing could."""
    bounds = cause_bounds(forecasts, protocol.parameter("self_report_cap"))
    least, most = bounds[leader]
    rivals = {
        cause: max(high - least, _SLACK)
        for cause, (_, high) in bounds.items()
        if cause != leader and high >= least - _SLACK
    }
    band = most - least if _band_open(protocol, bounds[leader]) else 0.0
    if not rivals and not band:
        return None
    everything = 0.0
    if leader == OTHER or OTHER in rivals:  # every cause leaves less over for "other"
        everything = sum(forecast.log_odds[1] - forecast.log_odds[0] for forecast in forecasts)
    return _Doubts(leader, rivals, band, everything)


def _band_open(protocol: Protocol, bounds: Bounds) -> bool:
    least, most = map(probability_of, bounds)
    edges = (protocol.parameter("band_more_likely"), protocol.parameter("band_possible"))
    return any(least - _SLACK < edge <= most + _SLACK for edge in edges)


def _worth(
    item: OpenFeature, cause: str, chance: float, doubts: _Doubts, answers: Answers
) -> float:
    """The share of each doubt that knowing this feature is expected to take away, added up."""
    raises, lowers = _narrowing(item, chance, answers)
    worth = 0.0
    if cause == doubts.leader:
        worth += sum(min(gap, raises) / gap for gap in doubts.rivals.values())
        worth += (raises + lowers) / doubts.band if doubts.band else 0.0
    elif cause in doubts.rivals:
        gap = doubts.rivals[cause]
        worth += min(gap, lowers) / gap
    if doubts.all:
        worth += (raises + lowers) / doubts.all
    return worth


def _narrowing(item: OpenFeature, chance: float, answers: Answers) -> tuple[float, float]:
    """By how much the answer is expected to raise the least, and to lower the most, that a cause
    of this `chance` can become. Where no frequencies are known, the middle is expected."""
    weighed, choice = item.weighed, item.choice
    expected = (choice.least + choice.most) / 2
    if weighed.yes_if_not and weighed.known(answers) == UNSURE:
        yes = chance * weighed.yes_if + (1 - chance) * weighed.yes_if_not
        expected = yes * weighed.if_yes + (1 - yes) * weighed.if_no
        expected = min(max(expected, choice.least), choice.most)
    return expected - choice.least, choice.most - expected
