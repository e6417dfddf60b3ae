"""Only requests that name this very address are answered.

A hostile page can let its own host name point at the loopback address (DNS rebinding) and then read
what a server there answers. Its requests name its host, so they are refused before anything else.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

MISDIRECTED = 421


class HostCheck:
    """The first middleware; static files are behind it too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.hosts: frozenset[str] = settings.CONFIG.hosts

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get("HTTP_HOST", "").lower() not in self.hosts:
            text = "Ischia is not at this address. Open it with the link that `ischia serve` shows."
            return HttpResponse(text, status=MISDIRECTED, content_type="text/plain")
        return self.get_response(request)
