"""One exercise, drawn from its movement specification."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ischia.record.knowledge import knowledge
from ischia.web.figure.addresses import MOVING, STILL
from ischia.web.figure.drawn import drawn

A_YEAR_S = 31_536_000


@require_GET
def figure(request: HttpRequest, version: str, exercise: str, look: str) -> HttpResponse:  # noqa: ARG001
    """The drawing as SVG. An old version's address shows today's drawing, and is not kept."""
    protocol = knowledge().protocol
    if exercise not in protocol.movements or look not in (MOVING, STILL):
        raise Http404
    response = HttpResponse(
        drawn(protocol, exercise, look), content_type="image/svg+xml; charset=utf-8"
    )
    current = version == protocol.short_version
    keep = f"public, max-age={A_YEAR_S}, immutable" if current else "no-cache"
    response.headers["Cache-Control"] = keep
    return response
