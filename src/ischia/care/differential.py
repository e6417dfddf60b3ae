"""The differential: how likely each cause is, as a band, with what speaks for and against it.

Every cause is weighed on its own against its absence, which is how likelihood ratios are
published; causes can therefore coexist, and their probabilities need not add up to one. Mimics are
weighed alike and gathered into "other or not spinal", which is never less than what the six causes
leave over. It is not a diagnosis: what a person reports alone can never pass `self_report_cap`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.evaluate import Answers
from ischia.care.evidence import (
    Z95,
    Contribution,
    Weighed,
    add_up,
    log_odds,
    probability_of,
    weigh,
)
from ischia.care.sayings import NOT_SO
from ischia.protocol.condition import findings_of
from ischia.protocol.model import OTHER, Prior, Protocol, Share

_FLOOR = 1e-3  # keeps the log odds of "other" finite
MORE_LIKELY, POSSIBLE, LESS_LIKELY = "more_likely", "possible", "less_likely"


class Evidence(Struct, frozen=True):
    """One feature for or against: `ratio` is its likelihood ratio after damping."""

    feature: str
    text: str
    ratio: float
    reason: Reason


class CauseEstimate(Struct, frozen=True, kw_only=True):
    """A cause with its probability (low, mid, high), band, and the evidence, strongest first."""

    cause: str
    band: str
    probability: tuple[float, float, float]
    supporting: tuple[Evidence, ...]
    opposing: tuple[Evidence, ...]
    log_odds: float
    mimics: tuple[str, ...] = ()


class Hypothesis(Struct, frozen=True):
    """A cause or mimic ready to be weighed. `share` is its part of the prior of `prior_of`."""

    id: str
    prior_of: str
    share: float
    features: tuple[Weighed, ...]


Differentiate = Callable[[Answers], Decision[tuple[CauseEstimate, ...]]]


def compile_hypotheses(protocol: Protocol) -> tuple[Hypothesis, ...]:
    """Every cause and mimic with its features."""
    weighed: dict[str, list[Weighed]] = {}
    for feature in protocol.features.values():
        weighed.setdefault(feature.about, []).append(weigh(feature, protocol))
    return tuple(
        Hypothesis(
            id=cause.id,
            prior_of=OTHER if cause.kind == "mimic" else cause.id,
            share=cause.share_of_other if cause.kind == "mimic" else 1.0,
            features=tuple(weighed.get(cause.id, ())),
        )
        for cause in protocol.causes.values()
        if cause.kind in ("cause", "mimic")
    )


def compile_differential(protocol: Protocol) -> Differentiate:
    """A function `differential(answers)` on settled answers, prepared for this protocol."""
    return partial(differential, protocol, compile_hypotheses(protocol))


def prior_for(protocol: Protocol, answers: Answers) -> Prior:
    """The age band that applies; the one marked for it when the age is not known."""
    age = answers.get("age_years")
    bands = protocol.priors.values()
    if isinstance(age, float):
        return next(band for band in bands if band.from_age <= age < band.below_age)
    return next(band for band in bands if band.when_age_unknown)


def differential(
    protocol: Protocol, hypotheses: Sequence[Hypothesis], answers: Answers
) -> Decision[tuple[CauseEstimate, ...]]:
    """Rank the causes for settled `answers`, the most likely first."""
    prior = prior_for(protocol, answers)
    causes: list[CauseEstimate] = []
    mimics: list[CauseEstimate] = []
    for hypothesis in hypotheses:
        estimate = _estimate(protocol, hypothesis, prior.shares[hypothesis.prior_of], answers)
        (causes if hypothesis.prior_of == hypothesis.id else mimics).append(estimate)
    causes.append(_gather_other(protocol, causes, mimics))
    causes.sort(key=lambda estimate: (-estimate.log_odds, estimate.cause))
    reasons = (
        reason_of(prior, prior.note, ("age_years",)),
        *(evidence.reason for estimate in causes for evidence in estimate.supporting),
    )
    return Decision(tuple(causes), reasons)


def _estimate(
    protocol: Protocol, hypothesis: Hypothesis, share: Share, answers: Answers
) -> CauseEstimate:
    parts = add_up(hypothesis.features, answers, protocol.parameter("damping"))
    start = log_odds(share.mid * hypothesis.share)
    spread = (log_odds(share.high) - log_odds(share.low)) / (2 * Z95)
    middle = start + sum(part.log for part in parts)
    reach = Z95 * math.sqrt(spread * spread + sum(part.variance for part in parts))
    examined = any(part.from_clinician for part in parts)
    cap = 1.0 if examined else protocol.parameter("self_report_cap")
    low, mid, high = (min(cap, probability_of(middle + step)) for step in (-reach, 0.0, reach))
    ranked = sorted(parts, key=lambda part: -abs(part.log))
    return CauseEstimate(
        cause=hypothesis.id,
        band=band_of(protocol, mid),
        probability=(low, mid, high),
        supporting=tuple(_evidence(part) for part in ranked if part.log > 0),
        opposing=tuple(_evidence(part) for part in ranked if part.log < 0),
        log_odds=middle,
    )


def _gather_other(
    protocol: Protocol, causes: Sequence[CauseEstimate], mimics: Sequence[CauseEstimate]
) -> CauseEstimate:
    """At least one mimic, and never less than what the six causes leave over."""
    bounds: list[float] = []
    for index in range(3):
        chances = [mimic.probability[index] for mimic in mimics]
        bounds.append(other_probability(chances, [c.probability[2 - index] for c in causes]))
    low, mid, high = sorted(min(bound, protocol.parameter("self_report_cap")) for bound in bounds)
    ranked = sorted(mimics, key=lambda mimic: -mimic.log_odds)
    return CauseEstimate(
        cause=OTHER,
        band=band_of(protocol, mid),
        probability=(low, mid, high),
        supporting=tuple(evidence for mimic in ranked for evidence in mimic.supporting),
        opposing=(),
        log_odds=log_odds(mid),
        mimics=tuple(mimic.cause for mimic in ranked if mimic.supporting),
    )


def other_probability(mimics: Sequence[float], causes: Sequence[float]) -> float:
    """At least one of the mimics, and never less than what the causes leave over."""
    none_of_them = math.prod(1 - mimic for mimic in mimics)
    return max(1 - none_of_them, 1 - sum(causes), _FLOOR)


def band_of(protocol: Protocol, probability: float) -> str:
    """The band a probability falls in."""
    if probability >= protocol.parameter("band_more_likely"):
        return MORE_LIKELY
    return POSSIBLE if probability >= protocol.parameter("band_possible") else LESS_LIKELY


def _evidence(part: Contribution) -> Evidence:
    feature = part.feature
    text = feature.label if part.holds else NOT_SO.format(feature=feature.label)
    findings = findings_of(feature.when)
    return Evidence(feature.id, text, math.exp(part.log), reason_of(feature, text, findings))
