"""Evidence added up: log odds from likelihood ratios, damped where features overlap.

Each likelihood ratio moves the log odds of its hypothesis by its logarithm. Features of one
`construct` measure much the same thing, so the strongest counts in full and the others by the
parameter `damping` (after Spiegelhalter & Knill-Jones 1984 and Holleman & Simel 1997). The
published 95 % intervals are carried as variances on the log scale (Simel, Samsa & Matchar 1991).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from ischia.care.evaluate import NO, YES, Answers, Level, compile_known
from ischia.protocol.condition import findings_of
from ischia.protocol.model import Feature, Protocol, Ratio

Z95 = 1.959964  # half the width of a 95 % interval, in standard deviations


class Weight(Struct, frozen=True):
    """The logarithm of a likelihood ratio and its variance."""

    log: float
    variance: float


class Weighed(Struct, frozen=True):
    """A feature ready to be evaluated. `yes_if` and `yes_if_not` are P(present) with and without
    the hypothesis; they are 0 where the source does not give both ratios. `if_yes` and `if_no` are
    what each answer adds to the log odds."""

    feature: Feature
    known: Level
    present: Weight | None
    absent: Weight | None
    from_clinician: bool
    yes_if: float
    yes_if_not: float
    if_yes: float
    if_no: float


class Contribution(Struct, frozen=True):
    """What one feature adds to the log odds, after damping."""

    feature: Feature
    holds: bool
    log: float
    variance: float
    from_clinician: bool


def weigh(feature: Feature, protocol: Protocol) -> Weighed:
    """Prepare one feature."""
    spread = math.log(protocol.parameter("assumed_interval_factor")) / Z95
    findings = [protocol.findings[finding] for finding in findings_of(feature.when)]
    yes_if, yes_if_not = frequencies(feature)
    present, absent = _weight(feature.present, spread), _weight(feature.absent, spread)
    return Weighed(
        feature=feature,
        known=compile_known(feature.when, protocol),
        present=present,
        absent=absent,
        from_clinician=any(finding.who == "clinician" for finding in findings),
        yes_if=yes_if,
        yes_if_not=yes_if_not,
        if_yes=present.log if present else 0.0,
        if_no=absent.log if absent else 0.0,
    )


def _weight(ratio: Ratio | None, spread: float) -> Weight | None:
    if ratio is None:
        return None
    if ratio.low and ratio.high:
        spread = math.log(ratio.high / ratio.low) / (2 * Z95)
    return Weight(math.log(ratio.ratio), spread * spread)


def frequencies(feature: Feature) -> tuple[float, float]:
    """P(present | hypothesis) and P(present | not), which both ratios together determine."""
    if feature.present is None or feature.absent is None:
        return 0.0, 0.0
    positive, negative = feature.present.ratio, feature.absent.ratio
    if positive == negative:
        return 0.0, 0.0
    if_not = (1 - negative) / (positive - negative)
    return positive * if_not, if_not


def add_up(weighed: Iterable[Weighed], answers: Answers, damping: float) -> list[Contribution]:
    """What each decided feature contributes, overlapping ones damped."""
    decided: dict[str, list[tuple[float, Weighed, bool, Weight]]] = {}
    for item in weighed:
        level = item.known(answers)
        if level == YES:
            weight = item.present
        elif level == NO:
            weight = item.absent
        else:
            continue
        if weight is not None:
            entry = (abs(weight.log), item, level == YES, weight)
            decided.setdefault(item.feature.construct, []).append(entry)
    return [part for overlap in decided.values() for part in _damped(overlap, damping)]


def _damped(
    overlap: Sequence[tuple[float, Weighed, bool, Weight]], damping: float
) -> Iterable[Contribution]:
    ranked = sorted(overlap, key=lambda entry: -entry[0]) if len(overlap) > 1 else overlap
    factor = 1.0
    for _, item, holds, weight in ranked:
        yield Contribution(
            item.feature,
            holds,
            factor * weight.log,
            factor * factor * weight.variance,
            item.from_clinician,
        )
        factor = damping


def log_odds(probability: float) -> float:
    """The natural logarithm of the odds."""
    return math.log(probability / (1 - probability))


def probability_of(log_odds_value: float) -> float:
    """The inverse of `log_odds`."""
    return 1 / (1 + math.exp(-log_odds_value))
