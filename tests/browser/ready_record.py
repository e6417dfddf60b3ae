"""Fills the data folder that it is given with a person who may exercise: run before the server."""

from __future__ import annotations

import sys
from pathlib import Path

from ischia.web.boot import boot


def main(data: Path) -> None:
    """Answer every danger question harmlessly, as the owner of this folder."""
    config = boot(data)
    from django.utils import timezone

    from ischia.population.cases import Case, Expect, complete_answers
    from ischia.record import journey
    from ischia.record.knowledge import knowledge
    from ischia.record.models import Person
    from ischia.web.account.links import the_owner
    from ischia.web.prepare import prepare_database

    now = timezone.now()
    prepare_database(config, at=now)
    person = Person.objects.get(owner=the_owner(at=now))
    given: dict[str, object] = {
        "age_years": 47,
        "sex": "male",
        "duration_weeks": 5,
        "irritability": "low",
        "leg_pain_nrs": 3,
    }
    case = Case(id="ready", title="", why="", answers=given, expect=Expect(), others="no")
    answers = complete_answers(case, knowledge().checker)
    for finding, value in answers.items():
        journey.answer(person, {finding: value}, at=now)
    today = journey.today(person, at=now)
    assert today.sessions, [reason.text for reason in today.reasons]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
