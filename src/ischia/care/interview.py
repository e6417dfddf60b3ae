"""Which question next: danger first, then whatever tells most about the cause.

While the screening is incomplete, the next question is the one that the most pressing open rule
waits for. After that, each open finding is valued by the information (in bits) it is expected to
give about those causes that could still change the conclusion: which cause leads, and its band.
The interview stops when no answers still open are likely to change either: when the leading cause
stays ahead, and in its band, over the range that the open answers span (`interview_reach` standard
deviations; see `evidence.reach`). What this costs in agreement is measured by bench/questions.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.asking import Ask, asking_order, compile_ask
from ischia.care.differential import (
    CauseEstimate,
    Hypothesis,
    compile_hypotheses,
    other_probability,
    prior_for,
)
from ischia.care.evaluate import UNSURE, Answers
from ischia.care.evidence import Weighed, entropy, log_odds, probability_of, reach
from ischia.care.screening import Screening
from ischia.protocol.model import OTHER, Disposition, Protocol

DANGER, PICTURE = "danger", "picture"


class NextQuestion(Struct, frozen=True):
    """The finding to ask about, and what for: danger or picture. `bits` is what it should tell."""

    finding: str
    purpose: str
    bits: float = 0.0


class _Candidate(Struct, frozen=True):
    """A feature with a question behind it, and the cause it bears on."""

    hypothesis: str
    weighed: Weighed
    ask: Ask


Interview = Callable[[Answers, Screening, Sequence[CauseEstimate]], NextQuestion | None]


def compile_interview(protocol: Protocol) -> Interview:
    """A function `next_question(answers, screening, differential)` for this protocol."""
    askers = {rule.id: compile_ask(rule.when, protocol) for rule in asking_order(protocol)}
    hypotheses = compile_hypotheses(protocol)
    candidates = tuple(_candidates(protocol, hypotheses))
    return partial(next_question, protocol, askers, hypotheses, candidates)


def _candidates(protocol: Protocol, hypotheses: Iterable[Hypothesis]) -> Iterable[_Candidate]:
    for hypothesis in hypotheses:
        for weighed in hypothesis.features:
            if weighed.from_clinician:
                continue
            ask = compile_ask(weighed.feature.when, protocol)
            yield _Candidate(hypothesis.prior_of, weighed, ask)


def next_question(
    protocol: Protocol,
    askers: dict[str, Ask],
    hypotheses: Sequence[Hypothesis],
    candidates: Sequence[_Candidate],
    answers: Answers,
    screening: Screening,
    estimates: Sequence[CauseEstimate],
) -> NextQuestion | None:
    """The next question on settled `answers`, or None when nothing more needs asking."""
    for rule in screening.open_rules:
        finding = askers[rule](answers)
        if finding is not None:
            return NextQuestion(finding, DANGER)
    if (
        screening.disposition is None
        or screening.disposition.urgency >= Disposition.SAME_DAY.urgency
    ):
        return None  # what matters now is being seen, not what it may be
    contenders = _contenders(protocol, hypotheses, answers, estimates)
    if not contenders:
        return None
    undecided = [
        (candidate, finding)
        for candidate in candidates
        if candidate.hypothesis in contenders
        and candidate.weighed.known(answers) == UNSURE
        and (finding := candidate.ask(answers)) is not None
        and (screening.allows_exercise or not protocol.findings[finding].physical)
    ]
    return _most_telling(undecided, estimates)


def _most_telling(
    undecided: Sequence[tuple[_Candidate, str]],
    estimates: Sequence[CauseEstimate],
) -> NextQuestion | None:
    chances = {estimate.cause: probability_of(estimate.log_odds) for estimate in estimates}
    bits: dict[str, float] = {}
    for candidate, finding in undecided:
        gain = _expected_bits(candidate.weighed, chances[candidate.hypothesis])
        bits[finding] = bits.get(finding, 0.0) + gain
    if not bits:
        return None
    best = max(bits, key=lambda finding: bits[finding])
    return NextQuestion(best, PICTURE, bits[best])


def _contenders(
    protocol: Protocol,
    hypotheses: Sequence[Hypothesis],
    answers: Answers,
    estimates: Sequence[CauseEstimate],
) -> set[str]:
    """The causes whose final place or band is still open; empty when the conclusion is fixed."""
    bounds = _bounds(protocol, hypotheses, answers, estimates)
    leader = estimates[0].cause
    lowest, highest = bounds[leader]
    rivals = {cause for cause, (_, most) in bounds.items() if cause != leader and most >= lowest}
    edges = (protocol.parameter("band_more_likely"), protocol.parameter("band_possible"))
    band_open = any(lowest < edge <= highest for edge in edges)
    if not rivals and not band_open:
        return set()
    contenders = rivals | {leader}
    return set(bounds) if OTHER in contenders else contenders  # every cause leaves less over


def _bounds(
    protocol: Protocol,
    hypotheses: Sequence[Hypothesis],
    answers: Answers,
    estimates: Sequence[CauseEstimate],
) -> dict[str, tuple[float, float]]:
    """For each cause, the least and most probable it is likely to become."""
    prior = prior_for(protocol, answers)
    width = protocol.parameter("interview_reach")
    now = {estimate.cause: estimate.log_odds for estimate in estimates}
    causes: dict[str, tuple[float, float]] = {}
    mimics: list[tuple[float, float]] = []
    for hypothesis in hypotheses:
        is_cause = hypothesis.id == hypothesis.prior_of
        start = log_odds(prior.shares[hypothesis.prior_of].mid * hypothesis.share)
        start = now[hypothesis.id] if is_cause else start
        far = reach(hypothesis.features, answers, probability_of(start), width)
        bound = probability_of(start + far.least), probability_of(start + far.most)
        if is_cause:
            causes[hypothesis.id] = bound
        else:
            mimics.append(bound)
    other = probability_of(now[OTHER])
    causes[OTHER] = (
        min(other, other_probability([low for low, _ in mimics], [p for _, p in causes.values()])),
        max(
            other, other_probability([high for _, high in mimics], [p for p, _ in causes.values()])
        ),
    )
    return causes


def _expected_bits(weighed: Weighed, chance: float) -> float:
    """Mutual information between the answer and the hypothesis, in bits."""
    if not weighed.yes_if_not:
        return 0.0
    yes = chance * weighed.yes_if + (1 - chance) * weighed.yes_if_not
    if not 0 < yes < 1:
        return 0.0
    after_yes = chance * weighed.yes_if / yes
    after_no = chance * (1 - weighed.yes_if) / (1 - yes)
    return entropy(chance) - yes * entropy(after_yes) - (1 - yes) * entropy(after_no)
