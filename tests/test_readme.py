"""The README's tour works as it is written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ischia.protocol.model import CAUSES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [text for language, text in BLOCKS if not language and "make " not in text]
PYTHON = [text for language, text in BLOCKS if language == "python"]
SLOW = "ischia protocol prove"  # has tests of its own
MEANT = {0, 20, 21, 22, 23, 24, 25}


def test_there_is_a_tour_to_try() -> None:
    assert len(SHELL) >= 5
    assert len(PYTHON) == 1


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for the whole tour, since later steps use earlier files."""
    place = tmp_path_factory.mktemp("tour")
    (place / "tests").symlink_to(ROOT / "tests")
    subprocess.run(["bash", "-c", _commands(SHELL[0])], cwd=place, env=_env(), check=False)
    return place


def _commands(text: str) -> str:
    return text.replace(SLOW, f"{SLOW} --help")


def _env() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize("text", SHELL)
def test_each_block_of_commands_runs(folder: Path, text: str) -> None:
    done = subprocess.run(
        ["bash", "-c", _commands(text)],
        cwd=folder, env=_env(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in MEANT, done.stderr
    assert "Traceback" not in done.stderr
    assert "Remedy" not in done.stderr, done.stderr


@pytest.mark.parametrize("text", PYTHON)
def test_the_python_example_says_what_its_comments_say(text: str) -> None:
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    printed = done.stdout.split()
    assert printed[0] == "False"
    assert printed[1] == "lumbar_spinal_stenosis"


@pytest.mark.parametrize("path", sorted((ROOT / "tests/examples").glob("*.yaml")), ids=str)
def test_every_example_has_a_program(path: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ischia")), "program", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "why:" in done.stdout


@pytest.mark.parametrize(
    ("path", "shown"),
    re.findall(r"^ischia program (tests\S+)\n```\n\n```text\n(.*?)^```", README, re.M | re.S),
)
def test_a_program_that_is_shown_is_the_one_that_is_printed(path: str, shown: str) -> None:
    """But for the version of the protocol, which the README does not name."""
    done = subprocess.run(
        [str(Path(sys.executable).with_name("ischia")), "program", path],
        cwd=ROOT, env={**_env(), "COLUMNS": "80"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    printed = [line.rstrip() for line in done.stdout.splitlines()]
    printed = [line for line in printed if not line.startswith("Protocol ")]
    assert shown.rstrip().splitlines() == printed


def test_every_example_is_shown() -> None:
    for path in (ROOT / "tests/examples").glob("*.yaml"):
        assert f"ischia program tests/examples/{path.name}\n```\n\n```text\nYour program" in README


def test_there_is_an_example_for_every_cause() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests/examples").glob("*.yaml")]
    for cause in CAUSES:
        assert sum(f"cause: {cause}," in text for text in texts) == 1, cause
    assert sum("diagnosis:" not in text for text in texts) == 1


@pytest.mark.parametrize("target", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
