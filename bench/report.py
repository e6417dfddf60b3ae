"""How long the page for a clinician takes, and the export, on a record of many weeks.

    python bench/report.py [WEEKS]        (52 by default; making the record takes a minute or two)

The record is made anew in a folder of its own: two sessions a day with responses, a check-in each
morning, weekly safety questions, a questionnaire every four weeks. Best and median of ROUNDS.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from ischia.web.boot import boot

ROUNDS = 7
HOUR = timedelta(hours=1)
LIMIT_S = 1.0


def measure(name: str, work: Callable[[], object]) -> float:
    """Run it ROUNDS times; print milliseconds, return the median in seconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    first, middle = times[0], statistics.median(times)
    print(f"{name:<34} first {first * 1000:7.0f} ms   median {middle * 1000:7.0f} ms")
    return middle


def main(weeks: int, folder: Path) -> int:
    """Make the record, then measure."""
    config = boot(folder)
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from django.utils import timezone

    from ischia.exchange.export import export_zip
    from ischia.exchange.fhir import bundle_of
    from ischia.exchange.report import report_of
    from ischia.exchange.report_pdf import report_pdf
    from ischia.record.models import Decision, Entry, Person
    from ischia.web.account.links import the_owner
    from ischia.web.prepare import prepare_database
    from ischia.web.report.alone import report_page

    now = timezone.now()
    prepare_database(config, at=now)
    person = Person.objects.get(owner=the_owner(at=now))
    _live(person, now - timedelta(weeks=weeks), weeks * 7)
    entries, decisions = Entry.objects.count(), Decision.objects.count()
    print(f"{weeks} weeks: {entries} entries, {decisions} decisions")
    made = report_of(person, now)
    measure("content", lambda: report_of(person, now))
    measure("content as PDF", lambda: report_pdf(made, at=now))
    measure("content as HTML", lambda: report_page(made))
    whole = measure("record to PDF", lambda: report_pdf(report_of(person, now), at=now))
    measure("FHIR bundle", lambda: bundle_of(person, now))
    measure("whole export as zip", lambda: export_zip(person, BytesIO(), at=now))
    print(f"record to PDF within {LIMIT_S:g} s: {'yes' if whole <= LIMIT_S else 'NO'}")
    return int(whole > LIMIT_S)


def _live(person: object, start: object, days: int) -> None:
    """Fill the record day by day."""
    from datetime import datetime

    from ischia.population.cases import Case, Expect, complete_answers
    from ischia.record import journey
    from ischia.record.knowledge import knowledge
    from ischia.record.models import Person
    from ischia.record.questionnaires import questionnaire
    from record_cast import do_session, tell, wake

    assert isinstance(person, Person)
    assert isinstance(start, datetime)
    told: dict[str, object] = {
        "age_years": 47,
        "sex": "female",
        "duration_weeks": 5,
        "leg_pain_nrs": 3,
        "irritability": "low",
    }
    case = Case(id="bench", title="", why="", answers=told, expect=Expect(), others="no")
    journey.answer(person, complete_answers(case, knowledge().checker), at=start)
    for day in range(days):
        morning = start + timedelta(days=day)
        pain = {"leg": max(0, 3 - day // 14), "back": max(0, 3 - day // 14)}
        zone = 3 if day < 20 else 1
        if day:
            wake(person, morning, pain=pain, zone=zone, walked_minutes=20)
        view = journey.check_now(person, at=morning)
        if view.again:
            journey.answer(person, {f: view.answers[f] for f in view.again}, at=morning)
        slots = journey.today(person, at=morning + HOUR / 2).sessions
        for place, _ in enumerate(slots[:2]):
            at, slot = morning + HOUR * (1 + 8 * place), ("morning", "evening")[place]
            session = do_session(person, at, slot, pain_before=pain, zone_before=zone)
            tell(person, session, at + HOUR, pain_after=pain, zone_after=zone)
        if day % 28 == 3:
            ticked = {f"s{n:02d}": 1 for n in range(1, max(2, 16 - day // 25))}
            form = {"instrument": "rmdq_24", "answers": ticked}
            questionnaire(person, form, at=morning + 11 * HOUR)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 52, Path(name)))
