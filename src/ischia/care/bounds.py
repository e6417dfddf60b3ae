"""How far the open answers can still move each cause: bounds that hold whatever is answered.

Within a construct the strongest decided feature counts in full and the others are damped, so an
answer can also move the sum by becoming the strongest. With damping d the sum is

    d * (all of them) + (1 - d) * (the strongest)

and each feature adds one of the weights in its span. The first part is largest when each adds its
largest weight. The strongest is at least as strong as the weakest weight that every feature could
add (`floor`), so the second part is at most the largest weight of that strength. Both are reached
together, unless two weights tie. The bounds are added up over the constructs, as if no two features
shared a finding, which can only widen them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.differential import Hypothesis, other_probability, prior_for
from ischia.care.evaluate import NO, UNSURE, YES, Answers
from ischia.care.evidence import Weighed, log_odds, probability_of
from ischia.care.outlook import reads_of
from ischia.care.span import May, Span, SpanOf, compile_span
from ischia.protocol.model import OTHER, Prior, Protocol

Bounds = tuple[float, float]
"""The least and the most that something can become."""
_SPANS = tuple((low, high) for low in (NO, UNSURE, YES) for high in range(low, YES + 1))


class Choice(Struct, frozen=True):
    """The weights that a feature may still add to the log odds, and their extremes.

    `weakest` is the least of their strengths; `counts` tells whether the feature has any weight at
    the least and at the most decided of its levels.
    """

    weights: tuple[float, ...]
    least: float
    most: float
    weakest: float
    counts: tuple[bool, bool]


class _BoundedFeature(Struct, frozen=True):
    """A feature with its span, and what it may add for each span."""

    weighed: Weighed
    span: SpanOf
    reads: frozenset[str]
    choices: dict[Span, Choice]


class OpenFeature(Struct, frozen=True):
    """A feature whose weight is still open."""

    weighed: Weighed
    choice: Choice


class Forecast(Struct, frozen=True):
    """Where a cause or mimic may end: bounds of its log odds and of its capped probability."""

    hypothesis: Hypothesis
    log_odds: Bounds
    probability: Bounds
    open: tuple[OpenFeature, ...]


class _Bounded(Struct, frozen=True):
    """A cause or mimic, its features by construct."""

    hypothesis: Hypothesis
    constructs: tuple[tuple[_BoundedFeature, ...], ...]


Foresee = Callable[[Answers, May], tuple[Forecast, ...]]


def compile_foresee(protocol: Protocol, hypotheses: Iterable[Hypothesis]) -> Foresee:
    """A function `foresee(answers, may)`, prepared for this protocol."""
    return partial(_foresee, protocol, [_bounded(h, protocol) for h in hypotheses])


def _bounded(hypothesis: Hypothesis, protocol: Protocol) -> _Bounded:
    constructs: dict[str, list[_BoundedFeature]] = {}
    for weighed in hypothesis.features:
        when = weighed.feature.when
        feature = _BoundedFeature(
            weighed=weighed,
            span=compile_span(when, protocol),
            reads=reads_of(when, protocol),
            choices={span: choice_of(weighed, span) for span in _SPANS},
        )
        constructs.setdefault(weighed.feature.construct, []).append(feature)
    return _Bounded(hypothesis, tuple(map(tuple, constructs.values())))


def choice_of(weighed: Weighed, span: Span) -> Choice:
    """What a feature may still add when its level may end anywhere in `span`."""
    low, high = span
    at = ((weighed.if_no, weighed.absent), (0.0, None), (weighed.if_yes, weighed.present))
    possible = at[low : high + 1]
    weights = tuple(weight for weight, _ in possible)
    counts = [weight is not None for _, weight in possible]
    weakest = min(abs(weight) for weight in weights)
    return Choice(weights, min(weights), max(weights), weakest, (all(counts), any(counts)))


def construct_bounds(choices: Sequence[Choice], damping: float) -> Bounds:
    """The least and the most that the features of one construct add to the log odds."""
    if len(choices) < 2:
        return (choices[0].least, choices[0].most) if choices else (0.0, 0.0)
    floor = max([choice.weakest for choice in choices])
    strongest = [w for choice in choices for w in choice.weights if abs(w) >= floor]
    least = damping * sum([choice.least for choice in choices])
    most = damping * sum([choice.most for choice in choices])
    return least + (1 - damping) * min(strongest), most + (1 - damping) * max(strongest)


def _foresee(
    protocol: Protocol, hypotheses: Sequence[_Bounded], answers: Answers, may: May
) -> tuple[Forecast, ...]:
    prior = prior_for(protocol, answers)
    damping, cap = protocol.parameter("damping"), protocol.parameter("self_report_cap")
    return tuple(_forecast(each, prior, damping, cap, answers, may) for each in hypotheses)


def _forecast(
    bounded: _Bounded, prior: Prior, damping: float, cap: float, answers: Answers, may: May
) -> Forecast:
    hypothesis = bounded.hypothesis
    least = most = log_odds(prior.shares[hypothesis.prior_of].mid * hypothesis.share)
    surely_examined = perhaps_examined = False
    still_open: list[OpenFeature] = []
    for construct in bounded.constructs:
        choices: list[Choice] = []
        for feature in construct:
            choice = _choice_now(feature, answers, may)
            if choice is None:
                continue
            choices.append(choice)
            if choice.least < choice.most:
                still_open.append(OpenFeature(feature.weighed, choice))
            if feature.weighed.from_clinician:
                surely_examined |= choice.counts[0]
                perhaps_examined |= choice.counts[1]
        low, high = construct_bounds(choices, damping)
        least += low
        most += high
    lowest = min(1.0 if surely_examined else cap, probability_of(least))
    highest = min(1.0 if perhaps_examined else cap, probability_of(most))
    return Forecast(hypothesis, (least, most), (lowest, highest), tuple(still_open))


def _choice_now(feature: _BoundedFeature, answers: Answers, may: May) -> Choice | None:
    """What a feature may still add; None where that is nothing."""
    if may.keys().isdisjoint(feature.reads):
        level = feature.weighed.known(answers)
        return None if level == UNSURE else feature.choices[level, level]
    return feature.choices[feature.span(answers, may)]


def cause_bounds(forecasts: Iterable[Forecast], cap: float) -> dict[str, Bounds]:
    """For each cause, and for "other", the least and the most that its log odds can become."""
    bounds: dict[str, Bounds] = {}
    causes: list[Bounds] = []
    mimics: list[Bounds] = []
    for forecast in forecasts:
        if forecast.hypothesis.prior_of == OTHER:
            mimics.append(forecast.probability)
        else:
            causes.append(forecast.probability)
            bounds[forecast.hypothesis.id] = forecast.log_odds
    least = other_probability([low for low, _ in mimics], [high for _, high in causes])
    most = other_probability([high for _, high in mimics], [low for low, _ in causes])
    bounds[OTHER] = log_odds(min(least, cap)), log_odds(min(most, cap))
    return bounds
