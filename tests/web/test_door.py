"""Who gets in: the right address, a link that works once, and nobody else's record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from ischia.record.models import Person, SignInLink, User
from ischia.web.account.links import LASTS, make_link, the_owner, use_link
from ischia.web.person import KEY, person_of

NOW = timezone.now()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:8765.evil.example",
     "", "127.0.0.1:8765@evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("url", ["/", "/alive/", "/static/ischia/ischia.css"])
def test_another_host_is_answered_nothing(db: None, host: str, url: str) -> None:
    answer = Client(headers={"host": host}).get(url)
    assert answer.status_code == 421
    assert "set-cookie" not in {name.lower() for name in answer.headers}


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_computer_is_answered(db: None, name: str) -> None:
    host = f"{name}:{settings.CONFIG.port}"
    assert Client(headers={"host": host}).get("/alive/").content == b"ischia"


def test_every_answer_carries_a_strict_policy(stranger: Client, db: None) -> None:
    for url in ("/alive/", reverse("account:signed_out")):
        policy = stranger.get(url).headers["Content-Security-Policy"]
        parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert parts["default-src"] == "'self'"
        assert parts["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert parts["frame-ancestors"] == "'none'"
        assert "unsafe-inline" not in policy
        assert "http" not in policy


def test_a_link_signs_in_once(stranger: Client, db: None) -> None:
    token = make_link(the_owner(at=NOW), at=timezone.now())
    first = stranger.get(reverse("account:sign_in", args=[token]))
    assert first.status_code == 302
    cookie = first.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    other = Client(headers={"host": stranger.defaults["HTTP_HOST"]})
    assert other.get(reverse("account:sign_in", args=[token])).status_code == 410
    assert settings.SESSION_COOKIE_NAME not in other.cookies


def test_a_link_grows_old(db: None) -> None:
    token = make_link(the_owner(at=NOW), at=NOW)
    assert use_link(token, at=NOW + LASTS + timedelta(seconds=1)) is None
    assert use_link("guess", at=NOW) is None
    assert use_link(token, at=NOW + LASTS) is not None
    assert use_link(token, at=NOW + LASTS) is None


def test_the_secret_of_a_link_is_not_kept(db: None) -> None:
    token = make_link(the_owner(at=NOW), at=NOW)
    assert token not in str(list(SignInLink.objects.values()))


def test_the_owner_is_made_once(db: None) -> None:
    assert the_owner(at=NOW) == the_owner(at=NOW)
    assert (User.objects.count(), Person.objects.count()) == (1, 1)


def test_signing_out_forgets_the_browser(browser: Client) -> None:
    assert browser.get(reverse("account:sign_out")).status_code == 405
    browser.post(reverse("account:sign_out"))
    assert "_auth_user_id" not in browser.session


def test_a_foreign_page_cannot_post(owner: Person) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": f"127.0.0.1:{settings.CONFIG.port}"})
    assert owner.owner is not None
    client.force_login(owner.owner)
    for url in (reverse("inbox:receive"), reverse("account:sign_out")):
        assert client.post(url, "{}", content_type="application/json").status_code == 403


def test_nobody_sees_a_person_of_another_account(browser: Client, owner: Person) -> None:
    stranger = User.objects.create(username="stranger")
    theirs = Person.objects.create(owner=stranger, created_at=NOW)
    session = browser.session
    session[KEY] = str(theirs.pk)
    session.save()
    request = browser.get(reverse("account:signed_out")).wsgi_request
    assert person_of(request) == owner


def test_an_account_may_choose_among_its_people(browser: Client, owner: Person) -> None:
    second = Person.objects.create(owner=owner.owner, created_at=NOW)
    session = browser.session
    session[KEY] = str(second.pk)
    session.save()
    request = browser.get(reverse("account:signed_out")).wsgi_request
    assert person_of(request) == second


def test_every_page_but_the_open_ones_needs_a_person(stranger: Client, db: None) -> None:
    """New pages are closed unless they are named here."""
    open_ones = {"account", "ease", "design", "preferences", "offline", "figure", "learn"}
    for resolver in get_resolver().url_patterns:
        assert isinstance(resolver, URLResolver)
        if resolver.app_name in open_ones:
            continue
        for pattern in resolver.url_patterns:
            if "<" in str(pattern.pattern) or isinstance(pattern, URLResolver):
                continue
            url = reverse(f"{resolver.app_name}:{pattern.name}")
            answer = stranger.get(url)
            moved = answer.status_code == 302 and "signed-out" in answer.headers["Location"]
            assert moved or answer.status_code in (404, 405), url
