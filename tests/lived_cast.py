"""A record of some weeks: a slip, a flare, scores, a diagnosis, and hostile words throughout."""

from __future__ import annotations

from ischia.record import journey
from ischia.record.models import Person
from ischia.record.questionnaires import questionnaire
from ischia.record.questions import ask
from record_cast import DAY, HOUR, MONDAY, do_session, make_person, tell, wake

HOSTILE = (
    '=cmd|\' /C calc\'!A0 #panic("x") *bold* @import $x^2$ <script>alert(1)</script> \\ "q" ]['
)
DAYS = 12


def live(healthy: dict[str, object]) -> Person:
    """The person, twelve days on."""
    person = make_person("Ada")
    person.display_name = f"Ada {HOSTILE}"[:100]
    person.save()
    journey.answer(person, {**healthy, "leg_pain_nrs": 4}, at=MONDAY)
    journey.answer(person, {"leg_giving_way": "yes"}, at=MONDAY + HOUR)
    journey.answer(person, {"leg_giving_way": "no"}, at=MONDAY + HOUR, slip=True)
    for day in range(DAYS):
        _day(person, day)
    for day, ticked in ((0, 14), (DAYS - 1, 6)):
        answers = {f"s{n:02d}": 1 for n in range(1, ticked + 1)}
        questionnaire(
            person, {"instrument": "rmdq_24", "answers": answers}, at=MONDAY + day * DAY + 10 * HOUR
        )
    journey.record_diagnosis(
        person, "lumbar_disc_herniation", "provisional", f"Dr {HOSTILE}"[:120],
        (MONDAY + DAY).date(), at=MONDAY + 2 * DAY, note=HOSTILE,
    )  # fmt: skip
    ask(person, HOSTILE, at=MONDAY + 3 * DAY)
    ask(person, "Should I have a scan?", at=MONDAY + 3 * DAY)
    journey.note(person, f"{HOSTILE} Überraschung", at=MONDAY + 3 * DAY)
    return person


def _day(person: Person, day: int) -> None:
    morning = MONDAY + day * DAY
    pain = {"leg": max(0, 5 - day // 3), "back": 2}
    view = journey.check_now(person, at=morning)
    if view.again:
        journey.answer(person, {name: view.answers[name] for name in view.again}, at=morning)
    if day:
        wake(person, morning, pain=pain, zone=3 if day < 6 else 1, flare_felt=day == 7)
    if journey.today(person, at=morning + HOUR).sessions:
        session = do_session(person, morning + HOUR, pain_before=pain, zone_before=3)
        tell(person, session, morning + 2 * HOUR, pain_after=pain)
