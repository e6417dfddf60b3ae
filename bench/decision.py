"""One person's whole decision, against a plain loop over the rules, side by side in one run.

The floor is what a programmer would write by hand for the screening alone: nested tuples and a
loop, no validation, no reasons, no differential, no next question.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from ischia.care.check import Checker
from ischia.population.cases import complete_answers, load_cases
from ischia.protocol.condition import All, AtLeast, Condition, Test
from ischia.protocol.load import load_protocol

TODAY = date(2026, 1, 1)
ROUNDS = 15
Plain = tuple[Any, ...]


def plain(condition: Condition) -> Plain:
    """A condition as nested tuples, once, outside the measurement."""
    if isinstance(condition, Test):
        return ("test", condition.finding, condition.op, condition.values, condition.number)
    parts = tuple(plain(part) for part in condition.of)  # type: ignore[attr-defined]
    if isinstance(condition, AtLeast):
        return ("count", condition.count, parts)
    return ("all" if isinstance(condition, All) else "any", parts)


def holds(condition: Plain, answers: dict[str, Any]) -> bool:
    """The plain interpreter."""
    kind = condition[0]
    if kind == "test":
        _, finding, op, values, number = condition
        value = answers.get(finding)
        if value is None:
            return False
        if op == "is":
            return value in values or value == "unsure"
        if op == "includes":
            return any(v in value for v in values)
        if isinstance(value, str):
            return True
        return {
            "at_least": value >= number,
            "at_most": value <= number,
            "above": value > number,
            "below": value < number,
        }[op]
    if kind == "count":
        return sum(holds(part, answers) for part in condition[2]) >= condition[1]
    if kind == "all":
        return all(holds(part, answers) for part in condition[1])
    return any(holds(part, answers) for part in condition[1])


def median_ms(work: Callable[[], object]) -> float:
    """The fastest of several rounds, in milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return 1000 * statistics.median(times)


def main() -> int:
    """Print both medians and the ratio; fail when the target is missed."""
    protocol = load_protocol()
    checker = Checker(protocol)
    rules = [(plain(rule.when), rule.then.urgency) for rule in protocol.red_flags.values()]
    people = [complete_answers(case, checker) for case in load_cases(Path("tests/cases")).values()]
    facts = [checker.read(person, TODAY).values for person in people]
    floor: list[float] = []
    whole: list[float] = []
    for person, values in zip(people, facts, strict=True):
        floor.append(
            median_ms(lambda v=values: max((u for c, u in rules if holds(c, v)), default=0))
        )
        whole.append(median_ms(lambda p=person: checker.check(checker.read(p, TODAY))))
    plain_ms, whole_ms = statistics.median(floor), statistics.median(whole)
    print(f"{len(people)} people, {len(rules)} rules, {len(protocol.features)} features")
    print(f"plain loop over the rules      median {plain_ms:.3f} ms")
    print(
        f"validate + screen + differential + next question  median {whole_ms:.3f} ms,"
        f" slowest person {max(whole):.3f} ms"
    )
    print(f"ratio {whole_ms / plain_ms:.1f}; target: median under 1 ms")
    return 0 if whole_ms < 1 else 1


if __name__ == "__main__":
    sys.exit(main())
