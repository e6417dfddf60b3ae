"""Fills the data folder that it is given with a life: run before the server.

python lived_record.py FOLDER flare|season|year|recovered
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from ischia.web.boot import boot

LIVES: dict[str, dict[str, Any]] = {
    "flare": {"days": 30, "flare_on": frozenset({29})},
    "season": {"days": 80, "every": 2, "flare_on": frozenset({42}), "number": 16},
    "year": {"days": 365, "every": 2, "flare_on": frozenset({42}), "number": 16},
    "recovered": {"days": 300, "well_from": 20},
}


def main(data: Path, life: str) -> None:
    """Live until this morning, as the owner of this folder."""
    config = boot(data)
    from django.utils import timezone

    from ischia.record.models import Person
    from ischia.web.account.links import the_owner
    from ischia.web.prepare import prepare_database
    from year_diary import live

    now = timezone.now()
    prepare_database(config, at=now)
    person = Person.objects.get(owner=the_owner(at=now))
    lived = dict(LIVES[life])
    days = lived.pop("days")
    first = now - timedelta(days=days - 1, hours=12)
    for _morning in live(person, first, days, **lived):
        pass


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main(Path(sys.argv[1]), sys.argv[2])
