"""The first signs: which screens there are, and what a sign comes to by the screening's rules."""

from __future__ import annotations

from datetime import date

from ischia.protocol.model import Disposition, FirstSign, Protocol
from ischia.record.knowledge import Knowledge


def groups(protocol: Protocol) -> list[str]:
    """The screens, in the order in which their signs are asked."""
    ordered = sorted(protocol.first_signs.values(), key=lambda sign: sign.order)
    return list(dict.fromkeys(sign.group for sign in ordered))


def signs_of(protocol: Protocol, group: str) -> list[FirstSign]:
    """The signs of one screen."""
    found = [sign for sign in protocol.first_signs.values() if sign.group == group]
    return sorted(found, key=lambda sign: sign.order)


def disposition_of(by: Knowledge, sign: FirstSign, answer: str, today: date) -> Disposition:
    """What this one answer comes to. An emergency where the screening could not tell."""
    check = by.checker.check(by.checker.read({sign.finding: answer}, today))
    reached = check.screening.value.disposition
    return reached or Disposition.EMERGENCY_TODAY


def unsure_of(by: Knowledge, group: str, today: date) -> Disposition:
    """What being unsure about one of a screen's signs comes to: the most urgent of them."""
    signs = signs_of(by.protocol, group)
    each = [disposition_of(by, sign, "unsure", today) for sign in signs]
    return max(each, key=lambda disposition: disposition.urgency)
