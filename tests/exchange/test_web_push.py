"""A push message: the example of RFC 8291 byte for byte, a browser that opens it, the signature."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from Cryptodome.Hash import SHA256
from Cryptodome.PublicKey import ECC
from Cryptodome.Signature import DSS
from push_service import PushBrowser

from ischia.care.answers import AnswerError
from ischia.exchange.web_push import (
    PADDED,
    Subscription,
    decoded,
    encoded,
    new_key,
    padded,
    public_key,
    sealed,
    signed,
    valid_subscription,
)

# RFC 8291, section 5 and appendix A.
MESSAGE = b"When I grow up, I want to be a watermelon"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
UA_PUBLIC = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"  # noqa: S105 - published with the example
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
ENDPOINT = "https://push.example.net/send/abc"
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_the_example_of_the_standard_byte_for_byte() -> None:
    number = int.from_bytes(decoded(AS_PRIVATE), "big")
    own = ECC.construct(curve="P-256", d=number)
    to = Subscription(ENDPOINT, UA_PUBLIC, SECRET)
    assert encoded(sealed(MESSAGE, to, salt=decoded(SALT), key=own)) == SENT


def test_the_browser_opens_it_and_nobody_else() -> None:
    browser = PushBrowser()
    message = padded({"title": "Ischia", "body": "Time for your exercises: now, é"})
    body = sealed(message, browser.subscription)
    assert b"exercises" not in body
    assert browser.reads(body)["body"] == "Time for your exercises: now, é"
    with pytest.raises(ValueError, match="MAC"):
        PushBrowser().opens(body)
    with pytest.raises(ValueError, match="MAC"):
        browser.opens(body[:-1] + bytes([body[-1] ^ 1]))


def test_no_two_are_alike_and_all_are_as_long() -> None:
    to = PushBrowser().subscription
    short, long = padded({"body": "a"}), padded({"body": "a" * 100})
    assert len(short) == len(long) == PADDED
    one, two, three = (sealed(message, to) for message in (short, short, long))
    assert one != two
    assert len(one) == len(two) == len(three)


def test_the_signature_is_for_this_service_and_ends_within_a_day() -> None:
    key = new_key()
    header = signed(ENDPOINT, key, at=AT, contact="mailto:clinic@example.org")
    token, _, public = header.removeprefix("vapid t=").partition(", k=")
    assert public == public_key(key)
    head, claims, signature = token.split(".")
    own = ECC.import_key(decoded(public), curve_name="P-256")
    checked = DSS.new(own, "fips-186-3")  # pyright: ignore[reportUnknownMemberType]
    checked.verify(SHA256.new(f"{head}.{claims}".encode()), decoded(signature))
    said = json.loads(decoded(claims))
    assert said["aud"] == "https://push.example.net"
    assert said["sub"] == "mailto:clinic@example.org"
    assert 0 < said["exp"] - AT.timestamp() <= 24 * 3600
    with pytest.raises(ValueError, match="signature"):
        checked.verify(SHA256.new(f"{head}.{claims}x".encode()), decoded(signature))


@pytest.mark.parametrize(
    "endpoint",
    ["http://push.example.net/x", "ftp://push.example.net/x", "https:///x", "push.example.net",
     "https://me:secret@push.example.net/x", "https://push.example.net:8443/x",
     "https://push.example.net:x/", "https://push.example.net/" + "x" * 3000,
     "https://push.example.net/\r\nHost: x", "https://püsh.example.net/x", ""],
)  # fmt: skip
def test_an_endpoint_that_is_none_is_refused_by_name(endpoint: str) -> None:
    to = PushBrowser().subscription
    with pytest.raises(AnswerError) as raised:
        valid_subscription(Subscription(endpoint, to.p256dh, to.auth))
    assert {fault.field for fault in raised.value.faults} == {"endpoint"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("p256dh", ""), ("p256dh", "!!"), ("p256dh", encoded(b"\x04" + bytes(64))),
     ("p256dh", encoded(b"\x04" + bytes(63) + b"\x05")), ("p256dh", encoded(bytes(65))),
     ("p256dh", UA_PUBLIC[:-4]), ("auth", ""),
     ("auth", encoded(bytes(15))), ("auth", "é")],
)  # fmt: skip
def test_a_key_that_is_none_is_refused_by_name(field: str, value: str) -> None:
    given = {"endpoint": ENDPOINT, "p256dh": UA_PUBLIC, "auth": SECRET, field: value}
    with pytest.raises(AnswerError) as raised:
        valid_subscription(Subscription(**given))
    assert [fault.field for fault in raised.value.faults] == [field]


def test_a_right_one_is_taken() -> None:
    given = Subscription(ENDPOINT, UA_PUBLIC, SECRET)
    assert valid_subscription(given) is given
