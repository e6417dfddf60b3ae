"""What was found waits for a clinician, and a clearance covers no more than was seen."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from ischia.record.standing import Cleared, Found, stand
from record_cast import MONDAY

RULES = ("a", "b", "c")
HOUR = timedelta(hours=1)


def found(hour: int, *rules: str) -> Found:
    at = MONDAY + hour * HOUR
    return Found(at, at.date(), frozenset(rules))


def cleared(hour: int, *covers: str) -> Cleared:
    return Cleared(MONDAY + hour * HOUR, frozenset(covers))


def test_what_was_found_waits_although_the_next_answer_is_milder() -> None:
    assert set(stand([found(0, "a"), found(1)]).waiting) == {"a"}


def test_a_clearance_covers_while_the_same_is_found() -> None:
    standing = stand([found(0, "a"), cleared(1, "a"), found(2, "a"), found(3, "a")])
    assert not standing.waiting
    assert standing.clears(["a"])


def test_a_clearance_does_not_cover_what_is_new() -> None:
    standing = stand([found(0, "a"), cleared(1, "a"), found(2, "a", "b")])
    assert set(standing.waiting) == {"b"}
    assert not standing.clears(["a"])


def test_a_clearance_does_not_cover_what_came_back() -> None:
    standing = stand([found(0, "a"), cleared(1, "a"), found(2), found(3, "a")])
    assert set(standing.waiting) == {"a"}


events = st.lists(
    st.tuples(st.booleans(), st.frozensets(st.sampled_from(RULES))), min_size=1, max_size=8
).map(
    lambda rows: [
        found(n, *rules) if is_check else cleared(n, *rules)
        for n, (is_check, rules) in enumerate(rows)
    ]
)


@given(events)
def test_a_check_alone_never_takes_anything_off_the_list(rows: list[Found | Cleared]) -> None:
    before = stand(rows).waiting
    after = stand([*rows, found(99)]).waiting
    assert before.keys() <= after.keys()


@given(events, st.sampled_from(RULES))
def test_what_no_clearance_names_still_waits(rows: list[Found | Cleared], rule: str) -> None:
    seen = any(isinstance(e, Found) and rule in e.rules for e in rows)
    named = any(isinstance(e, Cleared) and rule in e.covers for e in rows)
    if seen and not named:
        assert rule in stand(rows).waiting
