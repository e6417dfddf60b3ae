"""YAML is read as plain text, and nothing dangerous gets through."""

from __future__ import annotations

import pytest

from ischia.protocol.plain_yaml import PlainYamlError, read_yaml


def test_scalars_stay_text() -> None:
    text = "a: no\nb: 010\nc: 1e3\nd: 2026-01-01\ne: yes\nf: null\ng: 'null'\nh:\n"
    assert read_yaml(text).content == {
        "a": "no", "b": "010", "c": "1e3", "d": "2026-01-01", "e": "yes",
        "f": None, "g": "null", "h": None,
    }  # fmt: skip


def test_lines_are_known() -> None:
    document = read_yaml("a: 1\nb:\n  - x\n  - c: y\n")
    assert document.lines[("b", 1, "c")] == 4


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a: 1\na: 2\n", "stands here twice", 2),
        ("a: &x 1\nb: 2\n", "anchors", 1),
        ("a: 1\nb: *x\n", "aliases", 2),
        ("a: !!python/object:os.system x\n", "tags", 1),
        ("a: [1, 2\n", "not valid YAML", 2),
        ("--- 1\n--- 2\n", "more than one", 2),
        ("? [a, b]\n: 1\n", "plain word", 1),
        ("[" * 30 + "]" * 30, "levels deep", 1),
        ("[" + "a," * 250_000 + "]", "far more entries", 1),
    ],
)
def test_what_no_honest_file_needs_is_refused(text: str, words: str, line: int) -> None:
    with pytest.raises(PlainYamlError) as caught:
        read_yaml(text)
    assert words in caught.value.message
    assert caught.value.line == line


def test_a_bomb_is_refused_before_it_is_built() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(1000))
    with pytest.raises(PlainYamlError):
        read_yaml(bomb)


def test_empty_text_is_nothing() -> None:
    assert read_yaml("").content is None
