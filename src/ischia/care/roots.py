"""Which nerve root the symptoms look like. Roots compete: one is taken to be affected.

Dermatomes vary and overlap, so what a person reports alone is low confidence, and two roots within
`root_margin` of each other are reported as a pattern of both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from ischia.care.decision import Decision, reason_of
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
    weights = [root.prior * math.exp(sum(part.log for part in parts)) for root, parts in found]
    total = sum(weights)
    estimates = sorted(
        (
            RootEstimate(root.id, weight / total)
            for (root, _), weight in zip(found, weights, strict=True)
        ),
        key=lambda estimate: -estimate.probability,
    )
    parts = [part for _, contributions in found for part in contributions]
    supporting = [part for part in parts if part.holds]
    margin = protocol.parameter("root_margin")
    pattern = tuple(
        estimate.root
        for estimate in estimates
        if supporting and estimates[0].probability - estimate.probability <= margin
    )
    picture = RootPicture(tuple(estimates), pattern, any(part.from_clinician for part in parts))
    return Decision(picture, tuple(_reasons(supporting)))


def _reasons(supporting: Sequence[Contribution]):
    for part in sorted(supporting, key=lambda part: -part.log):
        if part.log > 0:
            yield reason_of(part.feature, part.feature.label, findings_of(part.feature.when))
