"""Whether the interview agrees with asking everything, for one virtual person.

Everything is every question to a person that is still open, in any order, each settled before the
next; movements to try are asked of nobody who may not exercise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from ischia.care.answers import Facts
from ischia.care.asking import EMERGENCIES, danger_findings
from ischia.care.check import Check, Checker
from ischia.care.evaluate import Value
from ischia.care.interview import DANGER
from ischia.care.outlook import reads_of
from ischia.care.settle import compile_settle
from ischia.protocol.model import Disposition, Protocol

Answer = Callable[[str], Value]


class Interviewed(Struct, frozen=True):
    """What was said until no question was left, how many questions it took, and what came of it."""

    said: dict[str, Value]
    danger: int
    picture: int
    check: Check


def interviewed(checker: Checker, answer: Answer) -> Interviewed:
    """Ask a person, who gives an `answer` to the id of a finding, until the interview stops."""
    said: dict[str, Value] = {}
    danger = picture = 0
    check = checker.check(Facts(said))
    while (question := check.next_question) is not None:
        said[question.finding] = answer(question.finding)
        danger += question.purpose == DANGER
        picture += question.purpose != DANGER
        check = checker.check(Facts(said))
    return Interviewed(said, danger, picture, check)


def asked_everything(
    checker: Checker, so_far: Interviewed, answer: Answer, order: Iterable[str]
) -> Interviewed:
    """The same person with the questions in `order` asked too, as far as they are still open.

    Only those that bear on a danger or a cause are counted.
    """
    protocol = checker.protocol
    settle = compile_settle(protocol)
    may_move = so_far.check.screening.value.allows_exercise
    names = [name for name in order if may_move or not protocol.findings[name].physical]
    bearing = bearing_findings(protocol)
    said = dict(so_far.said)
    settled = settle(Facts(said)).values
    asked = -1
    while asked < len(said):  # an answer can open a follow-up that comes earlier in the order
        asked = len(said)
        for name in names:
            if name not in settled and protocol.findings[name].who == "person":
                said[name] = answer(name)
                settled = settle(Facts(said)).values
    more = len(bearing & said.keys() - so_far.said.keys())
    check = checker.check(Facts(said))
    return Interviewed(said, so_far.danger, so_far.picture + more, check)


def bearing_findings(protocol: Protocol) -> frozenset[str]:
    """Every finding that a red flag or a feature of a cause looks at."""
    features = (reads_of(feature.when, protocol) for feature in protocol.features.values())
    return frozenset(danger_findings(protocol)).union(*features)


def conclusion(check: Check) -> tuple[str, ...]:
    """What a check comes to: what to do; for who need not be seen today, the leader and its band.

    The two emergencies are one: to be seen at once or today is not told apart by further questions.
    """
    disposition = check.screening.value.disposition
    if disposition is None or disposition in EMERGENCIES:
        return ("emergency" if disposition else "open",)
    if disposition.urgency >= Disposition.SAME_DAY.urgency:
        return (disposition.value,)
    leader = check.differential.value[0]
    return disposition.value, leader.cause, leader.band
