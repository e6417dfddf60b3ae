"""The clinical lint of the first help: what it names is there; somebody can always be called."""

from __future__ import annotations

from collections.abc import Iterator

from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

OTHER_COUNTRY = "other"


def check_easings(protocol: Protocol) -> Iterator[Fault]:
    """Exercises that exist, light enough for pain; a number for every other country."""
    lightest = 2
    for easing in protocol.easings.values():
        for field, name in (("exercise", easing.exercise), ("then", easing.then)):
            known = protocol.exercises.get(name)
            if known is None:
                fault = f"there is no exercise {name}{nearest(name, list(protocol.exercises))}"
                yield Fault("easings", easing.id, field, fault, "name an exercise")
            elif known.load_level > lightest:
                fault = f"{name} has load level {known.load_level}"
                yield Fault("easings", easing.id, field, fault, f"use one of {lightest} at most")
    yield from _check_first_signs(protocol)
    if protocol.emergency_numbers and OTHER_COUNTRY not in protocol.emergency_numbers:
        fault = "there is no number for other countries"
        yield Fault("emergency_numbers", OTHER_COUNTRY, "", fault, "add other.yaml")
    for number in protocol.emergency_numbers.values():
        if not number.number.isdigit():
            fault = f"{number.number!r} cannot be dialled"
            yield Fault("emergency_numbers", number.id, "number", fault, "use digits only")
    yield from _check_crisis_lines(protocol)


def _check_crisis_lines(protocol: Protocol) -> Iterator[Fault]:
    """Each can be dialled as it is written, in a country that can be chosen."""
    for line in protocol.crisis_lines.values():
        if line.country not in protocol.emergency_numbers:
            close = nearest(line.country, list(protocol.emergency_numbers))
            fault = f"there is no country {line.country}{close}"
            yield Fault("crisis_lines", line.id, "country", fault, "name an emergency number")
        if not line.number.isdigit():
            fault = f"{line.number!r} cannot be dialled"
            yield Fault("crisis_lines", line.id, "number", fault, "use digits only")
        elif "".join(filter(str.isdigit, line.written)) != line.number:
            fault = f"{line.written!r} is not {line.number}"
            yield Fault("crisis_lines", line.id, "written", fault, "write the same digits")


def _check_first_signs(protocol: Protocol) -> Iterator[Fault]:
    """Each names a yes-or-no finding that the person can tell."""
    for sign in protocol.first_signs.values():
        known = protocol.findings.get(sign.finding)
        if known is None:
            close = nearest(sign.finding, list(protocol.findings))
            fault = f"there is no finding {sign.finding}{close}"
            yield Fault("first_signs", sign.id, "finding", fault, "name a finding")
        elif known.kind != "yes_no" or known.who != "person":
            fault = f"{sign.finding} is not a yes-or-no question to the person"
            yield Fault("first_signs", sign.id, "finding", fault, "name one that is")
