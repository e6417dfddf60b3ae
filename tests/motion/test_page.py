"""The page that works from a recording to a picture: its code runs, and says what the page says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import ischia.motion

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "motion.md"


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])
    import drawn_pages

    return drawn_pages.run_page(PAGE, tmp_path)


def test_the_code_of_the_page_runs_and_finds_what_was_performed(
    printed: str, tmp_path: Path
) -> None:
    """Asked for were a good one, a low one, a good one, one that turns back, and a good one."""
    found = [line.rsplit(", ", 1)[1] for line in printed.splitlines() if re.match(r"\d: ", line)]
    assert found == ["no fault", "too_low", "no fault", "no fault"]
    assert "1 turned back early" in printed
    plot = (tmp_path / "bridge.svg").read_text("utf-8")
    assert "too_low" in plot
    for name in ("right", "too-low"):
        assert (tmp_path / f"{name}.svg").read_text("utf-8").startswith("<svg")


def test_what_motion_offers_is_there_and_told() -> None:
    told = (DOCS / "reference" / "python.md").read_text("utf-8")
    for name in ischia.motion.__all__:
        assert getattr(ischia.motion, name).__name__ == name
        assert f"`{name}" in told
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        ischia.motion.nothing  # noqa: B018


def test_the_tracker_alone_needs_no_numpy() -> None:
    import subprocess

    code = "import sys, ischia.motion.tracker.tracker; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
