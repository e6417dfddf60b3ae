"""Where the real recordings lie; tests that need them say so and are skipped without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2].parent / "shared" / "motion"


@pytest.fixture(scope="session")
def motion_data() -> Path:
    """The folder with `ui-prmd`, `exercise-correction` and `rendered`."""
    folder = Path(os.environ.get("ISCHIA_MOTION_DATA", BESIDE))
    if not folder.is_dir():
        pytest.skip(
            "motion recordings are absent: set ISCHIA_MOTION_DATA to a folder with ui-prmd "
            "(github: niemasd/UI-PRMD-Analysis, PDDL 1.0) and exercise-correction "
            "(github: NgoQuocBao1010/Exercise-Correction, MIT)"
        )
    return folder
