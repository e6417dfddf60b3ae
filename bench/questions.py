"""How many questions the interview needs, against asking everything, on the same virtual people.

The conclusion is the disposition, the leading cause and its band. Everything is everything that may
be asked: movements to try are asked of nobody who may not exercise.
"""

from __future__ import annotations

import statistics
import sys

from ischia.care.answers import Facts
from ischia.care.check import Check, Checker
from ischia.care.evaluate import Value
from ischia.care.interview import DANGER
from ischia.population.people import People
from ischia.protocol.load import load_protocol
from ischia.protocol.model import Disposition

PEOPLE = 400
SEED = 1


def conclusion(check: Check) -> tuple[object, str, str]:
    """What a check says in short."""
    leader = check.differential.value[0]
    return check.screening.value.disposition, leader.cause, leader.band


def main() -> int:
    """Print the counts; fail when any conclusion differs."""
    protocol = load_protocol()
    checker = Checker(protocol)
    people = People(protocol, SEED)
    danger: list[int] = []
    picture: list[int] = []
    everything: list[int] = []
    differing = right_first = sent = 0
    findings = protocol.findings
    for _ in range(PEOPLE):
        person = people.draw()
        said: dict[str, Value] = {}
        counts = {True: 0, False: 0}
        while question := checker.check(Facts(said)).next_question:
            counts[question.purpose == DANGER] += 1
            said[question.finding] = person.answers.get(question.finding, "unsure")
        asked = checker.check(Facts(said))
        danger.append(counts[True])
        allowed = asked.screening.value.allows_exercise
        rest = {k: v for k, v in person.answers.items() if allowed or not findings[k].physical}
        full = checker.check(Facts({**rest, **said}))
        reached = asked.screening.value.disposition
        if reached is not None and reached.urgency >= Disposition.SAME_DAY.urgency:
            sent += 1
            differing += full.screening.value.disposition != asked.screening.value.disposition
            continue
        differing += conclusion(asked) != conclusion(full)
        right_first += asked.differential.value[0].cause == person.cause
        picture.append(counts[False])
        everything.append(counts[False] + len(full.answers.keys() - asked.answers.keys()))
    asked_people = len(picture)
    print(f"{PEOPLE} virtual people, {sent} of them to be seen today, seed {SEED}")
    print(f"danger questions          median {statistics.median(danger):.0f}, most {max(danger)}")
    print(
        f"picture questions         median {statistics.median(picture):.0f},"
        f" 90 % need at most {sorted(picture)[int(0.9 * asked_people)]}"
    )
    print(f"asking everything         median {statistics.median(everything):.0f}")
    print(f"conclusions that differ   {differing} of {PEOPLE}")
    print(f"principal cause came first {right_first} of {asked_people} (by its own numbers)")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
