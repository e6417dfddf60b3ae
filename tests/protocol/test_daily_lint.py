"""The clinical lint of every day, and that nothing to read is left lying."""

from __future__ import annotations

import pytest

from cast import MakePack
from ischia.protocol.lint import lint
from ischia.protocol.model import Protocol
from ischia.web.discover import HERE

SOURCED = "source: [ischia_project]\ngrade: project\nreview: project_rule\n"
APART = {"ease_now", "stay_well"}  # texts that pages of their own show


def faults(make_pack: MakePack, name: str, text: str) -> str:
    return "\n".join(str(problem) for problem in lint([make_pack({name: text + SOURCED})]))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("lessons/own/own.yaml", "id: own\ntitle: A\norder: 1\nsummary: B\ntexts: [a_slow_corse]\n",
         "a_slow_course"),
        ("lessons/own/own.yaml", "id: own\ntitle: A\norder: 1\nsummary: B\ntexts: []\n", "nothing"),
        ("lessons/own/own.yaml",
         "id: own\ntitle: A\norder: 1\nsummary: B\ntexts: [a_slow_course]\ndrawing: x\n", "words"),
        ("glossary/own/own.yaml", "id: own\ntitle: A\ntext: B\nlesson: the_nerv\n", "the_nerve"),
        ("habits/own/own.yaml", "id: own\norder: 1\ntext: B\nexercise: headstand\n", "headstand"),
        ("habits/own/own.yaml", "id: own\norder: 1\ntext: B\nexercise: side_plank_full\n", "load"),
        ("habits/own/own.yaml", "id: own\norder: 1\ntext: B\ncauses: [bad_luck]\n", "bad_luck"),
        ("posture_breaks/own/own.yaml",
         "id: own\ntitle: A\norder: 1\nactivity: sitting\nafter_minutes: 20\n"
         "after_minutes_flare: 30\nbreak_minutes: 2\ntext: B\n", "flare"),
        ("reminder_times/own/own.yaml", "id: own\nslot: morning\nat: '25:00'\n", "no time"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(make_pack: MakePack, name: str, text: str, words: str) -> None:
    found = faults(make_pack, name, text)
    assert "own" in found
    assert words in found


def test_every_text_has_its_lesson(protocol: Protocol) -> None:
    read = {name for lesson in protocol.lessons.values() for name in lesson.texts}
    left = {t.id for t in protocol.education.values() if t.group not in APART} - read
    assert left == set()


def test_every_drawing_is_there(protocol: Protocol) -> None:
    folder = HERE / "learn" / "templates" / "learn" / "drawings"
    wanted = {one.drawing for one in protocol.lessons.values() if one.drawing}
    assert wanted == {path.stem for path in folder.glob("*.html")}
