"""Exercises, drawn from their movement specifications: one, or a page's stills in one strip."""

from __future__ import annotations

import gzip

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from ischia.record.knowledge import knowledge
from ischia.web.figure.addresses import BETWEEN, MOVING, STILL
from ischia.web.figure.drawn import drawn, strip

A_YEAR_S = 31_536_000
MOST = 40  # more than any page shows


@require_GET
def figure(request: HttpRequest, version: str, exercise: str, look: str) -> HttpResponse:
    """The drawing as SVG."""
    protocol = knowledge().protocol
    if exercise not in protocol.movements or look not in (MOVING, STILL):
        raise Http404
    return _answer(request, drawn(protocol, exercise, look), version)


@require_GET
def stills(request: HttpRequest, version: str, names: str) -> HttpResponse:
    """The stills of several exercises in one picture; `#exercise` shows the one."""
    protocol = knowledge().protocol
    exercises = tuple(names.split(BETWEEN))
    if len(exercises) > MOST or any(name not in protocol.movements for name in exercises):
        raise Http404
    return _answer(request, strip(protocol, exercises), version)


def _answer(request: HttpRequest, packed: bytes, version: str) -> HttpResponse:
    """An old version's address shows today's drawing, and is not kept."""
    takes = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if takes else gzip.decompress(packed), content_type="image/svg+xml; charset=utf-8"
    )
    if takes:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ("Accept-Encoding",))
    current = version == knowledge().protocol.short_version
    keep = f"public, max-age={A_YEAR_S}, immutable" if current else "no-cache"
    response.headers["Cache-Control"] = keep
    return response
