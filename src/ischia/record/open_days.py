"""On which days exercise was open to a person: only those count for or against a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ischia.record.decisions import CHECK
from ischia.record.facts import day_of
from ischia.record.knowledge import knowledge
from ischia.record.models import Decision, Person


def open_days(person: Person, days: Iterable[date]) -> list[date]:
    """Of these days, those on which the last check allowed exercise and was current."""
    lasts = int(knowledge().protocol.parameter("screening_current_days"))
    rows = Decision.objects.filter(person=person, kind=CHECK).order_by("pk")
    checks = [
        (day_of(person, made_at), bool(allows))
        for made_at, allows in rows.values_list("made_at", "value__may_exercise")
    ]

    def is_open(day: date) -> bool:
        before = [check for check in checks if check[0] <= day]
        return bool(before) and before[-1][1] and (day - before[-1][0]).days <= lasts

    return [day for day in days if is_open(day)]
