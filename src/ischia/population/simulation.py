"""Virtual people live for some weeks with one protocol, or with two side by side.

The work is cut into chunks of people that know nothing of each other, and the results are added in
the order of the chunks: the same seed gives the same numbers on one core, on many, or on a cluster.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from msgspec import Struct
from msgspec.structs import replace

from ischia.care.check import Checker
from ischia.population.diary_people import DiaryPeople
from ischia.population.fate import DAYS_PER_WEEK, Fates
from ischia.population.interviews import Interviews
from ischia.population.living import Life, chances_of_doing
from ischia.population.reports import Reporter
from ischia.population.rules import Rules
from ischia.population.tally import Tally
from ischia.protocol.model import Protocol

CHUNK = 25
Tallies = tuple[Tally, ...]
"""One for each protocol."""
MOST_PEOPLE, MOST_WEEKS = 1_000_000, 520


class Experiment(Struct, frozen=True, kw_only=True):
    """What to simulate. `shipped` sets the limits that nothing may break, and makes the people;
    each of `protocols` is lived with in turn. Asking takes far longer than living, so the first
    `interviewed` people stand for all in counting the questions of the first check."""

    people: int
    weeks: int
    seed: int
    shipped: Protocol
    protocols: tuple[Protocol, ...]
    interviewed: int = 50


class Simulator:
    """An experiment made ready: everything that is the same for all people."""

    def __init__(self, experiment: Experiment, rules: Sequence[Rules] | None = None) -> None:
        self._experiment = experiment
        world = world_of(experiment)
        self._people = DiaryPeople(world, experiment.seed)
        self._fates = Fates(world, self._people)
        self._reporter = Reporter(world)
        self._world = {name: item.value for name, item in world.assumptions.items()}
        self._doing = chances_of_doing(self._world, experiment.weeks * DAYS_PER_WEEK)
        self._rules = rules or [Rules(experiment.shipped, each) for each in experiment.protocols]
        self._interviews = [Interviews(Checker(protocol)) for protocol in experiment.protocols]

    def chunk(self, first: int) -> Tallies:
        """The people from `first` on, one tally for each protocol."""
        experiment = self._experiment
        tallies = tuple(Tally() for _ in self._rules)
        for number in range(first, min(first + CHUNK, experiment.people)):
            person = self._people.person(number)
            fate = self._fates.fate(person, experiment.weeks * DAYS_PER_WEEK)
            for rules, interviews, tally in zip(
                self._rules, self._interviews, tallies, strict=True
            ):
                Life(self._world, self._doing, self._reporter, rules, person, fate, tally).live()
                if number < experiment.interviewed:
                    interviews.count(person.answers, tally)
        return tallies


def world_of(experiment: Experiment) -> Protocol:
    """The protocol that makes the people: the shipped one, with the last one's assumptions."""
    last = experiment.protocols[-1]
    return replace(experiment.shipped, assumptions=last.assumptions, trajectories=last.trajectories)


Run = Callable[[Experiment, Sequence[int]], Iterable[Tallies]]


def simulate(
    experiment: Experiment, run: Run, on_progress: Callable[[int], None] | None = None
) -> Tallies:
    """Live with every protocol: one tally each. `on_progress` is told how many people are done."""
    firsts = range(0, experiment.people, CHUNK)
    totals = tuple(Tally() for _ in experiment.protocols)
    for number, tallies in enumerate(run(experiment, firsts), 1):
        for everything, tally in zip(totals, tallies, strict=True):
            everything.add(tally)
        if on_progress is not None:
            on_progress(min(number * CHUNK, experiment.people))
    return totals


def here(experiment: Experiment, firsts: Sequence[int]) -> Iterator[Tallies]:
    """One chunk after the other, in this process."""
    yield from map(Simulator(experiment).chunk, firsts)


def on_cores(cores: int) -> Run:
    """Chunks spread over so many processes of this machine."""
    return here if cores == 1 else partial(_on_cores, cores)


def _on_cores(cores: int, experiment: Experiment, firsts: Sequence[int]) -> Iterator[Tallies]:
    pool = ProcessPoolExecutor(
        max_workers=min(cores, len(firsts)),
        mp_context=get_context("spawn"),
        initializer=_prepare,
        initargs=(experiment,),
    )
    try:
        yield from pool.map(_chunk, firsts)
    finally:
        pool.shutdown(cancel_futures=True)  # whoever stops early waits for no more than a chunk


_prepared: list[Simulator] = []


def _prepare(experiment: Experiment) -> None:
    """Make a worker process ready once, not for every chunk. The main process hears Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepared[:] = [Simulator(experiment)]


def _chunk(first: int) -> Tallies:
    return _prepared[0].chunk(first)
