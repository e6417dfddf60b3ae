"""`python -m ischia.web.figure` draws every figure that has not been drawn, and ends."""

from __future__ import annotations

import os

from ischia.web.boot import boot

boot()
if hasattr(os, "nice"):
    os.nice(10)

from ischia.record.knowledge import knowledge  # noqa: E402 - these need the settings
from ischia.web.figure.drawn import draw_all  # noqa: E402

draw_all(knowledge().protocol)
