"""Loading: packs, versions, and errors that name file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from cast import MakePack
from ischia.protocol.load import DATA, load_protocol
from ischia.protocol.model import Disposition, Protocol
from ischia.protocol.problems import ProtocolError

RULE = """\
id: {id}
title: A clinic's own rule
when: knee_pain_kneeling
then: clinician_first
text: In this clinic we look at the knee first.
source: [ischia_project]
grade: project
review: project_rule
"""


def test_version_is_a_hash_that_follows_the_content(
    protocol: Protocol, make_pack: MakePack
) -> None:
    pack = make_pack({"red_flags/context/own.yaml": RULE.format(id="own")})
    with_pack = load_protocol([pack])
    assert len(protocol.version) == 64
    assert with_pack.version != protocol.version


def test_a_pack_adds(make_pack: MakePack) -> None:
    pack = make_pack({"red_flags/context/own.yaml": RULE.format(id="own")})
    assert load_protocol([pack]).red_flags["own"].then is Disposition.CLINICIAN_FIRST


def test_a_pack_replaces(protocol: Protocol, make_pack: MakePack) -> None:
    name = next(iter(protocol.red_flags))
    pack = make_pack({f"red_flags/context/{name}.yaml": RULE.format(id=name)})
    merged = load_protocol([pack])
    assert merged.red_flags[name].title == "A clinic's own rule"
    assert len(merged.red_flags) == len(protocol.red_flags)


def test_a_pack_cannot_replace_a_guarantee(make_pack: MakePack) -> None:
    source = DATA / "guarantees/cauda_equina/saddle_numbness_alone.yaml"
    weak = source.read_text("utf-8").replace("emergency_today", "self_care")
    pack = make_pack({"guarantees/cauda_equina/saddle_numbness_alone.yaml": weak})
    with pytest.raises(ProtocolError, match="not replace saddle_numbness_alone"):
        load_protocol([pack])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("red_flags/context/own.yaml", RULE.format(id="other"), "the file is own.yaml"),
        ("red_flags/context/own.yaml", "[1]", "an item is a mapping"),
        ("red_flags/context/own.yaml", RULE.format(id="own") + "tex: x\n", "did you mean text?"),
        ("red_flags/context/own.yaml", RULE.format(id="own") + "tex: x\n", "own.yaml:9"),
        ("red_flags/context/own.yaml", RULE.format(id="own") + "tex: x\n", "use one of: accuracy"),
        ("red_flags/context/own.yaml", RULE.format(id="own") + "group: x\n", "remove the field"),
        ("red_flags/context/own.yaml", "id: own\ntitle: x\n", "missing required field `source`"),
        ("red_flags/context/own.yaml", RULE.format(id="own").replace("clinician_first", "soon"),
         "own.yaml:4: then: Invalid enum value 'soon'"),
        ("red_flags/context/own.yaml", RULE.format(id="own").replace("when: ", "when: {not: "),
         "not valid YAML"),
        ("red_flags/own.txt.yml", "x", "only .yaml files"),
        ("flags/own.yaml", RULE.format(id="own"), "not in the folder of a kind"),
        ("red_flags/context/own.yaml", "#" * 300_000, "larger than"),
    ],
)  # fmt: skip
def test_faults_name_the_file_and_the_remedy(
    make_pack: MakePack, name: str, text: str, words: str
) -> None:
    with pytest.raises(ProtocolError) as caught:
        load_protocol([make_pack({name: text})])
    assert words in str(caught.value)
    assert "Remedy:" in str(caught.value)


def test_unknown_keys_in_a_list_name_the_allowed_ones_and_the_line(make_pack: MakePack) -> None:
    extra = "accuracy:\n  - {measure: sensitivity, value: 0.5, people: x, source: ischia_project}\n"
    pack = make_pack({"red_flags/context/own.yaml": RULE.format(id="own") + extra})
    with pytest.raises(ProtocolError) as caught:
        load_protocol([pack])
    assert "'people' is not a field here" in str(caught.value)
    assert "own.yaml:10" in str(caught.value)
    assert "population" in str(caught.value)


def test_files_that_are_not_text_are_refused(make_pack: MakePack) -> None:
    pack = make_pack({"red_flags/context/own.yaml": ""})
    (pack / "red_flags/context/own.yaml").write_bytes(b"id: \xff\xfe")
    with pytest.raises(ProtocolError, match="not UTF-8"):
        load_protocol([pack])


def test_a_link_to_nowhere_is_named(make_pack: MakePack) -> None:
    pack = make_pack({"red_flags/context/own.yaml": RULE.format(id="own")})
    (pack / "red_flags/context/lost.yaml").symlink_to("nowhere")
    with pytest.raises(ProtocolError, match=r"lost\.yaml: this is not a file .* Remedy:"):
        load_protocol([pack])


def test_the_lock_of_an_editor_is_no_item(make_pack: MakePack) -> None:
    pack = make_pack({"red_flags/context/own.yaml": RULE.format(id="own")})
    (pack / "red_flags/context/.#own.yaml").symlink_to("nowhere")
    assert "own" in load_protocol([pack]).red_flags


def test_a_missing_pack_is_named() -> None:
    with pytest.raises(ProtocolError, match="no such folder"):
        load_protocol([Path("nowhere")])


def test_two_files_with_one_id_are_refused(make_pack: MakePack) -> None:
    rule = RULE.format(id="own")
    pack = make_pack({"red_flags/context/own.yaml": rule, "red_flags/cancer/own.yaml": rule})
    with pytest.raises(ProtocolError, match="keep one of them"):
        load_protocol([pack])
