"""One program, beside the floor: the same items chosen by a bare filter, with no reasons.

The floor is what a programmer would write by hand: for each role the first candidate that no state
forbids and that is light enough, without explanations, direction, time budget or what is left out.
"""

from __future__ import annotations

import cProfile
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ischia.care.combinations import EVERY_CAUSE, PASSED
from ischia.care.decision import Decision
from ischia.care.person import Person
from ischia.care.program import Planner
from ischia.protocol.exercise import STAGES
from ischia.protocol.load import load_protocol

ROUNDS = 15
TARGET_MS = 2.0
STATES = ((), ("osteoporosis",), ("pregnancy_after_16w", "cannot_kneel"), ("knee_pain", "glaucoma"))
SHOWN = 6
Stats = dict[tuple[str, int, str], tuple[int, int, float, float, object]]
Plain = list[tuple[str, list[tuple[str, int, frozenset[str]]]]]


def median_ms(work: Callable[[], object]) -> float:
    """The median of several rounds, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def plain_program(planner: Planner, cause: str, stage: str) -> Plain:
    """Roles with their candidates, their load and the states that forbid them, prepared once."""
    protocol = planner.protocol
    program = next(p for p in protocol.programs.values() if (p.cause, p.stage) == (cause, stage))
    strict = ("block", "clinician", "swap")

    def forbidden_by(name: str) -> frozenset[str]:
        objections = planner.situations.objections(name, protocol.states)
        return frozenset(o.state for o in objections if o.action in strict)

    return [
        (
            role.role,
            [(n, protocol.exercises[n].load_level, forbidden_by(n)) for n in role.candidates],
        )
        for role in program.roles
    ]


def fill(roles: Plain, states: frozenset[str], ceiling: int) -> list[str]:
    """The floor."""
    chosen: list[str] = []
    for _, candidates in roles:
        for name, level, forbidden in candidates:
            if level <= ceiling and name not in chosen and not forbidden & states:
                chosen.append(name)
                break
    return chosen


def main() -> int:
    """Print both medians, the ratio and where the time goes; fail when the target is missed."""
    protocol = load_protocol()
    planner = Planner(protocol)
    people = [
        Person(screening=Decision(PASSED, ()), answers={}, cause=c, stage=s, states=states)
        for c in EVERY_CAUSE
        for s in STAGES
        for states in STATES
    ]
    plain = {(c, s): plain_program(planner, c, s) for c in EVERY_CAUSE for s in STAGES}
    floor: list[float] = []
    whole: list[float] = []
    for person in people:
        roles, states = plain[person.cause, person.stage], frozenset(person.states)
        ceiling = protocol.stages[person.stage].load_ceiling
        floor.append(median_ms(lambda r=roles, s=states, c=ceiling: fill(r, s, c)))
        whole.append(median_ms(lambda p=person: planner.plan(p)))
    bare, median = statistics.median(floor), statistics.median(whole)
    print(
        f"{len(people)} people: {len(EVERY_CAUSE)} causes, {len(STAGES)} stages, {len(STATES)} sets"
    )
    print(f"bare filter          median {bare:.4f} ms")
    print(f"one program          median {median:.4f} ms, slowest {max(whole):.4f} ms")
    print(f"ratio {median / bare:.0f}; target: median under {TARGET_MS:g} ms")
    print_profile(planner, people)
    return 0 if median < TARGET_MS else 1


def print_profile(planner: Planner, people: list[Person]) -> None:
    """What the time is spent on, by function, the functions' own time."""
    profile = cProfile.Profile()
    profile.enable()
    for person in people:
        planner.plan(person)
    profile.disable()
    stats = cast("Stats", vars(pstats.Stats(profile))["stats"])
    total = sum(own for _, _, own, _, _ in stats.values())
    own_times = sorted(((own, where) for where, (_, _, own, _, _) in stats.items()), reverse=True)
    print(f"where the time goes, the {SHOWN} functions with most time of their own:")
    for own, (path, line, name) in own_times[:SHOWN]:
        place = "built in" if path == "~" else f"{Path(path).name}:{line}"
        print(f"  {100 * own / total:3.0f} %  {name}  ({place})")


if __name__ == "__main__":
    sys.exit(main())
