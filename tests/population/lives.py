"""Shared by the tests of the simulation: people who live with one set of rules."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ischia.population.rules import Rules
from ischia.population.simulation import CHUNK, Experiment, Simulator
from ischia.population.tally import Tally, total
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

SHIPPED = load_protocol()


def assuming(values: Mapping[str, float]) -> Protocol:
    """The shipped protocol with other assumptions about people."""
    assumptions = dict(SHIPPED.assumptions)
    for name, value in values.items():
        assumptions[name] = replace(assumptions[name], value=value)
    return replace(SHIPPED, assumptions=assumptions)


def live(
    rules: Rules | None = None,
    assumed: Mapping[str, float] | None = None,
    *,
    people: int = 50,
    weeks: int = 8,
) -> Tally:
    """The tally of some people's lives with `rules` (the shipped ones unless given)."""
    plan = Experiment(
        people=people,
        weeks=weeks,
        seed=3,
        shipped=SHIPPED,
        protocols=(assuming(assumed or {}),),
        interviewed=0,
    )
    simulator = Simulator(plan, [rules] if rules else None)
    return total(simulator.chunk(first)[0] for first in range(0, people, CHUNK))
