"""Where a message goes: to the push service that the browser named, and never into a network."""

from __future__ import annotations

import socket
from collections.abc import Generator

import pytest
from push_service import PushBrowser, PushService, push_service

from ischia.exchange.push_post import Letter, Refused, is_public, posted, public_door

INWARD = [
    "127.0.0.1", "127.9.9.9", "0.0.0.7", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1",
    "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
    "2001:0:7f00:1::",
]  # fmt: skip
OUTWARD = ["8.8.8.8", "142.250.1.1", "2a00:1450:4001::1", "64:ff9b::808:808"]
LETTER = Letter(to=PushBrowser().subscription, body=b"sealed", signature="vapid t=x", ttl=600)


@pytest.fixture
def service() -> Generator[PushService]:
    with push_service() as running:
        yield running


@pytest.mark.parametrize("address", INWARD)
def test_an_address_inside_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTWARD)
def test_an_address_outside_is_not(address: str) -> None:
    assert is_public(address)


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[tuple[str, int]]:
    """Every name leads there; what is really connected to is kept."""
    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], _timeout: float) -> socket.socket:
        connected.append(address)
        raise OSError("no network in a test")

    def look_up(*_args: object, **_more: object) -> list[object]:
        return list(rows)

    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], []])
def test_a_name_that_leads_inside_is_never_connected_to(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    connected = leads_to(monkeypatch, *addresses)
    with pytest.raises(Refused, match=r"push\.example\.net"):
        public_door("push.example.net")
    assert posted(LETTER, public_door) == "failed"
    assert connected == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0", "2130706433", "0x7f.1"])
def test_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises((Refused, OSError)):
        public_door(host)


def test_it_connects_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = leads_to(monkeypatch, "8.8.8.8", "8.8.4.4")
    door = public_door("push.example.net")
    leads_to(monkeypatch, "127.0.0.1")  # the name leads elsewhere by now
    kept = leads_to(monkeypatch, "127.0.0.1")
    with pytest.raises(OSError, match="no network"):
        door.connect()
    assert kept == [("8.8.8.8", 443), ("8.8.4.4", 443)]
    assert connected == []


def test_what_is_posted_is_what_the_standard_asks_for(service: PushService) -> None:
    assert posted(LETTER, service.door) == "sent"
    [arrived] = service.posted
    assert service.hosts == ["push.example.net"]
    assert arrived.path == "/send/abc?v=1"
    assert arrived.body == b"sealed"
    assert arrived.headers["Content-Encoding"] == "aes128gcm"
    assert arrived.headers["TTL"] == "600"
    assert arrived.headers["Authorization"] == "vapid t=x"
    assert "Cookie" not in arrived.headers


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "sent"), (201, "sent"), (404, "gone"), (410, "gone"), (403, "failed"), (429, "failed"),
     (500, "failed"), (302, "failed"), (307, "failed")],
)  # fmt: skip
def test_what_the_service_says_and_no_redirect_is_followed(
    service: PushService, status: int, outcome: str
) -> None:
    service.status = status
    assert posted(LETTER, service.door) == outcome
    assert len(service.posted) == 1


def test_no_service_there_is_no_fault_of_the_program() -> None:
    with push_service() as gone:
        door = gone.door
    assert posted(LETTER, door) == "failed"
