"""The condition language: what is written is what is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ischia.protocol.condition import (
    All,
    Any,
    AtLeast,
    Condition,
    ConditionError,
    Test,
    findings_of,
    parse_condition,
    write_condition,
)

tests = st.one_of(
    st.builds(Test, st.sampled_from("abc"), st.just("is"), st.just(("yes",))),
    st.builds(Test, st.sampled_from("abc"), st.just("includes"), st.just(("calf", "foot"))),
    st.builds(
        Test,
        st.sampled_from("abc"),
        st.sampled_from(["at_least", "at_most", "above", "below"]),
        st.just(()),
        st.integers(0, 99).map(float),
    ),
)


def lists(children: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(children, min_size=1, max_size=3).map(tuple)
    return st.one_of(parts.map(All), parts.map(Any), parts.map(lambda of: AtLeast(len(of), of)))


@given(st.recursive(tests, lists, max_leaves=8))
def test_writing_and_reading_gives_the_same(condition: Condition) -> None:
    assert parse_condition(write_condition(condition)) == condition


def test_findings_are_named_once_in_order() -> None:
    condition = parse_condition({"any": ["b", {"all": ["a", "b"]}]})
    assert findings_of(condition) == ("b", "a")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (3, "a condition must be"),
        ({"none": ["a"]}, "unknown"),
        ({"all": []}, "at least one"),
        ({"at_least": "3", "of": ["a", "b"]}, "cannot be met by 2"),
        ({"at_least": "0", "of": ["a"]}, "cannot be met by 1"),
        ({"at_least": "1.9", "of": ["a", "b"]}, "cannot be met by 2"),
        ({"at_least": "inf", "of": ["a"]}, "not a number"),
        ({"at_least": "1e999", "of": ["a"]}, "not a number"),
        ({"tool": "a", "at_least": "nan"}, "not a number"),
        ({"finding": "a", "equals": "b"}, "not a comparison"),
        ({"finding": "a", "at_least": "old"}, "not a number"),
        ({"finding": "a", "below": "nan"}, "not a number"),
        ({"finding": "a", "is": []}, "could never hold"),
        ({"finding": "a", "includes": []}, "could never hold"),
        ({"finding": "a", "is": "yes", "at_least": "2"}, "unknown"),
    ],
)
def test_bad_conditions_say_what_is_wrong(raw: object, words: str) -> None:
    with pytest.raises(ConditionError, match=words):
        parse_condition(raw)
