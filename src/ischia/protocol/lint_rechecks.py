"""The clinical lint of the rechecks: both are there, and no danger question slips through."""

from __future__ import annotations

from collections.abc import Iterator

from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest
from ischia.protocol.recheck import BEFORE_SESSION, RECHECKS, WEEKLY

KIND = "rechecks"
LONGEST_DAYS = 366


def check_rechecks(protocol: Protocol) -> Iterator[Fault]:
    """Exactly the occasions that the journey knows, on findings that a person can answer."""
    for name in RECHECKS:
        if name not in protocol.rechecks:
            yield Fault(KIND, name, "", "this recheck is missing", "add its file")
    for name, recheck in protocol.rechecks.items():
        if name not in RECHECKS:
            fault = f"nothing asks this recheck{nearest(name, RECHECKS)}"
            yield Fault(KIND, name, "id", fault, "remove or rename it")
        for field, findings in (("ask", recheck.ask), ("keep", recheck.keep)):
            for finding in findings:
                yield from _check_finding(protocol, name, field, finding)
        for finding, days in recheck.keep.items():
            if not 0 < days <= LONGEST_DAYS:
                fault = f"{days} days for {finding} is out of range"
                yield Fault(KIND, name, "keep", fault, f"give 1 to {LONGEST_DAYS}")
    yield from _check_occasions(protocol)


def _check_finding(protocol: Protocol, name: str, field: str, finding: str) -> Iterator[Fault]:
    known = protocol.findings.get(finding)
    if known is None:
        fault = f"there is no finding {finding}{nearest(finding, list(protocol.findings))}"
        yield Fault(KIND, name, field, fault, "name a finding")
    elif known.who != "person":
        fault = f"{finding} is found by a clinician, not answered"
        yield Fault(KIND, name, field, fault, "remove it")


def _check_occasions(protocol: Protocol) -> Iterator[Fault]:
    short, weekly = protocol.rechecks.get(BEFORE_SESSION), protocol.rechecks.get(WEEKLY)
    if short and not short.ask:
        yield Fault(KIND, short.id, "ask", "it asks nothing", "name its findings")
    if weekly and weekly.ask:
        yield Fault(KIND, weekly.id, "ask", "the weekly one asks all", "remove the field")
    for finding in short.ask if short and weekly else ():
        if weekly and finding in weekly.keep:
            fault = f"{finding} is asked before a session, so it changes quickly"
            yield Fault(KIND, weekly.id, "keep", fault, "remove it here or there")
