"""The tracker for the page: the same Python files that the server runs, and the exercise's plan.

Nothing arrives here: pictures are looked at in the browser and never leave it.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ischia import motion
from ischia.exchange.wording import language, shown_protocol
from ischia.motion.plan import tracker_plan
from ischia.record.knowledge import knowledge

A_YEAR_S = 31_536_000
UNCOUNTED = ("timed", "steps")


@require_GET
def tracker(request: HttpRequest, version: str) -> HttpResponse:  # noqa: ARG001
    """The tracker's modules: {path: text}."""
    return _kept(_modules(), version, knowledge().protocol.short_version)


@require_GET
def plan(request: HttpRequest, version: str, exercise: str) -> HttpResponse:  # noqa: ARG001
    """The plan of an exercise that the camera can count, its cues in the reader's language."""
    movement = knowledge().protocol.movements.get(exercise)
    if movement is None or movement.rep in UNCOUNTED:
        raise Http404
    return _kept(_plan(exercise, language()), version, plan_version())


def plan_version() -> str:
    """What a plan depends on: the protocol, and the language of its cues."""
    return f"{knowledge().protocol.short_version}-{language()}"


def _kept(text: str, version: str, current: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/json")
    kept = f"private, max-age={A_YEAR_S}" if version == current else "no-cache"
    response.headers["Cache-Control"] = kept
    return response


@lru_cache(maxsize=1)
def _modules() -> str:
    folder = Path(str(motion.__file__)).parent
    files = [folder / "landmarks.py", *sorted((folder / "tracker").glob("*.py"))]
    return json.dumps({str(f.relative_to(folder)): f.read_text("utf-8") for f in files})


@lru_cache(maxsize=128)
def _plan(exercise: str, _language: str) -> str:
    return json.dumps(_finite(tracker_plan(shown_protocol(), exercise)))


def _finite(value: Any) -> Any:
    """What was not measured is null: JSON has no NaN."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_finite(v) for v in value]  # pyright: ignore[reportUnknownVariableType]
    return None if isinstance(value, float) and not math.isfinite(value) else value
