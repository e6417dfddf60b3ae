"""Posting a sealed message to the push service that a browser named, and nowhere else.

The address comes from a browser, so it is not trusted: https only, no redirect is followed, and a
name is looked up once. Where it leads to this machine or to a network behind it, nothing is sent;
the connection goes to the very address that was looked at.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from ischia.exchange.web_push import HTTPS_PORT, Subscription

WAIT_S = 10.0
GONE = (404, 410)
OWN_USE = IPv4Network("192.0.0.0/24")  # of protocols; older Pythons take its hosts for public
BETWEEN = IPv6Network("64:ff9b::/96")  # an IPv4 address that a network hands on (RFC 6052)
Outcome = Literal["sent", "gone", "failed"]
Door = Callable[[str], HTTPConnection]  # a host: a connection to it


class Refused(ValueError):  # noqa: N818 - it is no fault of the program
    """The address leads where nothing may be sent."""


class Letter(Struct, frozen=True, kw_only=True):
    """A message ready to be posted. After `ttl` seconds a service may no longer deliver it."""

    to: Subscription
    body: bytes
    signature: str
    ttl: int


def posted(letter: Letter, door: Door) -> Outcome:
    """Post it. `gone`: the browser no longer wants any; `failed`: perhaps another time."""
    parts = urlsplit(letter.to.endpoint)
    headers = {
        "Authorization": letter.signature,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(letter.ttl),
        "Topic": "session",  # a newer one takes the place of one that still waits
        "Urgency": "high",
    }
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection = door(parts.hostname or "")
        try:
            connection.request("POST", path, letter.body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError):
        return "failed"
    if status in GONE:
        return "gone"
    return "sent" if 200 <= status < 300 else "failed"


def public_door(host: str) -> HTTPConnection:
    """A connection by https to a host of the open internet. Raises `Refused`, `OSError`."""
    found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(map(is_public, addresses)):
        raise Refused(f"{host} does not lead to the open internet")
    return _Pinned(host, addresses)


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not this machine, not a network of its own,
    not many at once, not an older address inside a newer one that is none of these."""
    return _is_public(ip_address(address.partition("%")[0]))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address in BETWEEN:
            return _is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address.ipv4_mapped or address.sixtofour or address.teredo or address.is_site_local:
            return False
    if address in OWN_USE:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Pinned(HTTPSConnection):
    """Https to the addresses that were looked at, with the certificate of the name."""

    def __init__(self, host: str, addresses: list[str]) -> None:
        super().__init__(host, timeout=WAIT_S, context=ssl.create_default_context())
        self.addresses = addresses

    def connect(self) -> None:
        plain = _first(self.addresses)
        try:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # pyright: ignore
        except BaseException:
            plain.close()
            raise


def _first(addresses: list[str]) -> socket.socket:
    """A connection to the first address that answers. Raises `OSError`."""
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, HTTPS_PORT), WAIT_S)
        except OSError:
            continue
    return socket.create_connection((addresses[-1], HTTPS_PORT), WAIT_S)
