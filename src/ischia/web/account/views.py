"""Signing in by a one-time link, signing out. The front door itself is `web.landing`."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ischia.web.account.links import use_link

GONE = 410
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_GET
def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """Use a link. A used or old one says how to get another."""
    user = use_link(token, at=timezone.now())
    if user is None:
        if request.user.is_authenticated:
            return redirect("account:home")
        return render(request, "account/link_used.html", status=GONE)
    login(request, user, backend=MODEL_BACKEND)
    return redirect("account:home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget this browser."""
    logout(request)
    return redirect("account:signed_out")


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """How to get back in."""
    return render(request, "account/signed_out.html")


@require_GET
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A sign of life, for `ischia serve` and `ischia doctor`."""
    return HttpResponse("ischia", content_type="text/plain")
