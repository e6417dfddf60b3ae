"""A check made with the part of the protocol that it needs is the check made with all of it."""

from __future__ import annotations

import msgspec
import pytest

from cast import ALL_CASES, TODAY
from ischia.care.check import Checker
from ischia.exchange.check_json import check_json
from ischia.protocol.load import load_for_check, load_protocol
from ischia.protocol.model import Protocol


def test_every_case_is_decided_the_same(protocol: Protocol) -> None:
    some = load_for_check()
    whole, part = Checker(protocol), Checker(some)
    for case in ALL_CASES.values():
        said = [
            msgspec.json.encode(check_json(checker.check(checker.read(case.answers, TODAY)), known))
            for checker, known in ((whole, protocol), (part, some))
        ]
        assert said[0] == said[1]


def test_its_version_is_the_whole_protocols() -> None:
    assert load_for_check().version == load_protocol().version


def test_what_was_not_loaded_is_an_error_and_not_empty() -> None:
    with pytest.raises(AttributeError):
        load_for_check().exercises.values()
