"""Which nerve root the symptoms look like. Roots compete: one is taken to be affected.

Dermatomes vary and overlap, so what a person reports alone is low confidence, and two roots within
`root_margin` of each other are reported as a pattern of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.decision import Decision, Reason, reason_of
from ischia.care.evaluate import Answers
from ischia.care.evidence import Contribution, Weighed, add_up, weigh
from ischia.protocol.condition import findings_of
from ischia.protocol.model import Protocol, Root


class RootEstimate(Struct, frozen=True):
    """A root with its share among the five (0 to 1)."""

    root: str
    probability: float


class RootPicture(Struct, frozen=True):
    """All five roots, the likeliest first; `pattern` names those that cannot be told apart.

    `pattern` is empty while nothing that tells roots apart has been reported.
    """

    roots: tuple[RootEstimate, ...]
    pattern: tuple[str, ...]
    examined: bool


class _Candidate(Struct, frozen=True):
    root: Root
    features: tuple[Weighed, ...]


Locate = Callable[[Answers], Decision[RootPicture]]


def compile_roots(protocol: Protocol) -> Locate:
    """A function `roots(answers)` on settled answers, prepared for this protocol."""
    candidates = tuple(
        _Candidate(
            root,
            tuple(weigh(f, protocol) for f in protocol.features.values() if f.about == root.id),
        )
        for root in protocol.roots.values()
    )
    return partial(_roots, protocol, candidates)


def _roots(
    protocol: Protocol, candidates: Sequence[_Candidate], answers: Answers
) -> Decision[RootPicture]:
    damping = protocol.parameter("damping")
    found = [(item.root, add_up(item.features, answers, damping)) for item in candidates]
    parts = [part for _, contributions in found for part in contributions]
    examined = any(part.from_clinician for part in parts)
    cap = 1.0 if examined else protocol.parameter("self_report_cap")
    weights = [root.prior * math.exp(sum(part.log for part in own)) for root, own in found]
    shares = _capped([weight / sum(weights) for weight in weights], cap)
    estimates = sorted(
        (RootEstimate(root.id, share) for (root, _), share in zip(found, shares, strict=True)),
        key=lambda estimate: -estimate.probability,
    )
    supporting = [part for part in parts if part.holds and not _is_number(protocol, part)]
    margin = protocol.parameter("root_margin")
    pattern = tuple(
        estimate.root
        for estimate in estimates
        if supporting and estimates[0].probability - estimate.probability <= margin
    )
    picture = RootPicture(tuple(estimates), pattern, examined)
    return Decision(picture, tuple(_reasons(supporting)))


def _is_number(protocol: Protocol, part: Contribution) -> bool:
    """Age alone shifts the shares but tells no root apart."""
    findings = findings_of(part.feature.when)
    return all(protocol.findings[finding].kind == "number" for finding in findings)


def _capped(shares: Sequence[float], cap: float) -> list[float]:
    """Shares with none above `cap`; what is taken from one is spread over the others."""
    top = max(shares)
    if top <= cap:
        return list(shares)
    return [cap if share == top else share * (1 - cap) / (1 - top) for share in shares]


def _reasons(supporting: Sequence[Contribution]) -> Iterator[Reason]:
    for part in sorted(supporting, key=lambda part: -part.log):
        if part.log > 0:
            yield reason_of(part.feature, part.feature.label, findings_of(part.feature.when))
