"""A push service on this machine, and a browser that can open what it is sent."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from Cryptodome.Cipher import AES
from Cryptodome.Hash import SHA256
from Cryptodome.Protocol.DH import key_agreement
from Cryptodome.Protocol.KDF import HKDF
from Cryptodome.PublicKey import ECC
from msgspec import Struct

from ischia.exchange.web_push import Subscription, encoded

SECRET = b"sixteen bytes..."


class Posted(Struct, frozen=True):
    """What reached the service."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """It keeps what is posted and answers with `status`."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.hosts: list[str] = []
        self.status = 201
        self.port = 0

    def door(self, host: str) -> HTTPConnection:
        """A way to it, whatever the name."""
        self.hosts.append(host)
        return HTTPConnection("127.0.0.1", self.port, timeout=10)


@contextmanager
def push_service() -> Generator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.posted.append(Posted(self.path, dict(self.headers.items()), body))
            self.send_response(service.status)
            if 300 <= service.status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        service.port = server.server_port
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield service
        server.shutdown()
        thread.join()


class PushBrowser:
    """A browser's half: its keys, and what it reads."""

    def __init__(self, name: str = "abc", host: str = "push.example.net") -> None:
        self.key = ECC.generate(curve="P-256")
        self.point = self.key.public_key().export_key(format="raw")
        self.endpoint = f"https://{host}/send/{name}?v=1"
        self.subscription = Subscription(self.endpoint, encoded(self.point), encoded(SECRET))

    def form(self) -> dict[str, str]:
        """What the page posts."""
        to = self.subscription
        return {"endpoint": to.endpoint, "p256dh": to.p256dh, "auth": to.auth, "want": "on"}

    def reads(self, body: bytes) -> dict[str, str]:
        return json.loads(self.opens(body))

    def opens(self, body: bytes) -> bytes:
        """RFC 8291 from the other side, with the library's own HKDF. Raises `ValueError`."""
        salt, sender, content = body[:16], body[21:86], body[86:]
        theirs = ECC.import_key(sender, curve_name="P-256")
        shared = key_agreement(eph_priv=self.key, eph_pub=theirs, kdf=bytes)
        root = _derived(shared, 32, SECRET, b"WebPush: info\0" + self.point + sender)
        lock = _derived(root, 16, salt, b"Content-Encoding: aes128gcm\0")
        nonce = _derived(root, 12, salt, b"Content-Encoding: nonce\0")
        cipher = AES.new(lock, AES.MODE_GCM, nonce=nonce)  # pyright: ignore[reportUnknownMemberType]
        return cipher.decrypt_and_verify(content[:-16], content[-16:]).removesuffix(b"\x02")


def _derived(master: bytes, length: int, salt: bytes, about: bytes) -> bytes:
    found = HKDF(master, length, salt, SHA256, context=about)
    assert isinstance(found, bytes)
    return found
