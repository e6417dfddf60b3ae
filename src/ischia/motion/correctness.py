"""Was this repetition done like the ones that were shown? Learned from correct repetitions alone.

Where the parts of the body point (`directions`) is compared step by step (`aligned`) with what each
demonstrator showed on the mean. A part's deviation counts in units of its spread among all
demonstrations, the trunk more than the limbs; the mean over the parts, against the demonstrator who
is nearest, is the score. How high it may be is set by what the correct repetitions of each
demonstrator score when they are left out; no incorrect one is ever looked at.

What it says can be followed: which part, in which phase, which way and by how much.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ischia.motion.aligned import aligned, phase_of
from ischia.motion.bridging import Rows
from ischia.motion.directions import GROUPS, mirrored, partner, plain_part
from ischia.protocol.model import Protocol

Person = Sequence[Rows]

ENOUGH_PEOPLE = 3
MOST_TOLD = 3
PREFIX = "form_"
DEGREES, PERCENT = math.degrees(1.0), 100.0


@dataclass(frozen=True, slots=True)
class FormSettings:
    """The protocol's `form_` parameters."""

    usual_share: float
    trunk_weight: float
    least_spread: float
    same_person: float
    other_person: float
    single: float

    @classmethod
    def of(cls, protocol: Protocol) -> FormSettings:
        """From the protocol."""
        named = {
            name.removeprefix(PREFIX): float(parameter.value)
            for name, parameter in protocol.parameters.items()
            if name.startswith(PREFIX)
        }
        return cls(**named)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """How a movement was shown.

    `means` is (people, steps, directions), `spread` and `weight` are (directions,).
    """

    names: tuple[str, ...]
    means: Rows
    spread: Rows
    weight: Rows
    limit: float
    repetitions: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """`amount` is in degrees (for the hips, percent of the trunk), + towards the axis' name.

    `share` is what it adds to the score.
    """

    part: str
    axis: str
    phase: str
    amount: float
    share: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score` over `limit` is not correct; `deviations` has the largest first."""

    score: float
    limit: float
    deviations: tuple[Deviation, ...]

    @property
    def correct(self) -> bool:
        """Whether the repetition is within what was shown."""
        return self.score <= self.limit


def learn_form(
    names: tuple[str, ...],
    people: Sequence[Person],
    settings: FormSettings,
    *,
    same_person: bool = False,
) -> Form:
    """Learn from `people`, each a few correct repetitions (frames, directions) named `names`.

    With fewer than three people the spread between people is not known: all directions count
    alike, and the limit is a multiple of how much the demonstrations differ, smaller when the
    `same_person` will be judged. Raises `ValueError` without a repetition.
    """
    if not people or not all(people):
        raise ValueError("no repetition was shown")
    shown = _same_side(names, [np.stack([aligned(r) for r in person]) for person in people])
    weight = _weights(names, settings)
    if len(shown) < ENOUGH_PEOPLE:
        return _from_few(names, weight, shown, settings, same_person=same_person)
    left_out = [
        score
        for number, person in enumerate(shown)
        for score in _scores(_fitted(names, weight, _without(shown, number), settings), person)
    ]
    limit = float(np.quantile(left_out, settings.usual_share))
    return replace(_fitted(names, weight, shown, settings), limit=limit)


def judge_form(form: Form, repetition: Rows) -> Verdict:
    """Judge one repetition (frames, directions in the order of `form.names`), either side."""
    path = aligned(repetition)
    sides = (path, mirrored(form.names, path))
    away = [[_away(form, mean, one) for mean in form.means] for one in sides]
    score, side, person = min(
        (float(one @ form.weight), side, person)
        for side, found in enumerate(away)
        for person, one in enumerate(found)
    )
    differs = sides[side] - form.means[person]
    return Verdict(score, form.limit, _deviations(form, differs, swapped=bool(side)))


def _fitted(
    names: tuple[str, ...], weight: Rows, shown: Sequence[Rows], settings: FormSettings
) -> Form:
    paths = np.concatenate(list(shown))
    spread = np.sqrt(paths.var(axis=0).mean(axis=0))
    least = settings.least_spread * float(np.median(spread))
    means = np.stack([person.mean(axis=0) for person in shown])
    return Form(names, means, np.maximum(spread, least or 1.0), weight, math.inf, len(paths))


def _from_few(
    names: tuple[str, ...],
    weight: Rows,
    shown: Sequence[Rows],
    settings: FormSettings,
    *,
    same_person: bool,
) -> Form:
    """All spreads alike; the limit from how much each person's own repetitions differ."""
    means = np.stack([person.mean(axis=0) for person in shown])
    count = sum(len(person) for person in shown)
    form = Form(names, means, np.ones(len(names)), weight, math.inf, count)
    apart = [
        float(_scores(replace(form, means=_mean_without(person, number)), person[[number]])[0])
        for person in shown
        if len(person) > 1
        for number in range(len(person))
    ]
    if not apart:
        size = float(_scores(form, np.zeros_like(means[:1]))[0])
        return replace(form, limit=settings.single * size)
    factor = settings.same_person if same_person else settings.other_person
    return replace(form, limit=factor * float(np.median(apart)))


def _mean_without(paths: Rows, number: int) -> Rows:
    return np.delete(paths, number, axis=0).mean(axis=0, keepdims=True)


def _scores(form: Form, paths: Rows) -> Rows:
    """(repetitions,) of paths (repetitions, steps, directions): nearest demonstrator and side."""
    sides = (paths, mirrored(form.names, paths))
    found = [_away(form, mean, one) @ form.weight for one in sides for mean in form.means]
    return np.min(found, axis=0)


def _away(form: Form, mean: Rows, path: Rows) -> Rows:
    """Deviation of each direction over the whole repetition, in units of its spread."""
    return np.sqrt((((path - mean) / form.spread) ** 2).mean(axis=-2))


def _without(shown: Sequence[Rows], number: int) -> list[Rows]:
    return [person for place, person in enumerate(shown) if place != number]


def _same_side(names: tuple[str, ...], shown: list[Rows]) -> list[Rows]:
    """Everybody mirrored to the side that the first person used."""
    first = shown[0].mean(axis=0)
    sided: list[Rows] = []
    for paths in shown:
        sides = (paths, mirrored(names, paths))
        apart = [float(((one.mean(axis=0) - first) ** 2).sum()) for one in sides]
        sided.append(sides[int(apart[1] < apart[0])])
    return sided


def _weights(names: tuple[str, ...], settings: FormSettings) -> Rows:
    """(directions,), 1 together: each group of the body alike, the trunk more."""
    groups = [GROUPS[plain_part(name)] for name in names]
    heavy = {"trunk": settings.trunk_weight}
    weight = np.array([heavy.get(group, 1.0) / groups.count(group) for group in groups])
    return weight / weight.sum()


def _deviations(form: Form, differs: Rows, *, swapped: bool) -> tuple[Deviation, ...]:
    """The directions that add most to the score; said of the person's own sides when swapped."""
    shares = _away(form, np.zeros_like(differs), differs) * form.weight
    own = mirrored(form.names, differs) if swapped else differs
    told: list[Deviation] = []
    for number in sorted(range(len(shares)), key=lambda n: -float(shares[n]))[:MOST_TOLD]:
        name = form.names[number]
        if swapped and partner(name) in form.names:
            name = partner(name)
        column = own[:, form.names.index(name)]
        step = int(np.argmax(np.abs(column)))
        part, _, axis = name.partition(".")
        amount = (PERCENT if part == "hips" else DEGREES) * float(column[step])
        told.append(Deviation(part, axis, phase_of(step), amount, float(shares[number])))
    return tuple(told)
