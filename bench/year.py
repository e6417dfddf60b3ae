"""What the pages cost with a year behind them: server CPU and size of Today, Progress and the rest.

A simulated diary (`tests/year_diary.py`) is lived through the record, a year by default, with one
questionnaire a week; then every page is asked for many times in one process, without a network.
`python bench/year.py [days] [folder]`: with a folder, the record is kept there and used again.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from ischia.web.boot import boot

if TYPE_CHECKING:
    from django.test import Client

VISITS = 40
CPU_MS, SIZE_KB = 25, 150
PAGES = (
    "/today/", "/progress/", "/progress/staying-well/", "/today/check-in/", "/today/told/",
    "/questionnaire/", "/more/", "/program/",
)  # fmt: skip
GOAL = ("/today/", "/progress/")


def main(days: int, folder: Path) -> int:
    """Live the year if it was not lived yet, measure, print, and say whether the goal is met."""
    config = boot(folder)
    from django.test import Client
    from django.utils import timezone

    from ischia.record.models import Decision, Entry, Person
    from ischia.web.account.links import the_owner
    from ischia.web.prepare import prepare_database, prepare_static
    from year_diary import live

    now = timezone.now()
    prepare_database(config, at=now)
    prepare_static(config)
    person = Person.objects.get(owner=the_owner(at=now))
    if not Entry.objects.exists():
        began = time.perf_counter()
        for _ in live(person, now - timedelta(days=days - 1, hours=1), days):
            pass
        print(f"lived {days} days in {time.perf_counter() - began:.0f} s")
    print(f"{Entry.objects.count()} entries, {Decision.objects.count()} decisions")
    client = Client(headers={"host": f"127.0.0.1:{config.port}"})
    assert person.owner is not None
    client.force_login(person.owner)
    print(f"{'page':26} {'first ms':>9} {'median ms':>10} {'p95 ms':>8} {'KB':>6}")
    good = True
    for page in PAGES:
        costs, size = visits(client, page)
        rest = sorted(costs[1:])
        median, p95 = statistics.median(rest), rest[int(len(rest) * 0.95)]
        print(f"{page:26} {costs[0]:9.1f} {median:10.1f} {p95:8.1f} {size / 1024:6.1f}")
        if page in GOAL:
            good = good and median <= CPU_MS and size <= SIZE_KB * 1024
    print("within the goal" if good else f"NOT within {CPU_MS} ms and {SIZE_KB} KB")
    return 0 if good else 1


def visits(client: Client, page: str) -> tuple[list[float], int]:
    """CPU milliseconds of each visit, and the size of the page in bytes."""
    costs: list[float] = []
    size = 0
    for _ in range(VISITS):
        began = time.process_time()
        answer = client.get(page)
        costs.append(1000 * (time.process_time() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"{page} answers {answer.status_code}")
        size = len(answer.content)
    return costs, size


if __name__ == "__main__":
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    if len(sys.argv) > 2:
        raise SystemExit(main(length, Path(sys.argv[2])))
    with tempfile.TemporaryDirectory() as place:
        raise SystemExit(main(length, Path(place)))
