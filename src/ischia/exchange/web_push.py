"""A message to a browser by web push: sealed for that browser alone (RFC 8291), and signed by this
server's own key (RFC 8292). Nothing here reads a clock or speaks to a network.

The push service in between, which the browser's maker runs, learns which browser, when, and the
length of the message, but not a word of it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from Cryptodome.Cipher import AES
from Cryptodome.Hash import SHA256
from Cryptodome.Protocol.DH import key_agreement
from Cryptodome.PublicKey import ECC
from Cryptodome.Signature import DSS
from msgspec import Struct

from ischia.care.answers import AnswerError, AnswerFault

CURVE = "P-256"
POINT, AUTH, SALT = 65, 16, 16  # bytes
RECORD = 4096  # bytes, the size of the one record
PADDED = 512  # bytes: every message is as long as every other, so that its length tells nothing
LONGEST_ENDPOINT = 2048
VALID = timedelta(hours=12)  # of a signature; a push service refuses more than 24
HTTPS_PORT = 443
AGAIN = "switch the messages off and on again in this browser"


class Subscription(Struct, frozen=True):
    """What a browser gives so that it can be written to: where, its public key, its secret."""

    endpoint: str
    p256dh: str
    auth: str


def encoded(content: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The reverse. Raises `ValueError`."""
    try:
        bare = text.rstrip("=")
        return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ValueError("this is no base64url") from error


def new_key() -> str:
    """A new private key for this server (PKCS 8, PEM)."""
    return str(ECC.generate(curve=CURVE).export_key(format="PEM"))


def public_key(key: str) -> str:
    """The public half of a private key, as a browser wants it (base64url)."""
    return encoded(_point(ECC.import_key(key)))


def valid_subscription(given: Subscription) -> Subscription:
    """The same. Raises `AnswerError` naming the field where it could not be written to."""
    faults = [AnswerFault("endpoint", fault, AGAIN) for fault in _endpoint_faults(given.endpoint)]
    try:
        _browser_key(given.p256dh)
    except ValueError:
        faults.append(AnswerFault("p256dh", "this is no public key of a browser", AGAIN))
    try:
        right = len(decoded(given.auth)) == AUTH
    except ValueError:
        right = False
    if not right:
        faults.append(AnswerFault("auth", f"this is not a secret of {AUTH} bytes", AGAIN))
    if faults:
        raise AnswerError(faults)
    return given


def _endpoint_faults(endpoint: str) -> list[str]:
    """Why nothing may be posted there. Where its name leads is looked at when it is posted."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return ["this is no address"]
    if len(endpoint) > LONGEST_ENDPOINT or not endpoint.isascii() or not endpoint.isprintable():
        return ["this is no address of a push service"]
    faults: list[str] = []
    if parts.scheme != "https" or not parts.hostname:
        faults.append("a push service is reached by https only")
    if parts.username is not None or parts.password is not None or port not in (None, HTTPS_PORT):
        faults.append("a push service has no name, password or port in its address")
    return faults


def sealed(
    message: bytes, to: Subscription, *, salt: bytes | None = None, key: ECC.EccKey | None = None
) -> bytes:
    """The message so that only this browser can read it (`aes128gcm`). Salt and key are made new
    for each, and given by a test only. Raises `ValueError` for keys that are none."""
    salt = salt or secrets.token_bytes(SALT)
    own = key or ECC.generate(curve=CURVE)
    theirs = _browser_key(to.p256dh)
    shared: bytes = key_agreement(eph_priv=own, eph_pub=theirs, kdf=bytes)
    about = b"WebPush: info\0" + _point(theirs) + _point(own)
    secret = _derived(shared, decoded(to.auth), about, 32)
    content_key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    cipher = AES.new(content_key, AES.MODE_GCM, nonce=nonce)  # pyright: ignore[reportUnknownMemberType]
    content, tag = cipher.encrypt_and_digest(message + b"\x02")
    header = salt + RECORD.to_bytes(4, "big") + bytes([POINT]) + _point(own)
    return header + content + tag


def padded(message: dict[str, str]) -> bytes:
    """A message as JSON, with spaces behind up to the length that all have."""
    return json.dumps(message, ensure_ascii=False).encode().ljust(PADDED)


def signed(endpoint: str, key: str, *, at: datetime, contact: str) -> str:
    """The `Authorization` header by which a push service knows this server again."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + VALID).timestamp()),
        "sub": contact,
    }
    head = {"typ": "JWT", "alg": "ES256"}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
    own = ECC.import_key(key)
    signer = DSS.new(own, "fips-186-3")  # pyright: ignore[reportUnknownMemberType]
    signature = signer.sign(SHA256.new(text.encode()))
    return f"vapid t={text}.{encoded(signature)}, k={encoded(_point(own))}"


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    """HKDF (RFC 5869) with SHA-256, for one block at most."""
    root = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(root, about + b"\x01", hashlib.sha256)[:length]


def _browser_key(text: str) -> ECC.EccKey:
    """A point on the curve; one that lies beside it is refused. Raises `ValueError`."""
    point = decoded(text)
    if len(point) != POINT or point[0] != 4:
        raise ValueError("this is no uncompressed point")
    key = ECC.import_key(point, curve_name=CURVE)
    if key.pointQ.is_point_at_infinity():  # the library takes 0, 0 for it
        raise ValueError("this is no public key")
    return key


def _point(key: ECC.EccKey) -> bytes:
    return bytes(key.public_key().export_key(format="raw"))
