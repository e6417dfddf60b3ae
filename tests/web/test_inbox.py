"""What a device sends arrives once, and every refusal says why."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from ischia.record.models import Entry, Person

NOW = datetime.now(UTC)
AT = (NOW - timedelta(hours=3)).isoformat()


def send(browser: Client, **letter: Any) -> Any:
    body = {"id": str(uuid4()), "kind": "note", "at": AT, "data": {"text": "hello"}, **letter}
    return browser.post(reverse("inbox:receive"), json.dumps(body), content_type="application/json")


def test_an_entry_is_kept_once(browser: Client, owner: Person) -> None:
    key = str(uuid4())
    for _ in range(3):
        answer = send(browser, id=key)
        assert (answer.status_code, answer.json()) == (200, {"kept": key})
    entry = Entry.objects.get()
    assert (str(entry.pk), entry.person, entry.author) == (key, owner, owner.owner)
    assert entry.at.isoformat() == AT
    assert entry.received_at >= NOW


def test_a_taken_id_is_a_conflict(browser: Client) -> None:
    key = str(uuid4())
    send(browser, id=key)
    assert send(browser, id=key, data={"text": "other"}).status_code == 409
    assert Entry.objects.get().data == {"text": "hello"}


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        ({"kind": "gossip"}, "kind"),
        ({"id": "1"}, "entry"),
        ({"at": "2026-03-02T08:00:00"}, "entry"),
        ({"data": {"words": "x"}}, "note"),
        ({"kind": "answers", "data": {"answers": {"fever": "hot"}}}, "fever"),
        ({"kind": "session", "data": {"slot": "morning"}}, "session"),
    ],
)
def test_a_fault_is_named(browser: Client, letter: dict[str, Any], field: str) -> None:
    answer = send(browser, **letter)
    assert answer.status_code == 400
    faults = answer.json()["faults"]
    assert [fault["field"] for fault in faults] == [field]
    assert all(fault["fault"] and fault["remedy"] for fault in faults)
    assert not Entry.objects.exists()


def test_a_flood_is_refused(browser: Client) -> None:
    assert send(browser, data={"text": "x" * 300_000}).status_code == 413


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("answers", {"answers": {"fever": "no"}}),
        (
            "diagnosis",
            {"cause": "unknown", "status": "provisional", "by": "Dr", "on": NOW.date().isoformat()},
        ),
        ("clearance", {"by": "Dr Ro", "on": NOW.date().isoformat()}),
        ("session", {"slot": "morning", "items": [], "done_share": 1}),
        ("response", {"session": str(uuid4())}),
        ("check_in", {"on": NOW.date().isoformat()}),
        ("setting", {"minutes": 10}),
        ("note", {"text": "x"}),
        ("questionnaire", {"instrument": "rmdq_24", "answers": {"s01": 1}}),
        ("put_off", {"instrument": "rmdq_24"}),
        ("look_back", {"flare": NOW.date().isoformat(), "before": ["lifting"]}),
    ],
)
def test_every_kind_is_taken_twice_and_kept_once(
    browser: Client, kind: str, data: dict[str, Any]
) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert send(browser, id=key, kind=kind, data=data).status_code == 200
    assert [entry.kind for entry in Entry.objects.all()] == [kind]


def test_nobody_without_an_account_sends_anything(stranger: Client, db: None) -> None:
    assert send(stranger).status_code == 302
    assert not Entry.objects.exists()
