"""The clinical lint of the adaptation rules: each has its words, and none is idle."""

from __future__ import annotations

from collections.abc import Iterator

from ischia.protocol.adaptation import RULES
from ischia.protocol.lint_fault import Fault
from ischia.protocol.model import Protocol
from ischia.protocol.problems import nearest

KIND = "adaptation_rules"
BANDS = (("light_amber_pain", "light_red_pain"), ("light_steady_pain", "light_steady_red"))


def check_adaptation(protocol: Protocol) -> Iterator[Fault]:
    """Exactly the rules that decisions apply."""
    for rule_id in RULES:
        if rule_id not in protocol.adaptation_rules:
            yield Fault(KIND, rule_id, "", "this rule has no text", "add its file")
    for rule_id in protocol.adaptation_rules:
        if rule_id not in RULES:
            fault = f"nothing applies this rule{nearest(rule_id, RULES)}"
            yield Fault(KIND, rule_id, "id", fault, "remove or rename it")
    for amber, red in BANDS:
        mild, grave = protocol.parameters.get(amber), protocol.parameters.get(red)
        if mild and grave and mild.value > grave.value:
            fault = "amber would begin above red"
            yield Fault("parameters", amber, "value", fault, f"keep it at or below {red}")
