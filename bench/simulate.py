"""Virtual people living with the rules, beside the same people without any: how long it takes.

    python bench/simulate.py [PEOPLE]

Wall time depends on what else the machine does; processor time per person does so less.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from ischia.cli.simulate import available_cores
from ischia.population import invariants, reports, rules, simulation
from ischia.population.diary_people import DiaryPeople
from ischia.population.fate import Fates
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Protocol

PEOPLE, WEEKS, SEED = 10_000, 12, 1
TARGET_S = 60
PROFILED = 200
PARTS: tuple[tuple[str, type, str], ...] = (
    ("adaptation (the rules)", rules.Rules, "step"),
    ("check (the rules)", rules.Rules, "check"),
    ("program (the rules)", rules.Rules, "start"),
    ("watching the invariants", invariants.Watch, "day"),
    ("answers about sessions", reports.Reporter, "report"),
    ("who people are", DiaryPeople, "person"),
    ("symptoms and luck", Fates, "fate"),
    ("everything", simulation.Simulator, "chunk"),
)


def cpu_s() -> float:
    """Processor seconds of this process and of those it has waited for."""
    times = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in times)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), cpu_s()
    work()
    return time.perf_counter() - wall, cpu_s() - cpu


def experiment_of(protocol: Protocol, people: int, interviewed: int) -> simulation.Experiment:
    """So many people, the first of whom are also interviewed."""
    return simulation.Experiment(
        people=people,
        weeks=WEEKS,
        seed=SEED,
        shipped=protocol,
        protocols=(protocol,),
        interviewed=interviewed,
    )


def without_rules(protocol: Protocol, people: int) -> None:
    """The floor: the same people and their symptoms, and nobody decides anything."""
    drawn = DiaryPeople(protocol, SEED)
    fates = Fates(protocol, drawn)
    for number in range(people):
        fates.fate(drawn.person(number), WEEKS * 7)


def profile(protocol: Protocol) -> list[tuple[str, float]]:
    """Wall milliseconds a person in each part; watching includes its own trials of the rules."""
    spent = {name: 0.0 for name, _, _ in PARTS}
    for name, owner, method in PARTS:
        _measure(spent, name, owner, method)
    simulator = simulation.Simulator(experiment_of(protocol, PROFILED, 0))
    for first in range(0, PROFILED, simulation.CHUNK):
        simulator.chunk(first)
    return [(name, 1000 * seconds / PROFILED) for name, seconds in spent.items()]


def _measure(spent: dict[str, float], name: str, owner: type, method: str) -> None:
    plain: Callable[..., Any] = getattr(owner, method)

    def measured(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return plain(*args, **kwargs)
        finally:
            spent[name] += time.perf_counter() - started

    setattr(owner, method, measured)


def main() -> int:
    """Print the times; fail when the target is missed for that many people."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    protocol = load_protocol()
    cores = available_cores()
    experiment = experiment_of(protocol, people, 50)
    broken = 0

    def live() -> None:
        nonlocal broken
        (tally,) = simulation.simulate(experiment, simulation.on_cores(cores))
        broken = sum(tally.invariants.values())

    wall, cpu = timed(live)
    _, bare = timed(lambda: without_rules(protocol, PROFILED))
    each, floor = 1000 * cpu / people, 1000 * bare / PROFILED
    target = TARGET_S * people / PEOPLE
    print(f"{people} people, {WEEKS} weeks, {cores} cores, {broken} invariants broken")
    print(f"wall time {wall:.1f} s (target {target:.1f} s), processor time {cpu:.1f} s")
    print(f"a person {each:.2f} ms of processor time, {floor:.2f} ms without rules")
    print(f"ratio {each / floor:.1f}")
    print(f"where it goes, ms a person (first {PROFILED} people, one process):")
    for name, milliseconds in profile(protocol):
        print(f"  {name:<26} {milliseconds:6.2f}")
    return 0 if wall < target and not broken else 1


if __name__ == "__main__":
    sys.exit(main())
