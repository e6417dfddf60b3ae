"""Every kept decision comes out again from its own input; one that was altered does not."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from cast import MakePack
from ischia.care.answers import AnswerError
from ischia.protocol.load import DATA
from ischia.record import journey, knowledge
from ischia.record.models import Decision, Person, ProtocolVersion
from ischia.record.replay import first_difference, replay
from record_cast import DAY, HOUR, MONDAY, do_session, tell, wake


def live(person: Person, healthy: dict[str, object], seed: int, days: int) -> None:
    """Days as they come, good and bad."""
    chance = random.Random(seed)  # noqa: S311
    for number in range(days):
        at = MONDAY + number * DAY
        if chance.random() < 0.1:
            continue
        if chance.random() < 0.7:
            wake(person, at, flare_felt=chance.random() < 0.1, bad_night=chance.random() < 0.1)
        if journey.today(person, at=at).ask:
            journey.answer(person, healthy, at=at)
        if chance.random() < 0.1:
            cause = chance.choice(["piriformis_syndrome", "lumbar_disc_herniation", "unknown"])
            journey.record_diagnosis(person, cause, "provisional", "Dr Ro", at.date(), at=at)
        today = journey.today(person, at=at)
        journey.program_now(person, at=at)
        for session in today.sessions:
            key = do_session(person, at + HOUR, session.slot, done_share=chance.random())
            pain = {"leg": chance.randint(0, 8), "back": 2}
            tell(person, key, at + HOUR, pain_after=pain, danger=chance.random() < 0.02)
            if chance.random() < 0.2:
                wish(person, session.items[0].exercise, chance, at)


def wish(person: Person, exercise: str, chance: random.Random, at: datetime) -> None:
    want = chance.choice(["easier", "less", "leave_out"])
    try:
        journey.choose(person, {"exercise": exercise, "want": want}, at=at, entry_id=uuid4())
    except AnswerError:
        return


@pytest.mark.parametrize("seed", range(3))
def test_no_decision_differs(person: Person, healthy: dict[str, object], seed: int) -> None:
    journey.answer(person, healthy, at=MONDAY)
    live(person, healthy, seed, 25)
    found = list(replay())
    assert {row.kind for row, _ in found} == {"check", "program", "practice", "adaptation"}
    assert [difference for _, difference in found if difference is not None] == []


def test_an_altered_decision_is_found(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    row = Decision.objects.get(kind="check")
    row.value["screening"]["disposition"] = "emergency_now"
    forged = Decision(
        person=checked, kind=row.kind, made_at=MONDAY, input=row.input, value=row.value,
        reasons=row.reasons, protocol_id=row.protocol_id, software=row.software,
    )  # fmt: skip
    forged.save()
    differences = [difference for _, difference in replay() if difference is not None]
    assert [(d.decision, d.where) for d in differences] == [
        (forged.pk, "value.screening.disposition")
    ]


def test_the_knowledge_that_decided_is_read_from_the_record(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    version = ProtocolVersion.objects.get().pk
    again = knowledge.knowledge_of.__wrapped__(version)
    assert again.protocol.version == version
    assert again.protocol == knowledge.knowledge().protocol


def test_knowledge_that_was_tampered_with_is_not_used(checked: Person) -> None:
    journey.today(checked, at=MONDAY)
    files = knowledge.unpack(bytes(ProtocolVersion.objects.get().content))
    changed = [files[0].__class__(files[0].folder, files[0].name, "id: x\n"), *files[1:]]
    ProtocolVersion(hash="0" * 64, kept_at=MONDAY, content=knowledge.pack(changed)).save()
    with pytest.raises(knowledge.KnowledgeError, match="not what was kept"):
        knowledge.knowledge_of("0" * 64)
    with pytest.raises(knowledge.KnowledgeError, match="was not kept"):
        knowledge.knowledge_of("1" * 64)


def test_a_pack_decides_and_is_kept_with_its_decisions(
    checked: Person, make_pack: MakePack, settings: Any
) -> None:
    kind, name = "parameters/screening", "screening_current_days.yaml"
    text = (DATA / kind / name).read_text("utf-8").replace("value: 7", "value: 2")
    settings.ISCHIA_PACKS = (make_pack({f"{kind}/{name}": text}),)
    knowledge.knowledge.cache_clear()
    try:
        assert journey.today(checked, at=MONDAY + 2 * DAY).sessions
        assert journey.check_now(checked, at=MONDAY + 3 * DAY).ask == "weekly"
    finally:
        settings.ISCHIA_PACKS = ()
        knowledge.knowledge.cache_clear()
    assert journey.check_now(checked, at=MONDAY + 3 * DAY).ask == ""
    found = list(replay())
    assert len({row.protocol_id for row, _ in found}) == 2
    assert [difference for _, difference in found if difference is not None] == []


def test_more_may_come_out_than_was_kept_but_nothing_else() -> None:
    kept = {"a": [1, {"b": 2}]}
    assert first_difference(kept, {"a": [1, {"b": 2, "new": 3}], "more": 4}) is None
    assert first_difference(kept, {"a": [1, {"b": 3}]}) == ("a[1].b", 2, 3)
    assert first_difference(kept, {"a": [1]}) == ("a", [1, {"b": 2}], [1])
    assert first_difference(kept, {}) == ("a", [1, {"b": 2}], None)
