"""The part of the lint that reads conditions: do they name what exists, in a form that fits?"""

from __future__ import annotations

from collections.abc import Iterator

from ischia.protocol.condition import (
    NUMBER_OPS,
    Condition,
    Test,
    ToolTest,
    findings_of,
    leaves,
)
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Finding, Protocol
from ischia.protocol.problems import nearest

YES_NO = ("yes", "no", "unsure")


def check_conditions(protocol: Protocol) -> Iterator[Fault]:
    """Conditions of every kind, the values that readings set, and circles of follow-ups."""
    for kind, item_id, field, condition in all_conditions(protocol):
        for leaf in leaves(condition):
            text = _fault_of_leaf(protocol, leaf)
            if text:
                yield Fault(kind, item_id, field, text, "correct the condition")
            elif kind in ("red_flags", "readings", "guarantees") or field == "ask_if":
                yield from _check_positive(protocol, kind, item_id, field, leaf)
    for reading in protocol.readings.values():
        for finding_id, value in reading.read.items():
            text = _fault_of_leaf(protocol, Test(finding_id, "is", (value,)))
            if text:
                yield Fault("readings", reading.id, "read", text, "correct the reading")
                continue
            finding = protocol.findings[finding_id]
            danger = "no" if finding.reassuring else "yes"
            if value != danger:
                text = f"reading {finding_id} as {value!r} could take a danger away"
                yield Fault("readings", reading.id, "read", text, f"only read it as {danger}")
    yield from _check_circles(protocol)


def all_conditions(protocol: Protocol) -> Iterator[tuple[str, str, str, Condition]]:
    """Kind, id, field and condition of everything that has one."""
    for finding in protocol.findings.values():
        if finding.ask_if is not None:
            yield "findings", finding.id, "ask_if", finding.ask_if
    for kind in ("red_flags", "readings", "features"):
        for item in getattr(protocol, kind).values():
            yield kind, item.id, "when", item.when
    for guarantee in protocol.guarantees.values():
        yield "guarantees", guarantee.id, "given", guarantee.given
    for tool in protocol.tools.values():
        for line in tool.items:
            yield "tools", tool.id, "items", line.when


def _fault_of_leaf(protocol: Protocol, leaf: Test | ToolTest) -> str:
    if isinstance(leaf, ToolTest):
        known = leaf.tool in protocol.tools
        return (
            ""
            if known
            else f"{leaf.tool!r} is not a tool{nearest(leaf.tool, list(protocol.tools))}"
        )
    finding = protocol.findings.get(leaf.finding)
    if finding is None:
        return f"{leaf.finding!r} is not a finding{nearest(leaf.finding, list(protocol.findings))}"
    if finding.kind == "number":
        return _fault_of_number(finding, leaf)
    if finding.kind == "regions":
        return _fault_of_regions(protocol, leaf)
    allowed = YES_NO if finding.kind == "yes_no" else finding.choices
    wrong = [value for value in leaf.values if value not in allowed]
    if leaf.op != "is" or wrong:
        answers = ", ".join(allowed)
        return f"{finding.id} is answered by one of {answers}; use is with those"
    return ""


def _fault_of_number(finding: Finding, leaf: Test) -> str:
    if leaf.op not in NUMBER_OPS:
        return f"{finding.id} is a number; compare it with one of {', '.join(NUMBER_OPS)}"
    if not finding.min <= leaf.number <= finding.max:
        return f"{finding.id} goes from {finding.min:g} to {finding.max:g} {finding.unit}"
    return ""


def _fault_of_regions(protocol: Protocol, leaf: Test) -> str:
    if leaf.op != "includes":
        return f"{leaf.finding} is a set of regions; use includes"
    for region in leaf.values:
        if region not in protocol.region_names:
            return f"{region!r} is not a region{nearest(region, protocol.region_names)}"
    return ""


def _check_positive(
    protocol: Protocol, kind: str, item_id: str, field: str, leaf: Test | ToolTest
) -> Iterator[Fault]:
    """Screening is monotone only if danger is positive: no test may be true of a denial."""
    if isinstance(leaf, ToolTest):
        yield Fault(kind, item_id, field, "a tool cannot decide here", "name the findings")
        return
    finding = protocol.findings[leaf.finding]
    if finding.kind != "yes_no":
        return
    wanted = ("no",) if finding.reassuring and kind in ("red_flags", "guarantees") else ("yes",)
    if leaf.values != wanted:
        fault = f"{finding.id} may only be tested for {wanted[0]} here, so that danger only raises"
        yield Fault(kind, item_id, field, fault, "write the rule the other way round")


def _check_circles(protocol: Protocol) -> Iterator[Fault]:
    parents = {
        finding.id: findings_of(finding.ask_if)
        for finding in protocol.findings.values()
        if finding.ask_if is not None
    }
    for start in parents:
        frontier, seen = list(parents[start]), set[str]()
        while frontier:
            current = frontier.pop()
            if current == start:
                fault = "this follow-up depends on itself, so it is never asked"
                yield Fault("findings", start, "ask_if", fault, "break the circle")
                break
            if current not in seen:
                seen.add(current)
                frontier.extend(parents.get(current, ()))
