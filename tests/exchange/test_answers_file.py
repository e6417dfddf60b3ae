"""Answers from files: both formats, and everything that a hostile or broken file may hold."""

from __future__ import annotations

import io
import sys
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest

from cast import TODAY
from ischia.care.answers import AnswerError
from ischia.care.check import Checker
from ischia.exchange.answers_file import MAX_BYTES, AnswersFile, facts_of, read_answers_file

GOOD: dict[str, object] = {"fever": "no", "pain_regions": ["calf"]}
YAML = "answers:\n  fever: no\n  pain_regions: [calf]\nat: 2026-02-01\n"
JSON = '{"answers": {"fever": "no", "pain_regions": ["calf"]}, "at": "2026-02-01"}'


def written(folder: Path, content: str | bytes) -> str:
    path = folder / "answers"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def fault_of(name: str) -> str:
    with pytest.raises(AnswerError) as caught:
        read_answers_file(name)
    (fault,) = caught.value.faults
    assert fault.remedy
    return str(fault)


@pytest.mark.parametrize("text", [YAML, JSON, f"\n\n  {JSON}\n", YAML.replace("\n", "\r\n")])
@pytest.mark.parametrize("mark", ["", "\N{BYTE ORDER MARK}"])
def test_yaml_and_json_say_the_same(tmp_path: Path, text: str, mark: str) -> None:
    assert read_answers_file(written(tmp_path, mark + text)) == AnswersFile(GOOD, "2026-02-01")


@pytest.mark.parametrize("text", [YAML, JSON])
def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert read_answers_file("-").answers == GOOD


def test_a_closed_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert fault_of("-").startswith("-: standard input is closed. Remedy: pipe the answers in")


def test_standard_input_is_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * (MAX_BYTES + 1))))
    assert "larger than 1,000,000 bytes" in fault_of("-")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "answers: empty. Remedy: write `answers:`"),
        (b" \n\t\n", "answers: empty"),
        (b"\xef\xbb\xbf", "answers: empty"),
        (b"# nothing\n# yet\n", "holds no answers. Remedy: start with `answers:`"),
        (b"null", "holds no answers"),
        (b"fever", "holds no answers"),
        (b"- fever: no\n", "holds no answers"),
        (b"[]", "holds no answers"),
        (b"answer: {fever: no}\n", "answer: this is not a part of an answers file (did you mean "
         "answers?). Remedy: use answers, at, diagnosis"),
        (b'{"answers": {}, "date": "2026-02-01"}', "date: this is not a part of an answers file"),
        (b"fever: no\n", "fever: this is not a part of an answers file. Remedy: use"),
        (b"{}", "answers: missing. Remedy: write `answers:` and below it `finding: value`"),
        (b"at: 2026-02-01\n", "answers: missing"),
        (b"answers:\n", "answers: not a list of `finding: value` lines"),
        (b"answers: yes\n", "answers: not a list of `finding: value` lines"),
        (b"answers: [fever]\n", "answers: not a list of `finding: value` lines"),
        (b'{"answers": []}', "answers: not a list of `finding: value` lines"),
        (b'{"answers": null}', "answers: not a list of `finding: value` lines"),
        # the same key twice
        (b"answers:\n  fever: no\n  fever: yes\n", "line 3: 'fever' stands here twice; keep one"),
        (b"answers: {}\nanswers: {}\n", "line 2: 'answers' stands here twice"),
        (b'{"answers": {"fever": "yes", "fever": "no"}}', "fever: this key stands here twice"),
        (b'{"answers": {}, "answers": {}}', "answers: this key stands here twice"),
        # aliases, tags and bombs
        (b"answers: &a {fever: no}\nat: *a\n", "line 1: YAML anchors (&name) are not accepted"),
        (b"answers: {fever: *a}\n", "line 1: YAML aliases (*name) are not accepted"),
        (b"answers: !!python/object/apply:os.system [exit]\n", "line 1: YAML tags"),
        (b"<<: &a [x]\n" + b"".join(b"k%d: &b [*a, *a]\n" % i for i in range(99)), "anchors"),
        (b"answers: {}\n---\nanswers: {}\n", "more than one YAML document"),
        (b"answers: [" + b"a," * 300_000 + b"]", "far more entries"),
        # nesting
        (b"answers: " + b"[" * 5000 + b"]" * 5000, "nested more than 20 levels deep"),
        (b"answers: " + b"{a: " * 5000 + b"}" * 5000, "nested more than 20 levels deep"),
        (b"- " * 5000, "nested more than 20 levels deep"),
        (b"[" * 100_000 + b"]" * 100_000, "answers: nested too deeply. Remedy: keep to {answers:"),
        (b'{"answers":' * 80_000, "answers: nested too deeply"),
        # not JSON
        (b'{"answers": {"age_years": NaN}}', "NaN: this is not a number in JSON. Remedy: give a"),
        (b'{"answers": {"age_years": -Infinity}}', "-Infinity: this is not a number in JSON"),
        (b'{"answers":\n {"fever": no}}', "line 2: this is not valid JSON: Expecting value"),
        (b'{"answers": {}} x', "line 1: this is not valid JSON: Extra data"),
        (b'{"answers": "\n"}', "this is not valid JSON: Invalid control character"),
        (b"{answers: {fever: no}}", "this is not valid JSON"),
        # not YAML
        (b"answers: {fever: no\n", "this is not valid YAML"),
        (b"answers:\n\tfever: no\n", "line 2: this is not valid YAML"),
        (b"answers: 'no\n", "this is not valid YAML"),
        (b'answers: "\\ud800"\n', "this is not valid YAML"),
        (b"? [a]\n: 1\n", "line 1: a key must be a plain word"),
        # not text
        (b"answers: {fever: \xff}\n", "not UTF-8 text (byte 17). Remedy: save the file as UTF-8"),
        (b"\xff\xfea\x00n\x00", "not UTF-8 text (byte 0)"),
        (b"\xef\xbb\xbfab\xff", "not UTF-8 text (byte 5)"),
        (b"answers:\n  fever: caf\xe9\n", "not UTF-8 text (byte 21)"),
        (b"answers:\x00 {}\n", "this is not valid YAML: unacceptable character #x0000"),
        (b'{"answers": {}}\x00', "this is not valid JSON"),
        (b"\x00" * 10, "unacceptable character"),
        (b"\x7fELF\x02\x01\x01", "unacceptable character"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_a_remedy(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in fault_of(written(tmp_path, content))


@pytest.mark.parametrize(
    "content",
    [
        '{"\\u001b[2J": 1}',
        '{"\\u001b[2J": 1, "\\u001b[2J": 1}',
        '"\\e[2J": 1\n',
        "x" * 1000 + ": 1\n",
    ],
)
def test_a_key_is_shown_short_and_without_control_characters(tmp_path: Path, content: str) -> None:
    fault = fault_of(written(tmp_path, content))
    assert "\x1b" not in fault
    assert len(fault) < 300


@pytest.mark.parametrize("size", [MAX_BYTES + 1, 100_000_000])
def test_a_large_file_is_refused_without_reading_it_all(tmp_path: Path, size: int) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(size)
    tracemalloc.start()
    try:
        assert "larger than 1,000,000 bytes, which no person's answers are" in fault_of(str(path))
        assert tracemalloc.get_traced_memory()[1] < 5 * MAX_BYTES
    finally:
        tracemalloc.stop()


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    text = "answers: {fever: no} #"
    assert read_answers_file(written(tmp_path, text.ljust(MAX_BYTES, "x"))).answers


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero here")
def test_an_endless_file_is_refused() -> None:
    assert "larger than" in fault_of("/dev/zero")


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert fault_of(str(tmp_path)).startswith(f"{tmp_path}: cannot be opened: is a directory.")
    missing = str(tmp_path / "missing.yaml")
    assert fault_of(missing) == (
        f"{missing}: cannot be opened: no such file or directory. Remedy: check the file's name."
    )
    assert "cannot be opened: file name too long" in fault_of("x" * 5000)
    assert fault_of("a\0b").startswith(r"'a\x00b': no file can have this name. Remedy: check")


@pytest.mark.parametrize("text", ['{"answers": {"age_years": %s}}', "answers: {age_years: %s}"])
@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "9" * 5000 + ".5", "1e99999"])
def test_a_huge_number_is_no_number(
    tmp_path: Path, checker: Checker, text: str, number: str
) -> None:
    file = read_answers_file(written(tmp_path, text % number))
    with pytest.raises(AnswerError) as caught:
        facts_of(checker, file, TODAY)
    (fault,) = caught.value.faults
    assert fault.field == "age_years"
    assert "is not a number" in fault.fault
    assert len(str(fault)) < 200


@pytest.mark.parametrize(
    ("file_days", "answer_days", "expected"), [(None, 3, 3), (5, 3, 5), (2, 3, 3), (0, 0, 0)]
)
def test_the_oldest_date_of_file_and_answers_counts(
    checker: Checker, file_days: int | None, answer_days: int, expected: int
) -> None:
    def ago(days: int) -> str:
        return (TODAY - timedelta(days=days)).isoformat()

    answers: dict[str, object] = {"fever": {"value": "no", "at": ago(answer_days)}}
    file = AnswersFile(answers, None if file_days is None else ago(file_days))
    assert facts_of(checker, file, TODAY).days_old == expected


@pytest.mark.parametrize("at", ["2026-03-02", "soon", "", 1.5, ["2026-01-01"], {}])
def test_a_wrong_date_of_the_file_is_refused(checker: Checker, at: object) -> None:
    with pytest.raises(AnswerError, match=r"^at: "):
        facts_of(checker, AnswersFile({"fever": "no"}, at), TODAY)


def test_yaml_and_json_answers_become_the_same_facts(tmp_path: Path, checker: Checker) -> None:
    lines = "answers: {age_years: 40, fever: true, foot_drop: no, sex: null, pain_regions: []}"
    braces = (
        '{"answers": {"age_years": 40, "fever": true, "foot_drop": "no", "sex": null, '
        '"pain_regions": []}}'
    )
    first, second = (
        facts_of(checker, read_answers_file(written(tmp_path, text)), TODAY)
        for text in (lines, braces)
    )
    assert first == second
    assert first.values == {
        "age_years": 40.0, "fever": "yes", "foot_drop": "no", "pain_regions": frozenset(),
    }  # fmt: skip
